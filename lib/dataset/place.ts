import { type Point } from "../geometry/trajectory";
import { type Frame } from "./recording";

/** Where a label script believes the ego to be at one frame, in the world. */
export interface Place {
  readonly frame: Frame;
  readonly recording: string;
  readonly point: Point;
}

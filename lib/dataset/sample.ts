import { type Pose2 } from "../geometry/egoFrame";
import { type Trajectory } from "../geometry/trajectory";

/** One labelled moment: what a model sees and what the car then did. Plain data. */
export interface Sample {
  /** The frame's id. */
  readonly id: string;
  /** The recording's id: what a split goes by. */
  readonly recording: string;
  /** Time of t = 0 on the recording's clock. */
  readonly seconds: number;
  /** Pose at t = 0 in the world: the origin of `target` and `past`. */
  readonly origin: Pose2;
  /** Ego-frame positions at t = 0.1 … 4.5 s, `[45, 2]` m. */
  readonly target: Trajectory;
  /** Ego-frame positions at t = −0.1, −0.2, … s, nearest first; at most 10 rows, empty at a recording's start. */
  readonly past: Trajectory;
  readonly vehicleImage?: string;
  readonly infrastructureImage?: string;
}

/** A sample with both pictures: what a teacher can be trained on. */
export type PairedSample = Sample & { readonly vehicleImage: string; readonly infrastructureImage: string };

/** Whether both pictures are there; for `samples.filter(isPaired)`. */
export function isPaired(sample: Sample): sample is PairedSample {
  return sample.vehicleImage !== undefined && sample.infrastructureImage !== undefined;
}

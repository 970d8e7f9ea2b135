import { at } from "../math/at";
import { median } from "../math/statistics";
import { DatasetError } from "./datasetError";
import { member, numberOf, wrong, type JsonField } from "./jsonField";
import { type Frame } from "./recording";

/** When a frame was taken. */
export type Moment = Pick<Frame, "seconds" | "imageSeconds">;

/**
 * The moment of a record. Poses and labels go with the point cloud; the picture comes 47 ms (DAIR-V2X-C, frame
 * 020502) or 80 ms (V2X-Seq SPD, frame 000000) later. A record without a point cloud has one time, its picture's.
 */
export function momentOf(record: JsonField): Moment {
  const image = member(record, "image_timestamp");
  const timed = timeField(record);
  const seconds = secondsOf(timed);
  if (timed.path === image.path || image.value === undefined) return { seconds };
  return { seconds, imageSeconds: secondsOf(image) };
}

/** The field that gives a record its time. */
export function timeField(record: JsonField): JsonField {
  const cloud = member(record, "pointcloud_timestamp");
  return cloud.value === undefined ? member(record, "image_timestamp") : cloud;
}

/** Microseconds since 1970 as seconds; float64 keeps them to a quarter of a microsecond. */
function secondsOf(field: JsonField): number {
  const microseconds = numberOf(field);
  if (!(microseconds > 0)) throw wrong(field, "a time stamp in microseconds");
  return microseconds / 1e6;
}

/** A frame with the field that names its recording. */
type Clocked = { readonly frame: Pick<Frame, "seconds">; readonly recording: JsonField };

/** Another unit's name, how many microseconds it has, and what makes microseconds of it. */
const OTHER_UNITS = [
  { name: "seconds", microseconds: 1e6, remedy: "multiply by 1 000 000" },
  { name: "milliseconds", microseconds: 1e3, remedy: "multiply by 1 000" },
  { name: "nanoseconds", microseconds: 1e-3, remedy: "divide by 1 000" },
] as const;
/** Frames come once in this time, seconds: 100 Hz to 1 Hz. The ranges of two units do not touch. */
const STEP_SECONDS = [0.01, 1] as const;

/** Refuses a list whose steps make sense in another unit than microseconds; `true` when they do not. */
export function checkClock(file: string, indexed: readonly Clocked[]): true {
  const steps = stepsOf(indexed);
  if (steps.length === 0) return true;
  const step = median(steps) * 1e6; // as written
  const unit = OTHER_UNITS.find(({ microseconds }) => {
    const seconds = (step * microseconds) / 1e6;
    return seconds >= STEP_SECONDS[0] && seconds <= STEP_SECONDS[1];
  });
  if (unit === undefined) return true;
  throw new DatasetError(
    file,
    "time stamps",
    `expected microseconds, got steps of ${Number(step.toPrecision(3))} between frames (median), which reads as ${unit.name}; ${unit.remedy}`,
  );
}

/** Time between neighbouring moments, recording by recording; moments that come twice count once. */
function stepsOf(indexed: readonly Clocked[]): number[] {
  const moments = new Map<string, Set<number>>();
  for (const { frame, recording } of indexed) {
    const { value } = recording;
    const id = typeof value === "string" || typeof value === "number" ? String(value) : "";
    const known = moments.get(id);
    if (known === undefined) moments.set(id, new Set([frame.seconds]));
    else known.add(frame.seconds);
  }
  return [...moments.values()].flatMap((set) => {
    const sorted = [...set].sort((a, b) => a - b);
    return sorted.slice(1).map((t, i) => t - at(sorted, i));
  });
}

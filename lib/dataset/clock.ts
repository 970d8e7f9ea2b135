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

/** Units that time stamps come in, in seconds. */
const UNITS = { seconds: 1, milliseconds: 1e-3, microseconds: 1e-6, nanoseconds: 1e-9 } as const;
type Unit = keyof typeof UNITS;
/** Frames come once in this time, seconds: 100 Hz to 1 Hz. The ranges of two units do not touch. */
const STEP_SECONDS = [0.01, 1] as const;

/** Refuses time stamps whose median step, as written, makes sense in another unit than the expected one. */
export function checkUnit(file: string, step: number, expected: Unit): void {
  const fits = (unit: Unit): boolean =>
    step * UNITS[unit] >= STEP_SECONDS[0] && step * UNITS[unit] <= STEP_SECONDS[1];
  const unit = (Object.keys(UNITS) as Unit[]).find(fits);
  if (unit === undefined || unit === expected) return;
  const factor = UNITS[unit] / UNITS[expected];
  const grouped = (value: number): string => Math.round(value).toLocaleString("en").replaceAll(",", " ");
  const remedy = factor > 1 ? `multiply by ${grouped(factor)}` : `divide by ${grouped(1 / factor)}`;
  throw new DatasetError(
    file,
    "time stamps",
    `expected ${expected}, got steps of ${Number(step.toPrecision(3))} between frames (median), which reads as ${unit}; ${remedy}`,
  );
}

/** Refuses a list whose stamps are not in microseconds; `true` when they may be. */
export function checkClock(file: string, indexed: readonly Clocked[]): true {
  const steps = stepsOf(indexed);
  if (steps.length > 0) checkUnit(file, median(steps) * 1e6, "microseconds");
  return true;
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

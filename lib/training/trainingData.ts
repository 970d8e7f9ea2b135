import { needsMotion } from "../dataset/predicts";
import { type Motion } from "../dataset/prompt";
import { COORDINATES, type Point, TIME_STEPS, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { type TrainingConfig } from "./config";
import { type StepInput } from "../steps/trainStep";

/** Samples as a training step reads them. */
export interface SampleSet {
  /**
   * Input of some rows, in their order; with `draw`, seen with dropout on in the backbone (see `backboneDraw`).
   */
  readonly input: (rows: readonly number[], draw?: number) => StepInput;
  /** Metres. */
  readonly targets: readonly Trajectory[];
  /** Whose recording each sample is of: samples of one overlap. */
  readonly recordings: readonly string[];
  /** Ego-frame position 0.1 s before, metres; undefined where a recording starts. */
  readonly lastPast: readonly (Point | undefined)[];
  /** What the car that took the picture says of its motion; undefined where a recording has only begun. */
  readonly motion: readonly (Motion | undefined)[];
}

/** What a run learns from and is judged on. */
export interface TrainingData {
  readonly name: string;
  /** Changes when any number does. */
  readonly hash: string;
  readonly train: SampleSet;
  readonly validation: SampleSet;
  /** Judged once, after the last update, by name; absent without a report. */
  readonly reported?: Readonly<Record<string, SampleSet>>;
}

/** All sets, training first. */
export function setsOf({ train, validation, reported = {} }: TrainingData): SampleSet[] {
  return [train, validation, ...Object.values(reported)];
}

/** Input rows out of one table of pooled features, [N, width]. */
export function featureInput(features: Float32Array, width: number): SampleSet["input"] {
  return (rows) => {
    const values = new Float32Array(rows.length * width);
    rows.forEach((row, i) => values.set(features.subarray(row * width, (row + 1) * width), i * width));
    return { kind: "features", values };
  };
}

/** Trajectories as rows of 90 numbers: x and y of each time step in turn. */
export function flatten(trajectories: readonly Trajectory[]): Float32Array {
  const values = new Float32Array(trajectories.length * COORDINATES);
  let place = 0;
  for (const trajectory of trajectories) {
    for (const [x, y] of trajectory) {
      values[place++] = x;
      values[place++] = y;
    }
  }
  return values;
}

/** The inverse of `flatten`. */
export function unflatten(values: Float32Array): Trajectory[] {
  return Array.from({ length: values.length / COORDINATES }, (_, i) =>
    Array.from({ length: TIME_STEPS }, (_, j) => {
      const place = 2 * (i * TIME_STEPS + j);
      return [at(values, place), at(values, place + 1)] as const;
    }),
  );
}

/** Refuses sets no run can use, by name: fewer training samples than a batch holds, or fewer than 2. */
export function checkSampleCounts(
  name: string,
  { train, validation }: { readonly train: ArrayLike<unknown>; readonly validation: ArrayLike<unknown> },
  batchSize = 2,
): void {
  for (const [part, { length }, least] of [
    ["training", train, Math.max(2, batchSize)],
    ["validation", validation, 2],
  ] as const) {
    if (length >= least) continue;
    throw new Error(
      `${name}, ${part} set: expected at least ${least} samples, got ${length}; add data or lower batch_size`,
    );
  }
}

/** Refuses data no run can use, by name, before any work: too few samples, wrong lengths, numbers not finite. */
export function checkTrainingData({ name, train, validation }: TrainingData, batchSize: number): void {
  checkSampleCounts(name, { train: train.targets, validation: validation.targets }, batchSize);
  for (const [part, set] of [
    ["training", train],
    ["validation", validation],
  ] as const) {
    const what = `${name}, ${part} set`;
    set.targets.forEach((target, i) => checkTarget(`${what}, sample ${i}`, target));
    checkFeatures(what, set);
  }
}

/** Refuses samples without the speed and turn rate that a config asks for, by name and count. */
export function checkMotions(
  { predicts = "places", promptNumbers = false }: Partial<Pick<TrainingConfig, "predicts" | "promptNumbers">>,
  name: string,
  motions: readonly (Motion | undefined)[],
): void {
  if (!needsMotion(predicts) && !promptNumbers) return;
  const without = motions.filter((motion) => motion === undefined).length;
  if (without === 0) return;
  const asks = promptNumbers ? "prompt_numbers" : `predicts ${predicts}`;
  throw new Error(
    `${name}: ${asks}: expected a speed and turn rate of every sample, got none for ${without} of ${motions.length} (less than 0.5 s of past); use prompt_numbers false and predicts places or steps`,
  );
}

function checkTarget(what: string, target: Trajectory): void {
  if (target.length !== TIME_STEPS) {
    throw new Error(`${what}: expected ${TIME_STEPS} points, got ${target.length}; label it again`);
  }
  const bad = target.findIndex(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y));
  if (bad >= 0) {
    throw new Error(
      `${what}: expected finite metres, got ${String(target[bad])} at step ${bad}; check the data`,
    );
  }
}

function checkFeatures(what: string, { input, targets }: SampleSet): void {
  const all = input(targets.map((_, i) => i));
  if (all.kind !== "features") return;
  const width = all.values.length / targets.length;
  const bad = all.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new Error(
      `${what}, sample ${Math.floor(bad / width)}: expected finite features, got ${at(all.values, bad)}; compute them again`,
    );
  }
}

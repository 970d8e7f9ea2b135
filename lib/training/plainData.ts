import { type Point } from "../geometry/trajectory";
import { featureInput, unflatten, type SampleSet, type TrainingData } from "./trainingData";

/** One part of the data as arrays only, which threads can share. */
export interface PlainSet {
  /** [N, width]; empty when the backbone is trained too. */
  readonly features: Float32Array;
  /** [N, 90], metres. */
  readonly targets: Float32Array;
  /** [N, 2], metres; NaN where there is no past. */
  readonly lastPast: Float32Array;
}

/** A run's data as arrays only. */
export interface PlainData {
  readonly name: string;
  readonly hash: string;
  readonly width: number;
  readonly train: PlainSet;
  readonly validation: PlainSet;
}

/** The data as a training step reads it. */
export function trainingDataOf({ name, hash, width, train, validation }: PlainData): TrainingData {
  return { name, hash, train: sampleSetOf(train, width), validation: sampleSetOf(validation, width) };
}

/** One part; `input` may be another than its features, as when fine-tuning. */
export function sampleSetOf(
  { features, targets, lastPast }: PlainSet,
  width: number,
  input: SampleSet["input"] = featureInput(features, width),
): SampleSet {
  const trajectories = unflatten(targets);
  return {
    input,
    targets: trajectories,
    lastPast: trajectories.map((_, i): Point | undefined => {
      const [x = NaN, y = NaN] = lastPast.subarray(2 * i, 2 * i + 2);
      return Number.isNaN(x) ? undefined : [x, y];
    }),
  };
}

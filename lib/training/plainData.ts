import { createHash } from "node:crypto";
import { type Sample } from "../dataset/sample";
import { COORDINATES, type Point } from "../geometry/trajectory";
import { at } from "../math/at";
import { type BackboneWeights } from "../model/backbones";
import { type Weights } from "../model/parameters";
import { type SceneStore } from "../model/sceneInput";
import { featureInput, flatten, unflatten, type SampleSet, type TrainingData } from "./trainingData";

/** One part of the data as arrays only, which threads can share. */
export interface PlainSet {
  /** [N, width]; empty when the backbone is trained too. */
  readonly features: Float32Array;
  /** The same with dropout on in the frozen backbone, one table per draw; empty without `frozenDropout`. */
  readonly draws: readonly Float32Array[];
  /** [N, 90], metres. */
  readonly targets: Float32Array;
  /** [N, 2], metres; NaN where there is no past. */
  readonly lastPast: Float32Array;
  /** The recording of each sample. */
  readonly recordings: readonly string[];
}

/** What training the backbone too needs: all scenes, those of the training set first, and its first weights. */
export interface FineTuningData {
  readonly scenes: SceneStore;
  readonly weights: Weights;
}

/** A run's data as arrays only. */
export interface PlainData {
  readonly name: string;
  readonly hash: string;
  readonly width: number;
  readonly train: PlainSet;
  readonly validation: PlainSet;
  /** Absent when the backbone is frozen. */
  readonly fineTuning?: FineTuningData;
}

/** Samples and their features as arrays in shared memory. */
export function plainSet(
  samples: readonly Sample[],
  features: Float32Array,
  draws: readonly Float32Array[] = [],
): PlainSet {
  const targets = flatten(samples.map(({ target }) => target));
  const lastPast = Float32Array.from(
    samples.flatMap(({ past }) => (past.length === 0 ? [NaN, NaN] : at(past, 0))),
  );
  return {
    features: sharedFloats(features),
    draws: draws.map(sharedFloats),
    targets: sharedFloats(targets),
    lastPast: sharedFloats(lastPast),
    recordings: samples.map(({ recording }) => recording),
  };
}

/** Puts a name and a hash over all numbers to two sets, and to scenes and first weights when fine-tuning. */
export function plainData(
  name: string,
  width: number,
  { train, validation }: { readonly train: PlainSet; readonly validation: PlainSet },
  fineTuning?: { readonly scenes: SceneStore; readonly weights: BackboneWeights },
): PlainData {
  const hash = createHash("sha256");
  const add = ({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): void => {
    hash.update(Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength))); // hashing takes no shared memory
  };
  for (const { features, draws, targets, lastPast, recordings } of [train, validation]) {
    [features, ...draws, targets, lastPast].forEach(add);
    hash.update(JSON.stringify(recordings));
  }
  if (fineTuning === undefined)
    return { name, hash: hash.digest("hex").slice(0, 24), width, train, validation };
  const { scenes, weights } = fineTuning;
  const store = {
    size: scenes.size,
    patches: sharedBytes(scenes.patches),
    prompts: sharedBytes(scenes.prompts),
  };
  [store.patches, store.prompts].forEach(add);
  const digest = hash.update(weights.hash).digest("hex").slice(0, 24);
  const learnt = { scenes: store, weights: weights.weights };
  return { name, hash: digest, width, train, validation, fineTuning: learnt };
}

/** A copy in memory that worker threads read without copying. */
function sharedFloats(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

function sharedBytes(values: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** The data as a training step reads it. */
export function trainingDataOf({
  name,
  hash,
  width,
  train,
  validation,
  fineTuning,
}: PlainData): TrainingData {
  const inputOf = (set: PlainSet, firstScene: number): SampleSet["input"] =>
    fineTuning === undefined ? featureInputOf(set, width) : sceneInput(firstScene);
  return {
    name,
    hash,
    train: sampleSetOf(train, inputOf(train, 0)),
    validation: sampleSetOf(validation, inputOf(validation, train.targets.length / COORDINATES)),
  };
}

function featureInputOf({ features, draws }: PlainSet, width: number): SampleSet["input"] {
  const still = featureInput(features, width);
  const dropped = draws.map((table) => featureInput(table, width));
  return (rows, draw) => {
    if (draw === undefined) return still(rows);
    const table = dropped[draw];
    if (table === undefined) {
      throw new Error(
        "frozen_dropout: expected features with dropout on, got none; load the data with frozenDropout too",
      );
    }
    return table(rows);
  };
}

function sceneInput(first: number): SampleSet["input"] {
  return (rows, draw) => ({
    kind: "scenes",
    indices: rows.map((row) => first + row),
    ...(draw === undefined ? {} : { draw }),
  });
}

function sampleSetOf({ targets, lastPast, recordings }: PlainSet, input: SampleSet["input"]): SampleSet {
  const trajectories = unflatten(targets);
  return {
    input,
    targets: trajectories,
    recordings,
    lastPast: trajectories.map((_, i): Point | undefined => {
      const [x = NaN, y = NaN] = lastPast.subarray(2 * i, 2 * i + 2);
      return Number.isNaN(x) ? undefined : [x, y];
    }),
  };
}

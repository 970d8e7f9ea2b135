import { createHash } from "node:crypto";
import { type Motion } from "../dataset/prompt";
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
  /** [N, 2], speed in m/s and turn rate in degrees per second of the car that took the picture; NaN where unknown. */
  readonly motion: Float32Array;
  /** The recording of each sample. */
  readonly recordings: readonly string[];
}

/** What training the backbone too needs: all scenes, those of the training set first, and its first weights. */
export interface FineTuningData {
  readonly scenes: SceneStore;
  readonly weights: Weights;
  /** [N, 2], the prompt's numbers of all scenes, standardised; absent without `promptNumbers`. */
  readonly numbers?: Float32Array;
}

/** A run's data as arrays only. */
export interface PlainData {
  readonly name: string;
  readonly hash: string;
  readonly width: number;
  readonly train: PlainSet;
  readonly validation: PlainSet;
  /** What is judged once, after the last update, by name; empty without a report. */
  readonly reported: Readonly<Record<string, PlainSet>>;
  /** Absent when the backbone is frozen. */
  readonly fineTuning?: FineTuningData;
}

/** What one part's samples are seen with. */
export interface PlainInputs {
  /** [N, width]; empty when the backbone is trained too. */
  readonly features: Float32Array;
  /** [N, 2], see `PlainSet.motion`. */
  readonly motion: Float32Array;
  readonly draws?: readonly Float32Array[];
}

/** Motions as rows of speed and turn rate, NaN where unknown. */
export function motionRows(motions: readonly (Motion | undefined)[]): Float32Array {
  return Float32Array.from(
    motions.flatMap((motion) => (motion === undefined ? [NaN, NaN] : [motion.speed, motion.turnRate])),
  );
}

/** Samples and their features as arrays in shared memory. */
export function plainSet(
  samples: readonly Sample[],
  { features, motion, draws = [] }: PlainInputs,
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
    motion: sharedFloats(motion),
    recordings: samples.map(({ recording }) => recording),
  };
}

/** The sets of a run. */
type PlainSets = Pick<PlainData, "train" | "validation"> & Partial<Pick<PlainData, "reported">>;

/** Puts a name and a hash over all numbers to two sets, and to scenes and first weights when fine-tuning. */
export function plainData(
  name: string,
  width: number,
  { train, validation, reported = {} }: PlainSets,
  fineTuning?: Omit<FineTuningData, "weights"> & { readonly weights: BackboneWeights },
): PlainData {
  const hash = createHash("sha256");
  const add = ({ buffer, byteOffset, byteLength }: Float32Array | Uint8Array): void => {
    hash.update(Uint8Array.from(new Uint8Array(buffer, byteOffset, byteLength))); // hashing takes no shared memory
  };
  for (const { features, draws, targets, lastPast, motion, recordings } of [
    train,
    validation,
    ...Object.values(reported),
  ]) {
    [features, ...draws, targets, lastPast, motion].forEach(add);
    hash.update(JSON.stringify(recordings));
  }
  hash.update(Object.keys(reported).join());
  const sets = { train, validation, reported };
  if (fineTuning === undefined) return { name, hash: hash.digest("hex").slice(0, 24), width, ...sets };
  const { scenes, weights, numbers } = fineTuning;
  const store = {
    size: scenes.size,
    patches: sharedBytes(scenes.patches),
    prompts: sharedBytes(scenes.prompts),
  };
  [store.patches, store.prompts].forEach(add);
  const digest = hash.update(weights.hash).digest("hex").slice(0, 24);
  const told = numbers === undefined ? {} : { numbers: sharedFloats(numbers) };
  const learnt = { scenes: store, weights: weights.weights, ...told };
  return { name, hash: digest, width, ...sets, fineTuning: learnt };
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
  reported,
  fineTuning,
}: PlainData): TrainingData {
  let scenes = 0; // they lie in the order of the sets
  const setOf = (set: PlainSet): SampleSet => {
    const input = fineTuning === undefined ? featureInputOf(set, width) : sceneInput(scenes);
    scenes += set.targets.length / COORDINATES;
    return sampleSetOf(set, input);
  };
  const [learnt, held] = [setOf(train), setOf(validation)];
  const judged = Object.fromEntries(Object.entries(reported).map(([key, set]) => [key, setOf(set)]));
  return { name, hash, train: learnt, validation: held, reported: judged };
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

function sampleSetOf(
  { targets, lastPast, motion, recordings }: PlainSet,
  input: SampleSet["input"],
): SampleSet {
  const trajectories = unflatten(targets);
  return {
    input,
    targets: trajectories,
    recordings,
    lastPast: trajectories.map((_, i): Point | undefined => {
      const [x = NaN, y = NaN] = lastPast.subarray(2 * i, 2 * i + 2);
      return Number.isNaN(x) ? undefined : [x, y];
    }),
    motion: trajectories.map((_, i): Motion | undefined => {
      const [speed = NaN, turnRate = NaN] = motion.subarray(2 * i, 2 * i + 2);
      return Number.isNaN(speed) ? undefined : { speed, turnRate };
    }),
  };
}

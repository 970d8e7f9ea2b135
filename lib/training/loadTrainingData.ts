import { createHash } from "node:crypto";
import { egoPoseLabels } from "../dataset/egoPoseLabels";
import { firstCarLabels } from "../dataset/firstCarLabels";
import { openDataset } from "../dataset/openDataset";
import { type Sample } from "../dataset/sample";
import { splitByRecording } from "../dataset/splits";
import { at } from "../math/at";
import { loadBackbone, type BackboneWeights } from "../model/backbones";
import { promptOf } from "../model/prompt";
import { type SceneInput } from "../model/sceneInput";
import { backboneFeatures } from "./backboneFeatures";
import { type LabelSet, type Speed, type TrainingConfig } from "./config";
import { egoState } from "./egoState";
import { flatten } from "./trainingData";
import { type PlainData, type PlainSet } from "./plainData";

export interface DataRequest extends Pick<TrainingConfig, "labels" | "backbone" | "hidden" | "pooling"> {
  /** A data set folder in a known layout. */
  readonly folder: string;
  /** fast takes every tenth sample of each part. */
  readonly speed: Speed;
  /** Default: the project's pre-trained weights. */
  readonly weights?: BackboneWeights;
  readonly onProgress?: (done: number, total: number, note: string) => void;
  readonly log?: (line: string) => void;
}

/** The split is the data's, not the run's: every seed trains on the same recordings. */
const SPLIT_SEED = 1;

/** Samples of both parts under one label set; pictures on both sides, and the scene each sample is seen in. */
export interface LabelledScenes {
  readonly train: readonly Sample[];
  readonly validation: readonly Sample[];
  readonly sceneOf: (sample: Sample) => SceneInput;
}

/**
 * Reads a data set and labels it. Prompts always tell the ego's own speed and turn rate; only the targets
 * depend on the label set. Split by recording, the same one for both label sets.
 */
export function labelledScenes(folder: string, labels: LabelSet, speed: Speed): LabelledScenes {
  const recordings = openDataset(folder);
  const ego = egoPoseLabels(recordings);
  const byId = new Map(ego.map((sample) => [sample.id, sample]));
  const samples = labels === "ego-pose" ? ego : firstCarLabels(recordings);
  const seen = samples.filter(
    ({ id, vehicleImage, infrastructureImage }) =>
      byId.has(id) && vehicleImage !== undefined && infrastructureImage !== undefined,
  );
  const { train, validation } = splitByRecording(seen, SPLIT_SEED);
  const kept = (part: readonly Sample[]): Sample[] => part.filter((_, i) => speed !== "fast" || i % 10 === 0);
  return {
    train: kept(train),
    validation: kept(validation),
    sceneOf: ({ id, vehicleImage, infrastructureImage }) => ({
      ...(vehicleImage === undefined ? {} : { vehicleImage }),
      ...(infrastructureImage === undefined ? {} : { infrastructureImage }),
      prompt: promptOf(egoState(byId.get(id) ?? { past: [] })),
    }),
  };
}

/** Everything a frozen-backbone run reads, as plain arrays that workers can share. */
export async function loadTrainingData(request: DataRequest): Promise<PlainData> {
  const { folder, labels, speed, backbone, hidden, pooling, onProgress, log } = request;
  const { train, validation, sceneOf } = labelledScenes(folder, labels, speed);
  const features = await backboneFeatures({
    backbone,
    hidden,
    scenes: [...train, ...validation].map(sceneOf),
    weights: request.weights ?? loadBackbone(),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(log === undefined ? {} : { log }),
  });
  const table = features[pooling];
  const cut = train.length * hidden;
  return plainData(`${labels}, ${backbone}`, hidden, {
    train: plainSet(train, table.subarray(0, cut)),
    validation: plainSet(validation, table.subarray(cut)),
  });
}

/** Samples and their features as arrays in shared memory. */
export function plainSet(samples: readonly Sample[], features: Float32Array): PlainSet {
  const targets = flatten(samples.map(({ target }) => target));
  const lastPast = Float32Array.from(
    samples.flatMap(({ past }) => (past.length === 0 ? [NaN, NaN] : at(past, 0))),
  );
  return { features: shared(features), targets: shared(targets), lastPast: shared(lastPast) };
}

/** Puts a name and a hash over all numbers to two sets. */
export function plainData(
  name: string,
  width: number,
  { train, validation }: { readonly train: PlainSet; readonly validation: PlainSet },
): PlainData {
  const hash = createHash("sha256");
  for (const set of [train, validation]) {
    for (const values of [set.features, set.targets, set.lastPast])
      hash.update(Uint8Array.from(new Uint8Array(values.buffer)));
  }
  return { name, hash: hash.digest("hex").slice(0, 24), width, train, validation };
}

/** A copy in memory that worker threads read without copying. */
function shared(values: Float32Array): Float32Array {
  const copy = new Float32Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

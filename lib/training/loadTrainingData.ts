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
  /** Every moment of both parts, whether this label set has a target for it or not. */
  readonly moments: readonly Sample[];
  readonly sceneOf: (sample: Sample) => SceneInput;
}

/**
 * Reads a data set and labels it. Prompts always tell the ego's own speed and turn rate; only the targets
 * depend on the label set. Both label sets share the split, by recording, and so the features.
 */
export function labelledScenes(folder: string, labels: LabelSet, speed: Speed): LabelledScenes {
  const recordings = openDataset(folder);
  const ego = egoPoseLabels(recordings).filter(
    ({ vehicleImage, infrastructureImage }) =>
      vehicleImage !== undefined && infrastructureImage !== undefined,
  );
  const split = splitByRecording(ego, SPLIT_SEED);
  const kept = (part: readonly Sample[]): Sample[] => part.filter((_, i) => speed !== "fast" || i % 10 === 0);
  const [train, validation] = [kept(split.train), kept(split.validation)];
  const wanted = new Map(
    (labels === "ego-pose" ? ego : firstCarLabels(recordings)).map((sample) => [sample.id, sample]),
  );
  const labelled = (part: readonly Sample[]): Sample[] => part.flatMap(({ id }) => wanted.get(id) ?? []);
  const byId = new Map(ego.map((sample) => [sample.id, sample]));
  return {
    train: labelled(train),
    validation: labelled(validation),
    moments: [...train, ...validation],
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
  const { train, validation, moments, sceneOf } = labelledScenes(folder, labels, speed);
  const features = await backboneFeatures({
    backbone,
    hidden,
    scenes: moments.map(sceneOf),
    weights: request.weights ?? loadBackbone(),
    ...(onProgress === undefined ? {} : { onProgress }),
    ...(log === undefined ? {} : { log }),
  });
  const rowOf = new Map(moments.map(({ id }, row) => [id, row]));
  const featuresOf = (part: readonly Sample[]): Float32Array => {
    const table = new Float32Array(part.length * hidden);
    part.forEach(({ id }, i) => {
      const row = rowOf.get(id) ?? 0; // every labelled sample is one of the moments
      table.set(features[pooling].subarray(row * hidden, (row + 1) * hidden), i * hidden);
    });
    return table;
  };
  return plainData(`${labels}, ${backbone}`, hidden, {
    train: plainSet(train, featuresOf(train)),
    validation: plainSet(validation, featuresOf(validation)),
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

import { egoPoseLabels } from "../dataset/egoPoseLabels";
import { firstCarLabels } from "../dataset/firstCarLabels";
import { whyNoSamples } from "../dataset/noSamples";
import { openDataset } from "../dataset/openDataset";
import { unpairedLine, withBothPictures } from "../dataset/pairedPictures";
import { promptOf, type PromptState } from "../dataset/prompt";
import { type Sample } from "../dataset/sample";
import { splitByRecording } from "../dataset/splits";
import { permutation, splitRng } from "../math/rng";
import { loadBackbone, type BackboneWeights } from "../model/backbones";
import { sceneBatch, sceneStore, type SceneInput } from "../model/sceneInput";
import { backboneFeatures, type FeatureRequest } from "./backboneFeatures";
import { type LabelSet, type Speed, type TrainingConfig } from "./config";
import { FROZEN_DRAWS } from "./backboneDropout";
import { keptPatches } from "./keptPatches";
import { plainData, plainSet, type PlainData } from "./plainData";
import { checkSampleCounts } from "./trainingData";
import { type Side } from "../model/side";

export interface DataRequest
  extends
    Pick<TrainingConfig, "labels" | "backbone" | "hidden" | "pooling">,
    Partial<
      Pick<TrainingConfig, "promptState" | "freezeBackbone" | "frozenDropout" | "batchSize" | "wrongShare">
    > {
  /** A data set folder in a known layout. */
  readonly folder: string;
  /** The same folder's labels, read before: several requests can share them. Default: read now. */
  readonly labelled?: LabelledMoments;
  /** How many samples of each part to go on by: 1 takes all. Default 1. */
  readonly stride?: number;
  /** Default: the project's pre-trained weights. */
  readonly weights?: BackboneWeights;
  readonly onProgress?: (done: number, total: number, note: string) => void;
  readonly log?: (line: string) => void;
}

/** The stride a speed stands for: fast takes every tenth sample. */
export function strideOf(speed: Speed): number {
  return speed === "fast" ? 10 : 1;
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

/** Which samples are taken, and what their prompts tell. */
interface SceneOptions {
  readonly stride?: number;
  readonly promptState?: PromptState;
  /** Share of the training samples with the other label set's target; then only moments that both have. Default 0. */
  readonly wrongShare?: number;
}

/** The moments of a data set under both label sets; the wrong ones are read when they are asked for. */
export interface LabelledMoments {
  /** Those with a picture from both sides. */
  readonly ego: readonly Sample[];
  readonly firstCar: () => readonly Sample[];
}

/** Reads a data set in a known layout and labels it; pairs that are not whole are told of in one line. */
export function readMoments(folder: string, log?: (line: string) => void): LabelledMoments {
  const recordings = openDataset(folder);
  const unpaired = unpairedLine(recordings);
  if (unpaired !== undefined) log?.(`${folder}: ${unpaired}`);
  const samples = egoPoseLabels(recordings);
  if (samples.length === 0) {
    throw new Error(`${folder}: expected at least one trajectory, got none; ${whyNoSamples(recordings, [])}`);
  }
  const ego = withBothPictures(folder, samples);
  let wrong: readonly Sample[] | undefined;
  return { ego, firstCar: () => (wrong ??= firstCarLabels(recordings)) };
}

/**
 * A data set's samples under one label set, in two parts. Prompts always tell of the car that took the picture; only
 * the targets depend on the label set. Both label sets share the split, by recording, and so the features.
 */
export function labelledScenes(
  source: string | LabelledMoments,
  labels: LabelSet,
  { stride = 1, promptState = "motion", wrongShare = 0 }: SceneOptions = {},
): LabelledScenes {
  const { ego, firstCar } = typeof source === "string" ? readMoments(source) : source;
  const split = splitByRecording(ego, SPLIT_SEED);
  const kept = (part: readonly Sample[]): Sample[] => part.filter((_, i) => i % stride === 0);
  const [train, validation] = [kept(split.train), kept(split.validation)];
  const byLabels = (set: LabelSet): Map<string, Sample> =>
    new Map((set === "ego-pose" ? ego : firstCar()).map((sample) => [sample.id, sample]));
  const wanted = byLabels(labels);
  const labelled = (part: readonly Sample[]): Sample[] => part.flatMap(({ id }) => wanted.get(id) ?? []);
  const other = labels === "ego-pose" ? "first-car" : "ego-pose";
  const byId = new Map(ego.map((sample) => [sample.id, sample]));
  return {
    train: wrongShare > 0 ? mixedLabels(labelled(train), byLabels(other), wrongShare) : labelled(train),
    validation: labelled(validation),
    moments: [...train, ...validation],
    sceneOf: (sample) => ({
      ...(sample.vehicleImage === undefined ? {} : { vehicleImage: sample.vehicleImage }),
      ...(sample.infrastructureImage === undefined
        ? {}
        : { infrastructureImage: sample.infrastructureImage }),
      prompt: promptOf(byId.get(sample.id) ?? sample, promptState),
    }),
  };
}

/** A share of the samples under other labels, the same ones among more of them; what has no other label is left out. */
function mixedLabels(
  samples: readonly Sample[],
  others: ReadonlyMap<string, Sample>,
  share: number,
): Sample[] {
  const both = samples.flatMap((sample) => {
    const other = others.get(sample.id);
    return other === undefined ? [] : [{ sample, other }];
  });
  const count = Math.round(share * both.length);
  const wrong = new Set(permutation(splitRng(SPLIT_SEED, "wrong labels"), both.length).slice(0, count));
  return both.map(({ sample, other }, i) => (wrong.has(i) ? other : sample));
}

/** Everything a run reads, as plain arrays that workers can share: features, or the scenes for fine-tuning. */
export async function loadTrainingData(request: DataRequest): Promise<PlainData> {
  const scenes = labelledScenes(
    request.labelled ?? readMoments(request.folder, request.log),
    request.labels,
    request,
  );
  checkSampleCounts(request.folder, scenes, request.batchSize);
  return request.freezeBackbone === false ? fineTuningData(request, scenes) : frozenData(request, scenes);
}

async function frozenData(request: DataRequest, labelled: LabelledScenes): Promise<PlainData> {
  const { labels, backbone, hidden, pooling, weights = loadBackbone() } = request;
  const { train, validation, moments, sceneOf } = labelled;
  const work = { backbone, hidden, weights, ...whoIsTold(request) };
  const features = await backboneFeatures({ ...work, scenes: moments.map(sceneOf) });
  const rowOf = new Map(moments.map(({ id }, row) => [id, row]));
  const featuresOf = (part: readonly Sample[]): Float32Array => {
    const table = new Float32Array(part.length * hidden);
    part.forEach(({ id }, i) => {
      const row = rowOf.get(id) ?? 0; // every labelled sample is one of the moments
      table.set(features[pooling].subarray(row * hidden, (row + 1) * hidden), i * hidden);
    });
    return table;
  };
  const draws = request.frozenDropout === true ? await drawsOf(work, train.map(sceneOf), pooling) : [];
  return plainData(`${labels}, ${backbone}`, hidden, {
    train: plainSet(train, featuresOf(train), draws),
    validation: plainSet(validation, featuresOf(validation)),
  });
}

const whoIsTold = ({ onProgress, log }: DataRequest): Pick<DataRequest, "onProgress" | "log"> => ({
  ...(onProgress === undefined ? {} : { onProgress }),
  ...(log === undefined ? {} : { log }),
});

/** Features of the scenes with the backbone's dropout on, a table for each draw. */
async function drawsOf(
  work: Omit<FeatureRequest, "scenes">,
  scenes: readonly SceneInput[],
  pooling: Side,
): Promise<Float32Array[]> {
  const dropped = await backboneFeatures({ ...work, scenes, dropoutDraws: FROZEN_DRAWS });
  const size = scenes.length * work.hidden;
  return Array.from({ length: FROZEN_DRAWS }, (_, i) => dropped[pooling].subarray(i * size, (i + 1) * size));
}

async function fineTuningData(
  request: DataRequest,
  { train, validation, moments, sceneOf }: LabelledScenes,
): Promise<PlainData> {
  const { labels, backbone, hidden, weights = loadBackbone() } = request;
  const all = sceneStore(moments.map(sceneOf), await keptPatches(moments.map(sceneOf), whoIsTold(request)));
  const rowOf = new Map(moments.map(({ id }, row) => [id, row]));
  const rows = [...train, ...validation].map(({ id }) => rowOf.get(id) ?? 0); // every labelled sample is a moment
  const none = new Float32Array();
  const parts = { train: plainSet(train, none), validation: plainSet(validation, none) };
  const fineTuning = { scenes: sceneBatch(all, rows), weights };
  return plainData(`${labels}, ${backbone} fine-tuned`, hidden, parts, fineTuning);
}

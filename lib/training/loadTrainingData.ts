import { type Sample } from "../dataset/sample";
import { loadBackbone, type BackboneWeights } from "../model/backbones";
import { sceneBatch, sceneStore, type SceneInput, type SceneStore } from "../model/sceneInput";
import { type Side } from "../model/side";
import { inputWidth } from "../model/teacher";
import { backboneFeatures, type FeatureRequest } from "./backboneFeatures";
import { FROZEN_DRAWS } from "./backboneDropout";
import { type Speed, type TrainingConfig } from "./config";
import {
  dataParts,
  momentRows,
  motionsOf,
  partsOf,
  samplesOf,
  type DataParts,
  type Town,
  type TownPart,
} from "./dataParts";
import { keptPatches } from "./keptPatches";
import { type LabelledMoments } from "./labelledScenes";
import { motionRows, plainData, plainSet, type PlainData, type PlainSet } from "./plainData";
import { fitPromptNumbers, withPromptNumbers } from "./promptNumbers";
import { checkMotions, checkSampleCounts } from "./trainingData";

export interface DataRequest
  extends
    Pick<TrainingConfig, "labels" | "backbone" | "hidden" | "pooling">,
    Partial<
      Pick<
        TrainingConfig,
        | "promptState"
        | "promptNumbers"
        | "predicts"
        | "freezeBackbone"
        | "frozenDropout"
        | "batchSize"
        | "wrongShare"
      >
    > {
  /** A data set folder in a known layout. */
  readonly folder: string;
  /** Who reads a folder's labels: several requests can share them. Default: `readMoments`. */
  readonly read?: (folder: string, log?: (line: string) => void) => LabelledMoments;
  /** Towns whose recordings are learnt from too, all of them. Default none. */
  readonly more?: readonly Town[];
  /** Towns that the run is judged on once, after its last update, beside the test recordings. Default: no report. */
  readonly report?: readonly Town[];
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

/** Everything a run reads, as plain arrays that workers can share: features, or the scenes for fine-tuning. */
export async function loadTrainingData(request: DataRequest): Promise<PlainData> {
  const { folder, batchSize } = request;
  const parts = dataParts(request);
  const [train, validation] = [samplesOf(parts.train), samplesOf(parts.validation)];
  checkSampleCounts(folder, { train, validation }, batchSize);
  checkMotions(request, folder, partsOf(parts).flatMap(motionsOf));
  return request.freezeBackbone === false ? fineTuningData(request, parts) : frozenData(request, parts);
}

async function frozenData(request: DataRequest, parts: DataParts): Promise<PlainData> {
  const { labels, backbone, hidden, pooling, weights = loadBackbone() } = request;
  const work = { backbone, hidden, weights, ...whoIsTold(request) };
  const tables = new Map<readonly Sample[], Float32Array>(); // features of a town's moments
  for (const { moments, sceneOf } of partsOf(parts)) {
    if (tables.has(moments)) continue;
    tables.set(moments, (await backboneFeatures({ ...work, scenes: moments.map(sceneOf) }))[pooling]);
  }
  const numbersOf = fitPromptNumbers(request, parts.train);
  const setOf = (part: readonly TownPart[], draws: readonly Float32Array[] = []): PlainSet => {
    const numbers = numbersOf(part);
    const features = part.map((one) => pickedRows(one, tables.get(one.moments), hidden));
    return plainSet(samplesOf(part), {
      features: withPromptNumbers(joined(features), hidden, numbers),
      motion: motionRows(part.flatMap(motionsOf)),
      draws: draws.map((table) => withPromptNumbers(table, hidden, numbers)),
    });
  };
  const scenes = parts.train.flatMap(({ samples, sceneOf }) => samples.map(sceneOf));
  const draws = request.frozenDropout === true ? await drawsOf(work, scenes, pooling) : [];
  return plainData(`${labels}, ${backbone}`, inputWidth(request), {
    train: setOf(parts.train, draws),
    validation: setOf(parts.validation),
    reported: reportedSets(parts, setOf),
  });
}

/** The sets of what is reported, by name. */
function reportedSets(
  { reported }: DataParts,
  setOf: (part: readonly TownPart[]) => PlainSet,
): Record<string, PlainSet> {
  return Object.fromEntries(Object.entries(reported).map(([name, part]) => [name, setOf(part)]));
}

/** Rows of a part's samples out of a table over its town's moments, [N, width]. */
function pickedRows(part: TownPart, table: Float32Array = new Float32Array(), width: number): Float32Array {
  const rows = momentRows(part);
  const picked = new Float32Array(rows.length * width);
  rows.forEach((row, i) => picked.set(table.subarray(row * width, (row + 1) * width), i * width));
  return picked;
}

function joined(tables: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array()] = tables;
  if (tables.length <= 1) return first;
  const all = new Float32Array(tables.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const table of tables) {
    all.set(table, place);
    place += table.length;
  }
  return all;
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

/** Scenes in the order of the sets: training, validation, then what is reported. */
async function fineTuningData(request: DataRequest, parts: DataParts): Promise<PlainData> {
  const { labels, backbone, hidden, weights = loadBackbone() } = request;
  const stores = new Map<readonly Sample[], SceneStore>();
  for (const { moments, sceneOf } of partsOf(parts)) {
    if (stores.has(moments)) continue;
    const seen = moments.map(sceneOf);
    stores.set(moments, sceneStore(seen, await keptPatches(seen, whoIsTold(request))));
  }
  const numbersOf = fitPromptNumbers(request, parts.train);
  const setOf = (part: readonly TownPart[]): PlainSet =>
    plainSet(samplesOf(part), { features: new Float32Array(), motion: motionRows(part.flatMap(motionsOf)) });
  const all = partsOf(parts);
  const scenes = joinedScenes(
    all.map((part) => sceneBatch(stores.get(part.moments) ?? NO_SCENES, momentRows(part))),
  );
  const numbers = numbersOf(all);
  return plainData(
    `${labels}, ${backbone} fine-tuned`,
    hidden,
    { train: setOf(parts.train), validation: setOf(parts.validation), reported: reportedSets(parts, setOf) },
    { scenes, weights, ...(numbers === undefined ? {} : { numbers }) },
  );
}

const NO_SCENES: SceneStore = { patches: new Uint8Array(), prompts: new Uint8Array(), size: 0 };

/** Several batches of scenes as one store, one behind the other. */
function joinedScenes(batches: readonly SceneStore[]): SceneStore {
  return {
    patches: Uint8Array.from(Buffer.concat(batches.map(({ patches }) => patches))),
    prompts: Uint8Array.from(Buffer.concat(batches.map(({ prompts }) => prompts))),
    size: batches.reduce((sum, { size }) => sum + size, 0),
  };
}

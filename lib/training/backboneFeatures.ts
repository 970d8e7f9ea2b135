import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import { decodeSafetensors, encodeSafetensors } from "../files/safetensors";
import { splitRng } from "../math/rng";
import { BACKBONES, type BackboneName, type BackboneWeights } from "../model/backbones";
import { type TensorWeights } from "../model/layers";
import { sceneParameters, type SceneBatch } from "../model/sceneBackbone";
import { loadScenes, sceneBatch, type SceneInput, type SceneStore } from "../model/sceneInput";
import { pool } from "../model/pooling";
import { nextTurn } from "../task/interrupt";

/** Pooled features of some scenes, [N, hidden], or draw after draw [draws, N, hidden]; a table for each pooling. */
export interface PooledFeatures {
  readonly before: Float32Array;
  readonly after: Float32Array;
}

export interface FeatureRequest {
  readonly backbone: BackboneName;
  readonly hidden: number;
  readonly scenes: readonly SceneInput[];
  readonly weights: BackboneWeights;
  /** Send every scene this often through the backbone with its dropout on. Absent: once, in evaluation mode. */
  readonly dropoutDraws?: number;
  /** Where features are kept. Default data/runs/features. */
  readonly folder?: string;
  readonly onProgress?: (done: number, total: number, note: string) => void;
  /** Told when a kept file is damaged and computed again. */
  readonly log?: (line: string) => void;
}

/** Raised whenever reading, shrinking or cutting pictures changes, so that kept features are not used again. */
const PREPROCESSING = 1;
const BATCH = 16;

/**
 * Pooled features of a frozen backbone in evaluation mode, computed once and kept on disk by a key of weights,
 * preprocessing, prompts and picture bytes: whatever changes one of them gets a new key. A damaged file is told
 * and computed again.
 */
export async function backboneFeatures(request: FeatureRequest): Promise<PooledFeatures> {
  BACKBONES[request.backbone].checkHidden(request.hidden);
  const folder = request.folder ?? join(projectRoot(), "data", "runs", "features");
  const path = join(folder, `${featureKey(request)}.safetensors`);
  const kept = readKept(path, request);
  if (kept !== undefined) return kept;
  const store = await loadScenes(request.scenes, (done, total) =>
    request.onProgress?.(done, total, "pictures"),
  );
  const features = await computeFeatures(request, store);
  const shape = [rowCount(request), request.hidden];
  const tensors = {
    before: { shape, values: features.before },
    after: { shape, values: features.after },
  };
  atomicWrite(path, encodeSafetensors({ tensors, metadata: { digest: digestOf(features) } }));
  return features;
}

function featureKey({ backbone, hidden, scenes, weights, dropoutDraws }: FeatureRequest): string {
  const mode = dropoutDraws === undefined ? "" : ` dropout ${dropoutDraws}`;
  const hash = createHash("sha256").update(`${PREPROCESSING} ${backbone} ${hidden} ${weights.hash}${mode}`);
  for (const { prompt, vehicleImage, infrastructureImage } of scenes) {
    hash.update(`\n${prompt}\n`);
    for (const path of [vehicleImage, infrastructureImage]) {
      hash.update(path === undefined ? "none" : imageHash(path));
    }
  }
  return hash.digest("hex").slice(0, 24);
}

/** Hashes of this process's pictures, by path, size and time of the last change. */
const imageHashes = new Map<string, { readonly state: string; readonly hash: Buffer }>();

function imageHash(path: string): Buffer {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new Error(`picture: expected a file at ${path}, got none; restore the data set`);
  const state = `${found.size} ${found.mtimeMs} ${found.ino}`;
  const known = imageHashes.get(path);
  if (known?.state === state) return known.hash;
  const hash = createHash("sha256").update(readFileSync(path)).digest();
  imageHashes.set(path, { state, hash });
  return hash;
}

function readKept(path: string, request: FeatureRequest): PooledFeatures | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const { tensors, metadata } = decodeSafetensors(readFileSync(path), path);
    const [before, after] = [tensors["before"]?.values, tensors["after"]?.values];
    const wanted = rowCount(request) * request.hidden;
    if (before?.length !== wanted || after?.length !== wanted) throw new Error("wrong number of features");
    if (digestOf({ before, after }) !== metadata["digest"]) throw new Error("altered content");
    return { before, after };
  } catch (error) {
    request.log?.(
      `features: ${error instanceof Error ? error.message : String(error)}; computing them again`,
    );
    return undefined;
  }
}

function digestOf({ before, after }: PooledFeatures): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of [before, after]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}

async function computeFeatures(request: FeatureRequest, store: SceneStore): Promise<PooledFeatures> {
  const { hidden, weights, dropoutDraws } = request;
  const tensors: TensorWeights = Object.fromEntries(
    sceneParameters().map(({ name, shape }) => [name, tf.tensor(weights.weights[name] ?? [], [...shape])]),
  );
  const total = rowCount(request);
  const features = { before: new Float32Array(total * hidden), after: new Float32Array(total * hidden) };
  try {
    for (const { first, rows } of batches(store.size, total)) {
      const dropout = dropoutDraws === undefined ? {} : { dropout: splitRng(1, `backbone dropout/${first}`) };
      const pooled = poolBoth(request, tensors, { ...sceneBatch(store, rows), ...dropout });
      features.before.set(pooled.before, first * hidden);
      features.after.set(pooled.after, first * hidden);
      request.onProgress?.(first + rows.length, total, "features");
      await nextTurn();
    }
    return features;
  } finally {
    tf.dispose(tensors);
  }
}

/** Scenes by the batch, draw after draw until `total` rows are filled; `first` is the row of the first. */
function batches(scenes: number, total: number): { readonly first: number; readonly rows: number[] }[] {
  return Array.from({ length: total / scenes }, (_, draw) =>
    Array.from({ length: Math.ceil(scenes / BATCH) }, (__, k) => ({
      first: draw * scenes + k * BATCH,
      rows: Array.from({ length: Math.min(BATCH, scenes - k * BATCH) }, (___, i) => k * BATCH + i),
    })),
  ).flat();
}

/** Tables' rows: every scene once, or once for each draw. */
function rowCount({ scenes, dropoutDraws = 1 }: FeatureRequest): number {
  return scenes.length * dropoutDraws;
}

function poolBoth(
  { backbone, hidden }: FeatureRequest,
  weights: TensorWeights,
  batch: SceneBatch,
): PooledFeatures {
  return tf.tidy(() => {
    const tokens = BACKBONES[backbone].encode(weights, batch, hidden);
    const of = (side: "before" | "after"): Float32Array => pool(tokens, side).dataSync<"float32">().slice();
    return { before: of("before"), after: of("after") };
  });
}

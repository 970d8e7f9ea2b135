import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { atomicWrite } from "../files/atomicWrite";
import { decodeSafetensors, encodeSafetensors } from "../files/safetensors";
import { splitRng } from "../math/rng";
import { BACKBONES, type BackboneName, type BackboneWeights } from "../model/backbones";
import { type TensorWeights } from "../model/layers";
import { sceneParameters, type SceneBatch } from "../model/sceneBackbone";
import { sceneBatch, sceneStore, type SceneInput, type SceneStore } from "../model/sceneInput";
import { pool } from "../model/pooling";
import { interruptible, nextTurn } from "../task/interrupt";
import { keptFolder, keptPatches, type KeptPatchesOptions } from "./keptPatches";
import { pictureHash, PREPROCESSING } from "./pictureHash";
import { type Side } from "../model/side";

/** Pooled features of some scenes, [N, hidden], or draw after draw [draws, N, hidden]; a table for each pooling. */
export interface PooledFeatures {
  readonly before: Float32Array;
  readonly after: Float32Array;
}

export interface FeatureRequest extends KeptPatchesOptions {
  readonly backbone: BackboneName;
  readonly hidden: number;
  readonly scenes: readonly SceneInput[];
  readonly weights: BackboneWeights;
  /** Send every scene this often through the backbone with its dropout on. Absent: once, in evaluation mode. */
  readonly dropoutDraws?: number;
}

const BATCH = 16;

/**
 * Pooled features of a frozen backbone in evaluation mode, computed once and kept on disk by a key of weights,
 * preprocessing, prompts and picture bytes: whatever changes one of them gets a new key. A damaged file is told
 * and computed again.
 */
export async function backboneFeatures(request: FeatureRequest): Promise<PooledFeatures> {
  BACKBONES[request.backbone].checkHidden(request.hidden);
  const path = join(request.folder ?? keptFolder(), `${featureKey(request)}.safetensors`);
  const kept = readKept(path, request);
  if (kept !== undefined) return kept;
  const store = sceneStore(request.scenes, await keptPatches(request.scenes, request));
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
    hash.update(pictureHash(vehicleImage)).update(pictureHash(infrastructureImage));
  }
  return hash.digest("hex").slice(0, 24);
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
  const compute = async (signal: AbortSignal): Promise<PooledFeatures> => {
    for (const { first, rows } of batches(store.size, total)) {
      const dropout = dropoutDraws === undefined ? {} : { dropout: splitRng(1, `backbone dropout/${first}`) };
      const pooled = poolBoth(request, tensors, { ...sceneBatch(store, rows), ...dropout });
      features.before.set(pooled.before, first * hidden);
      features.after.set(pooled.after, first * hidden);
      request.onProgress?.(first + rows.length, total, "features");
      await nextTurn(signal);
    }
    return features;
  };
  try {
    return await interruptible(compute);
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
    const of = (side: Side): Float32Array => pool(tokens, side).dataSync<"float32">().slice();
    return { before: of("before"), after: of("after") };
  });
}

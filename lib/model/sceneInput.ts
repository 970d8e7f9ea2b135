import { interruptible, nextTurn } from "../task/interrupt";
import { readPicture, shrink, type Picture } from "./picture";
import { PROMPT_TOKENS, tokenize } from "./tokenize";
import { PATCH_NUMBERS, PATCHES, SCENE, type SceneBatch } from "./sceneBackbone";

/** One moment as the backbone reads it. A picture that is missing is black. */
export interface SceneInput {
  readonly vehicleImage?: string;
  readonly infrastructureImage?: string;
  readonly prompt: string;
}

/** Scenes ready for the backbone, in memory: 92 kB each. */
export interface SceneStore {
  readonly patches: Uint8Array;
  readonly prompts: Uint8Array;
  readonly size: number;
}

/** Reads the pictures and prompts of all scenes. Errors name the file that is missing or damaged. */
export async function loadScenes(
  scenes: readonly SceneInput[],
  onProgress?: (done: number, total: number) => void,
): Promise<SceneStore> {
  return sceneStore(scenes, await loadPatches(scenes, onProgress));
}

/**
 * Reads, shrinks and cuts the pictures of all scenes, [N, PATCHES, PATCH_NUMBERS]. Stop ends it after the
 * scene at hand. Errors name the file that is missing or damaged.
 */
export async function loadPatches(
  scenes: readonly SceneInput[],
  onProgress?: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const patches = new Uint8Array(scenes.length * PATCHES * PATCH_NUMBERS);
  const half = (PATCHES * PATCH_NUMBERS) / 2;
  return interruptible(async (signal) => {
    for (const [i, { vehicleImage, infrastructureImage }] of scenes.entries()) {
      for (const [side, path] of [vehicleImage, infrastructureImage].entries()) {
        if (path === undefined) continue;
        const picture = shrink(await readPicture(path), SCENE.pictureWidth, SCENE.pictureHeight);
        patches.set(cutPatches(picture), (2 * i + side) * half);
      }
      onProgress?.(i + 1, scenes.length);
      await nextTurn(signal);
    }
    return patches;
  });
}

/** Scenes whose pictures are read already. */
export function sceneStore(scenes: readonly SceneInput[], patches: Uint8Array): SceneStore {
  const prompts = new Uint8Array(scenes.length * PROMPT_TOKENS);
  scenes.forEach(({ prompt }, i) => prompts.set(tokenize(prompt), i * PROMPT_TOKENS));
  return { patches, prompts, size: scenes.length };
}

/** A picture as rows of patches, each [4, 4, 3] in turn. */
export function cutPatches({ width, values }: Picture): Uint8Array {
  const { patch } = SCENE;
  const columns = width / patch;
  const cut = new Uint8Array(values.length);
  for (let y = 0; 3 * width * y < values.length; y++) {
    for (let column = 0; column < columns; column++) {
      const from = 3 * (y * width + column * patch);
      const tile = Math.floor(y / patch) * columns + column;
      cut.set(values.subarray(from, from + 3 * patch), tile * PATCH_NUMBERS + 3 * (y % patch) * patch);
    }
  }
  return cut;
}

/** Some scenes of a store as one batch. */
export function sceneBatch(store: SceneStore, rows: readonly number[]): SceneBatch {
  const width = PATCHES * PATCH_NUMBERS;
  const patches = new Uint8Array(rows.length * width);
  const prompts = new Uint8Array(rows.length * PROMPT_TOKENS);
  rows.forEach((row, i) => {
    patches.set(store.patches.subarray(row * width, (row + 1) * width), i * width);
    prompts.set(store.prompts.subarray(row * PROMPT_TOKENS, (row + 1) * PROMPT_TOKENS), i * PROMPT_TOKENS);
  });
  return { patches, prompts, size: rows.length };
}

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { projectRoot } from "../files/projectRoot";
import { PATCH_NUMBERS, PATCHES } from "../model/sceneBackbone";
import { loadPatches, type SceneInput } from "../model/sceneInput";
import { pictureHash, PREPROCESSING } from "./pictureHash";

export interface KeptPatchesOptions {
  /** Where patches are kept. Default data/runs/features. */
  readonly folder?: string;
  readonly onProgress?: (done: number, total: number, note: string) => void;
  /** Told when a kept file is damaged and made again. */
  readonly log?: (line: string) => void;
}

const DIGEST_BYTES = 32;

/** Where features and patches are kept unless a caller says otherwise. */
export const keptFolder = (): string => join(projectRoot(), "data", "runs", "features");

/**
 * The pictures of some scenes as patches, [N, PATCHES, PATCH_NUMBERS]: shrunk once (10 ms a picture) and kept
 * on disk by a key of the picture files' bytes, whatever the prompts say. A damaged file is told and made again.
 */
export async function keptPatches(
  scenes: readonly SceneInput[],
  { folder = keptFolder(), onProgress, log }: KeptPatchesOptions = {},
): Promise<Uint8Array> {
  const key = createHash("sha256").update(`${PREPROCESSING}`);
  for (const { vehicleImage, infrastructureImage } of scenes) {
    key.update(pictureHash(vehicleImage)).update(pictureHash(infrastructureImage));
  }
  const path = join(folder, `${key.digest("hex").slice(0, 24)}.patches`);
  const kept = existsSync(path) ? undamaged(readFileSync(path), scenes.length) : undefined;
  if (kept !== undefined) return kept;
  if (existsSync(path)) log?.(`pictures: ${path} is damaged; shrinking them again`);
  const patches = await loadPatches(scenes, (done, total) => onProgress?.(done, total, "pictures"));
  atomicWrite(path, Buffer.concat([patches, digestOf(patches)]));
  return patches;
}

/** The patches of a kept file, which ends with their digest; undefined when it is cut or altered. */
function undamaged(bytes: Buffer, scenes: number): Uint8Array | undefined {
  const size = scenes * PATCHES * PATCH_NUMBERS;
  if (bytes.length !== size + DIGEST_BYTES) return undefined;
  const patches = new Uint8Array(bytes.subarray(0, size));
  return digestOf(patches).equals(bytes.subarray(size)) ? patches : undefined;
}

function digestOf(patches: Uint8Array): Buffer {
  return createHash("sha256").update(patches).digest();
}

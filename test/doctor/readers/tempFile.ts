import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A folder under the system's for temporary files. */
export function tempFolder(): string {
  return mkdtempSync(join(tmpdir(), "seven-fixes-"));
}

/** A file in a folder of its own, or in the given one. */
export function tempFile(name: string, content: string | Uint8Array, folder = tempFolder()): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

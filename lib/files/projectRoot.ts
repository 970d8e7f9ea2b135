import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * The project's folder: the nearest one above this file that holds both `notebooks` and `data`.
 * The library finds the project from its own place, so it works from any working directory.
 */
export function projectRoot(): string {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, "notebooks")) && existsSync(join(folder, "data"))) return folder;
    if (folder === dirname(folder)) {
      throw new Error(
        `project root: expected a folder with notebooks/ and data/ above ${__dirname}, got none; run from a checkout`,
      );
    }
  }
}

import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readCommaDrive } from "./commaDrive";
import { type ReadOptions } from "./cooperativeTree";
import { readDairV2x } from "./dairV2x";
import { DatasetError } from "./datasetError";
import { items, member, readJson } from "./jsonField";
import { type Recording } from "./recording";
import { readSeqSpd } from "./seqSpd";

/** The files that tell a layout. */
const COMMA_FILE = "frame_positions.npy";
const TREE_FILE = join("vehicle-side", "data_info.json");

export type DatasetKind = "dair-v2x-c" | "v2x-seq-spd" | "comma2k19";

/** Which of the known layouts a folder has, by the files in it; a DatasetError when it has none. */
export function datasetKind(given: string): DatasetKind {
  const folder = unnested(given);
  if (existsSync(join(folder, COMMA_FILE))) return "comma2k19";
  const list = join(folder, TREE_FILE);
  if (!existsSync(list)) {
    throw new DatasetError(
      folder,
      "content",
      `expected vehicle-side/data_info.json (DAIR-V2X-C, V2X-Seq SPD) or frame_positions.npy (comma2k19), got neither${elsewhere(folder)}`,
    );
  }
  const [first] = items(readJson(list));
  if (first === undefined)
    throw new DatasetError(list, "content", "expected at least one frame, got an empty list");
  return member(first, "sequence_id").value === undefined ? "dair-v2x-c" : "v2x-seq-spd";
}

/** The folder itself, or the one of the same name in it, which unpacking a zip into a folder named after it leaves. */
function unnested(folder: string): string {
  const inner = join(folder, basename(resolve(folder)));
  return !isDataset(folder) && isDataset(inner) ? inner : folder;
}

function isDataset(folder: string): boolean {
  return [COMMA_FILE, TREE_FILE].some((file) => existsSync(join(folder, file)));
}

/** Where a data set lies one level further down, for the remedy. */
function elsewhere(folder: string): string {
  const isFolder = existsSync(folder) && statSync(folder).isDirectory();
  const found = (isFolder ? readdirSync(folder) : [])
    .map((name) => join(folder, name))
    .filter((inner) => isDataset(unnested(inner)));
  return found.length === 0 ? "" : `; choose ${found.join(" or ")}`;
}

/**
 * Reads any folder of a known layout, also where unpacking has left it in a folder of the same name (X/X). A new data
 * set is one reader and one case here.
 */
export function openDataset(given: string, options: ReadOptions = {}): Recording[] {
  const kind = datasetKind(given);
  const folder = unnested(given);
  switch (kind) {
    case "comma2k19":
      return [readCommaDrive(folder)];
    case "dair-v2x-c":
      return readDairV2x(folder, options);
    case "v2x-seq-spd":
      return readSeqSpd(folder, options);
    default:
      throw new Error(`unknown data set: ${String(kind satisfies never)}`);
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { readCommaDrive } from "./commaDrive";
import { type ReadOptions } from "./cooperativeTree";
import { readDairV2x } from "./dairV2x";
import { DatasetError } from "./datasetError";
import { items, member, readJson } from "./jsonField";
import { type Recording } from "./recording";
import { readSeqSpd } from "./seqSpd";

export type DatasetKind = "dair-v2x-c" | "v2x-seq-spd" | "comma2k19";

/** Which of the known layouts a folder has, by the files in it; a DatasetError when it has none. */
export function datasetKind(folder: string): DatasetKind {
  if (existsSync(join(folder, "frame_positions.npy"))) return "comma2k19";
  const list = join(folder, "vehicle-side", "data_info.json");
  if (!existsSync(list)) {
    throw new DatasetError(
      folder,
      "content",
      "expected vehicle-side/data_info.json (DAIR-V2X-C, V2X-Seq SPD) or frame_positions.npy (comma2k19), got neither",
    );
  }
  const [first] = items(readJson(list));
  if (first === undefined)
    throw new DatasetError(list, "content", "expected at least one frame, got an empty list");
  return member(first, "sequence_id").value === undefined ? "dair-v2x-c" : "v2x-seq-spd";
}

/** Reads any folder of a known layout. A new data set is one reader and one case here. */
export function openDataset(folder: string, options: ReadOptions = {}): Recording[] {
  const kind = datasetKind(folder);
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

import { type Trajectory } from "../geometry/trajectory";
import { DatasetError } from "./datasetError";
import { type FileOptions } from "./plainFile/fileOptions";
import { readPlainFile } from "./plainFile/plainFile";

/**
 * Trajectories from a plain file, metres in the ego frame: `.npy`, `.npz` or `.json` of shape [N, T, 2], [N, 2, T] or
 * [N, 2T], or a table of text, one trajectory a line (x1, y1, x2, y2, …, or as its header says) or one step a line
 * (sample, time, x, y). Nothing may be missing or not a number. Throws a DatasetError that names file and row.
 */
export function readTrajectoryFile(file: string, options: FileOptions = {}): Trajectory[] {
  const read = readPlainFile(file, options);
  if (read.kind === "targets") return [...read.trajectories];
  throw new DatasetError(
    file,
    "content",
    `expected trajectories, got poses of a drive (${read.notes.join(", ")}); check them alone`,
  );
}

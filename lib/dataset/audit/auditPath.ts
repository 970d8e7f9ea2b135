import { statSync } from "node:fs";
import { DatasetError } from "../datasetError";
import { openDataset } from "../openDataset";
import { type FileOptions } from "../plainFile/fileOptions";
import { auditRecordings, type LabelScript, type OnStage } from "./audit";
import { auditFile } from "./auditFile";
import { type AuditInput } from "./check";

/** What the audit needs of a path: a data set folder of any known layout, or a plain file of trajectories or poses. */
export function auditPath(
  path: string,
  labels: LabelScript,
  onStage?: OnStage,
  options: FileOptions = {},
): AuditInput {
  if (!folderAt(path)) return auditFile(path, labels, options);
  const [given] = Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  if (given !== undefined) {
    throw new Error(`--${given}: expected a file, got the folder ${path}; a data set carries what this says`);
  }
  const problems: DatasetError[] = [];
  const recordings = openDataset(path, {
    onProblem: (problem) => void problems.push(problem),
    onProgress: (done, total) => onStage?.(done, total, "frames listed"),
  });
  const input = auditRecordings(path, recordings, labels, onStage);
  return { ...input, problems: [...problems, ...(input.problems ?? [])] };
}

function folderAt(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined)
    throw new DatasetError(path, "name", "expected a folder or file that exists, got none");
  return found.isDirectory();
}

import { at } from "../../math/at";
import { TIME_STEPS } from "../../geometry/trajectory";
import { DatasetError } from "../datasetError";
import { assumedStep } from "../plainFile/assumedStep";
import { type FileOptions } from "../plainFile/fileOptions";
import { readPlainFile } from "../plainFile/plainFile";
import { type PoseFile } from "../plainFile/poseTable";
import { type Targets } from "../plainFile/targets";
import { auditRecordings, type LabelScript } from "./audit";
import { type AuditInput } from "./check";

/** What the audit needs of a plain file: its trajectories as they are, or the labels of the drive whose poses it holds. */
export function auditFile(file: string, labels: LabelScript, options: FileOptions): AuditInput {
  if (labels !== "ego") {
    throw new Error(
      `--labels ${labels}: expected a data set folder, got the file ${file}; leave --labels out`,
    );
  }
  const read = readPlainFile(file, options);
  switch (read.kind) {
    case "targets":
      return ofTargets(file, read, options);
    case "poses":
      return ofPoses(file, read);
    default:
      throw new Error(`unknown file: ${String(read satisfies never)}`);
  }
}

function ofTargets(file: string, read: Targets, { seconds }: FileOptions): AuditInput {
  const { trajectories, stepSeconds: told, notes } = read;
  if (seconds !== undefined && told !== undefined && Math.abs(seconds / told - 1) > 0.01) {
    throw new DatasetError(
      file,
      "time step",
      `expected --seconds ${told} as the time column says, got ${seconds}; leave it out`,
    );
  }
  const stepSeconds = seconds ?? told ?? assumedStep(file, trajectories);
  const assumed = seconds === undefined && told === undefined ? " (assumed; --seconds says otherwise)" : "";
  const size = `${trajectories.length} trajectories, ${at(trajectories, 0).length} steps of ${stepSeconds} s${assumed}`;
  return {
    name: file,
    stepSeconds,
    understood: [size, ...notes].join(", "),
    samples: trajectories.map((target, i) => ({ id: `row ${i}`, target })),
  };
}

function ofPoses(file: string, { recording, notes }: PoseFile): AuditInput {
  const input = auditRecordings(file, [recording], "ego");
  const [problem] = input.problems ?? [];
  if (input.samples.length === 0) {
    throw (
      problem ??
      new DatasetError(
        file,
        "time",
        `expected poses over more than 4.6 s without a gap of 0.35 s, got ${notes[0] ?? "fewer"}; record longer`,
      )
    );
  }
  const understood = `drive of ${notes.join(", ")}: ${input.samples.length} trajectories, ${TIME_STEPS} steps of 0.1 s`;
  return { ...input, understood };
}

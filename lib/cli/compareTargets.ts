import { statSync } from "node:fs";
import { againstTree, type Cause, type Comparison } from "../dataset/audit/againstTree/againstTree";
import { type Kind } from "../dataset/audit/againstTree/guesses";
import { readTargets } from "../dataset/audit/againstTree/targetRows";
import { auditPath } from "../dataset/audit/auditPath";
import { type FileOptions } from "../dataset/plainFile/fileOptions";
import { type Sample } from "../dataset/sample";
import { progressBars } from "./progressBars";

interface CompareOptions {
  readonly json: boolean;
  readonly labels: string;
  readonly html: string | undefined;
  /** What the file cannot say of itself. */
  readonly file: FileOptions;
}

/** `check-data <tree> --targets <file>`: prints what the file's rows are; exit code 1 when one is not the ego's future. */
export function compareTargets(tree: string, targets: string, options: CompareOptions): void {
  const { json, labels, html, file } = options;
  if (labels !== "ego" || html !== undefined) {
    throw new Error("--targets: expected neither --labels nor --html beside it, got one; leave it out");
  }
  if (statSync(tree, { throwIfNoEntry: false })?.isFile() === true) {
    throw new Error(
      `--targets: expected a data set folder to compare with, got the file ${tree}; name the folder`,
    );
  }
  const rows = readTargets(targets, file);
  const onStage = progressBars({ quietSeconds: 2 });
  const { recordings = [], samples, problems = [] } = auditPath(tree, "ego", onStage);
  const comparison = againstTree({ recordings, samples: samples as readonly Sample[] }, rows);
  const unread = problems.length;
  console.log(
    json
      ? JSON.stringify({ path: tree, targets, unread, ...comparison }, null, 2)
      : comparisonText(comparison, targets),
  );
  if (unread > 0)
    console.error(`${unread} places of ${tree} cannot be read; first: ${problems[0]?.message ?? ""}`);
  if (comparison.different > 0) process.exitCode = 1;
}

const REMEDIES: Readonly<Record<Kind, string>> = {
  "another car":
    "Label the car that took the picture: its pose is in novatel_to_world, it is never among the labelled objects.",
  "another frame": "Turn positions into the frame of the car's pose at t = 0: x forward, y left.",
  mirrored: "Negate the axis.",
  unit: "Give metres, and leave normalising to training.",
  steps: "Add the steps up, or train with normalisation increments.",
  rate: "Take positions by time stamp, 0.1 s apart.",
  shifted: "Join targets and inputs by frame id, and begin at t = 0.1 s.",
  rotated: "Take the heading from the pose: yaw = atan2(R[1][0], R[0][0]) of the car's own axes.",
  glued: "Cut trajectories inside one recording only: group by batch or sequence, then sort by time stamp.",
  "no future": "Leave these rows out: what the car did next is not recorded.",
};

/** The comparison as plain text. */
export function comparisonText(comparison: Comparison, file: string): string {
  const { rows, order, steps, different, first, causes, unexplained, notCompared, equalWithinMeters } =
    comparison;
  const left =
    notCompared === 0
      ? []
      : [`– skipped ${notCompared} rows: their frames have no whole future without a gap`];
  const horizon =
    steps.given === steps.compared ? "" : `; the first ${steps.compared} of ${steps.given} steps compared`;
  const head = `${file}: ${rows} rows, taken for the tree's ${order}${horizon}`;
  if (first === undefined) {
    const clear = `✓ clear   every row is the ego's future, ${equalWithinMeters.toFixed(2)} m apart at most`;
    return [head, clear, ...left].join("\n");
  }
  const apart = first.meters > 0 ? `, ${first.meters.toFixed(2)} m apart at step ${first.step + 1}` : "";
  return [
    head,
    `✗ wrong   ${different} of ${rows} rows are not the ego's future; first: ${first.row} (frame ${first.frame}${apart})`,
    ...causes.flatMap(causeLines),
    ...(unexplained === 0 ? [] : [`          unexplained: ${unexplained} rows`]),
    ...left,
  ].join("\n");
}

function causeLines({ kind, says, rows, first }: Cause): string[] {
  return [
    `          ${kind}: ${says} · ${rows} rows, first ${first.row} (frame ${first.frame})`,
    `            ${REMEDIES[kind]}`,
  ];
}

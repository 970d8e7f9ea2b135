import { STEP_SECONDS, TIME_STEPS } from "../geometry/trajectory";
import { at } from "../math/at";
import { median } from "../math/statistics";
import { type DatasetError } from "./datasetError";
import { MAX_GAP_SECONDS } from "./egoPoseLabels";
import { type Recording } from "./recording";

const AHEAD_SECONDS = TIME_STEPS * STEP_SECONDS;

/** Why no trajectory could be cut from recordings, with what would help: the reader's own reason where it gave one. */
export function whyNoSamples(recordings: readonly Recording[], problems: readonly DatasetError[]): string {
  const reason = problems.length > 0 ? mostCommon(problems) : undefined;
  if (reason !== undefined) return reason;
  const drives = recordings.filter(({ frames }) => frames.length > 1);
  if (drives.length === 0) return "there is no recording of two frames or more";
  const step = median(drives.flatMap(stepsOf));
  if (step > MAX_GAP_SECONDS) {
    return `frames come every ${step.toFixed(2)} s (${(1 / step).toPrecision(2)} Hz) and gaps over ${MAX_GAP_SECONDS} s are not bridged; take recordings at 3 Hz or more, 10 Hz at best`;
  }
  const longest = Math.max(...drives.map(spanOf));
  return longest < AHEAD_SECONDS
    ? `the longest of ${drives.length} recordings lasts ${longest.toFixed(1)} s; record longer than ${(AHEAD_SECONDS + STEP_SECONDS).toFixed(1)} s or choose other labels`
    : `no recording runs ${AHEAD_SECONDS} s without a gap over ${MAX_GAP_SECONDS} s; look for lost frames or choose other labels`;
}

/** The first problem of the kind that comes most often; problems that differ in their numbers only are of one kind. */
function mostCommon(problems: readonly DatasetError[]): string {
  const kinds = new Map<string, DatasetError[]>();
  for (const problem of problems) {
    const kind = problem.message.slice(problem.file.length).replace(/[-−+]?\d+(\.\d+)?/g, "#");
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [problem]);
    else known.push(problem);
  }
  const [first, ...more] = [...kinds.values()].reduce((a, b) => (b.length > a.length ? b : a));
  return `${first?.message ?? ""}${more.length > 0 ? ` (and ${more.length} more like it)` : ""}`;
}

function stepsOf({ frames }: Recording): number[] {
  return frames.slice(1).map(({ seconds }, i) => seconds - at(frames, i).seconds);
}

function spanOf({ frames }: Recording): number {
  return at(frames, frames.length - 1).seconds - at(frames, 0).seconds;
}

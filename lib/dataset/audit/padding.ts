import { type Point, type Trajectory } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { percent, rowsIn, skipped, stepSecondsOf, verdict, type AuditInput, type Check } from "./check";
import { THRESHOLDS } from "./thresholds";

/** A shorter standstill at the end is none that was filled in. */
const TAIL_SECONDS = 0.5;
/** Values that fill up are few: the commonest makes up at least this share of them. */
const ONE_VALUE = 0.9;

/** Rows that were filled up: from `row` (0 is the first) to the end, all with the same value. */
export interface Tail {
  readonly row: number;
  readonly value: Point;
}

/**
 * Where targets end in rows that repeat one value and that no car could stop at: after a drive without a leap, either a
 * value that samples have in common, like (0, 0), or the last position held. Paths cut from recordings have none.
 */
export function paddedTails(input: AuditInput): ReadonlyMap<string, Tail> {
  const tails = new Map<string, Tail & { readonly held: boolean }>();
  if (input.paths !== undefined) return tails;
  for (const { id, target } of input.samples) {
    const tail = deadStop(target, input);
    if (tail !== undefined) tails.set(id, tail);
  }
  const filled = [...tails].filter(([, { held }]) => !held);
  const commonest = commonestValue(filled.map(([, { value }]) => value));
  for (const [id, { value }] of filled) {
    const shared = String(value) === commonest.key && commonest.share >= ONE_VALUE;
    if (!shared || (filled.length === 1 && String(value) !== "0,0")) tails.delete(id);
  }
  return tails;
}

function deadStop(target: Trajectory, input: AuditInput): (Tail & { readonly held: boolean }) | undefined {
  const value = at(target, target.length - 1);
  const row = target.findLastIndex(([x, y]) => x !== value[0] || y !== value[1]) + 1;
  if (row < 2 || target.length - row < rowsIn(TAIL_SECONDS, input) + 1) return undefined;
  const step = stepSecondsOf(input);
  const speed = (j: number): number => {
    const [[x0, y0], [x, y]] = [at(target, j - 1), at(target, j)];
    return Math.hypot(x - x0, y - y0) / step;
  };
  const top = THRESHOLDS.topSpeed.value;
  for (let j = 1; j < row; j++) if (speed(j) > top) return undefined;
  const leaps = speed(row) > top;
  const stops = speed(row) / step > THRESHOLDS.paddingStop.value;
  if (!stops) return undefined;
  return leaps ? { row, value, held: false } : { row: row + 1, value, held: true };
}

function commonestValue(values: readonly Point[]): { readonly key: string; readonly share: number } {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const [key, count] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), ["", 0]);
  return { key, share: count / values.length };
}

/** No target is filled up with a value after its car's drive ends. */
export const padding: Check = (input) => {
  if (input.paths !== undefined) return skipped("padding", "targets of a file");
  const tails = [...paddedTails(input)];
  const share = tails.length / input.samples.length;
  const values = [
    ...new Set(
      tails.map(
        ([
          ,
          {
            value: [x, y],
          },
        ]) => `(${x}, ${y})`,
      ),
    ),
  ];
  const shown = values.length === 1 ? ` with ${values[0] ?? ""}` : " with their last position";
  return verdict({
    check: "padding",
    wrong: tails.length > 0,
    message: `${tails.length} samples (${percent(share)}) are filled up${tails.length === 0 ? "" : shown} at their end`,
    evidence: { samples: tails.length, share },
    look: tails.map(([id, { row }]) => `${id} from ${(stepSecondsOf(input) * (row + 1)).toFixed(1)} s`),
    remedy: "Leave these samples out, or mask the filled rows in loss and metric.",
  });
};

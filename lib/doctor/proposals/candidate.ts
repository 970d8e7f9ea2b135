import { product } from "../../math/product";
import { type Change } from "../change";

/** A set of changes made together, with what is expected of it. */
export interface Candidate {
  readonly changes: readonly Change[];
  /** Chance, 0…1, that it mends what was found, were it the only one tried. */
  readonly brings: number;
  /** Seconds of a training with it over those of the run as it is. */
  readonly costs: number;
}

/** A set with what it costs: longer and wider trainings take longer, data take a look. */
export function candidate(brings: number, changes: readonly (Change | undefined)[], times = 1): Candidate {
  const made = changes.filter((change) => change !== undefined);
  const wider = made.map((change) => (change.kind === "width" ? Math.max(1, change.factor) : 1));
  return { changes: made, brings, costs: times * product(wider) };
}

/** The same where only a set that changes the epochs trains `times` as long. */
export function candidateByEpochs(
  brings: number,
  changes: readonly (Change | undefined)[],
  times: number,
): Candidate {
  const isLong = changes.some((change) => change?.kind === "epochs");
  return candidate(brings, changes, isLong ? times : 1);
}

/** Weight of a change more, as a share of what a set brings: what one change mends, two need not. */
const A_CHANGE_MORE = 0.04;
/** Weight of a training twice as long. */
const TWICE_AS_LONG = 0.06;

/** What a set is worth trying: the better what it brings, the fewer its changes and the shorter its training. */
export function worthOf({ brings, changes, costs }: Candidate): number {
  return brings - A_CHANGE_MORE * (changes.length - 1) - TWICE_AS_LONG * Math.log2(Math.max(1, costs));
}

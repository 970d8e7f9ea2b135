import { at } from "../../math/at";
import { LIMITS } from "../thresholds";
import { type PairFacts } from "./pairFacts";

/** Whether predictions go with their targets in no way, however wide they are; false for fewer than twenty rows. */
export function isUnrelated(facts: PairFacts): boolean {
  return facts.rows >= 20 && facts.outputs.length > 0 && followed(facts) < unrelatedLimit(facts);
}

/** |r| that three quarters of the outputs do not exceed: one that follows shows that the pairing is right. */
function followed({ outputs }: PairFacts): number {
  const sizes = outputs.map(({ r }) => Math.abs(r) || 0).sort((a, b) => a - b);
  return at(sizes, Math.ceil(0.75 * sizes.length) - 1); // of one output: every output twice has the same
}

/** The largest |r| that says nothing over so many rows. */
export const unrelatedLimit = ({ rows }: PairFacts): number => LIMITS.unrelated.value + 2 / Math.sqrt(rows);

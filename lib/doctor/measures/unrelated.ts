import { quantile } from "../../math/statistics";
import { LIMITS } from "../thresholds";
import { type PairFacts } from "./pairFacts";

/** Whether predictions go with their targets in no way, however wide they are; false for fewer than twenty rows. */
export function isUnrelated(facts: PairFacts): boolean {
  return facts.rows >= 20 && facts.outputs.length > 0 && followed(facts) < unrelatedLimit(facts);
}

/** |r| that three quarters of the outputs stay below: one that follows shows that the pairing is right. */
function followed({ outputs }: PairFacts): number {
  return quantile(
    outputs.map(({ r }) => Math.abs(r) || 0),
    0.75,
  );
}

/** The largest |r| that says nothing over so many rows. */
export const unrelatedLimit = ({ rows }: PairFacts): number => LIMITS.unrelated.value + 2 / Math.sqrt(rows);

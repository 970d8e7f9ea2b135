import { median } from "../../math/statistics";
import { type OutputFacts, type PairFacts } from "./pairFacts";

/** The median over outputs of one of their numbers; NaN counts as 0, for what does not vary says nothing. */
export function overOutputs({ outputs }: PairFacts, of: (output: OutputFacts) => number): number {
  return outputs.length === 0 ? NaN : median(outputs.map((output) => of(output) || 0));
}

/** R² of the middle output. */
export function middleRSquared(facts: PairFacts): number {
  return overOutputs(facts, ({ rSquared }) => rSquared);
}

/** R², r, spread ratio and slope of the middle output, and the rows they rest on: what a finding puts down. */
export function agreementNumbers(facts: PairFacts): Record<string, number> {
  return {
    r: overOutputs(facts, ({ r }) => r),
    spreadRatio: overOutputs(facts, ({ spreadRatio }) => spreadRatio),
    slope: overOutputs(facts, ({ slope }) => slope),
    rSquared: middleRSquared(facts),
    rows: facts.rows,
  };
}

import { type Evidence } from "../evidence";
import { range } from "../../math/statistics";
import { LIMITS } from "../thresholds";
import { lossCourse } from "./lossCourse";
import { middleRSquared } from "./overOutputs";
import { missedCeiling } from "./noiseCeiling";
import { judgedFacts, type PairFacts } from "./pairFacts";

/** R² of all outputs together, which share their unit: what metres say of a trajectory. */
function pooled({ outputs }: PairFacts): number {
  const variance = outputs.map(({ targetStd }) => targetStd * targetStd);
  const unexplained = outputs.reduce(
    (sum, { rSquared }, k) => sum + (1 - rSquared) * (variance[k] ?? NaN),
    0,
  );
  return 1 - unexplained / variance.reduce((sum, one) => sum + one, 0);
}

/** Spreads so near one another that a common unit is likely. */
function areOfOneSize({ outputs }: PairFacts): boolean {
  const [low, high] = range(outputs.map(({ targetStd }) => targetStd));
  return high <= LIMITS.oneSize.value * low;
}

/** Whether the run got where it should, and where its inputs let it: an odd inside then harms nobody. False also where nothing says so. */
export function endsWell(evidence: Evidence): boolean {
  const facts = judgedFacts(evidence);
  if (facts !== undefined && facts.outputs.length > 0) {
    const alike = evidence.settings?.trajectory !== undefined || areOfOneSize(facts);
    const middle = middleRSquared(facts);
    const reached = alike ? pooled(facts) : middle;
    return reached >= LIMITS.goodRSquared.value && missedCeiling(evidence, middle) === undefined;
  }
  const [end, constant] = [lossCourse(evidence)?.end, evidence.data?.lossOfBestConstant];
  return end !== undefined && constant !== undefined && end <= (1 - LIMITS.goodRSquared.value) * constant;
}

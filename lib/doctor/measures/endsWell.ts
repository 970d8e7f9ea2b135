import { type Evidence } from "../evidence";
import { LIMITS } from "../thresholds";
import { lossCourse } from "./lossCourse";
import { overOutputs } from "./overOutputs";
import { judgedFacts } from "./pairFacts";

/** Whether the run got where it should: an odd inside then harms nobody. False also where nothing says so. */
export function endsWell(evidence: Evidence): boolean {
  const facts = judgedFacts(evidence);
  if (facts !== undefined && facts.outputs.length > 0) {
    return overOutputs(facts, ({ rSquared }) => rSquared) >= LIMITS.goodRSquared.value;
  }
  const [end, constant] = [lossCourse(evidence)?.end, evidence.data?.lossOfBestConstant];
  return end !== undefined && constant !== undefined && end <= (1 - LIMITS.goodRSquared.value) * constant;
}

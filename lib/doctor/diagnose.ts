import { type Diagnosis } from "./diagnosis";
import { type Evidence } from "./evidence";
import { judge } from "./judge";
import { nextMeasurement } from "./nextMeasurement";
import { proposalsFor } from "./proposals";
import { requireEvidence } from "./requireEvidence";
import { verdictOf } from "./verdict";

/**
 * What is wrong with a run, as far as its evidence goes: pure, and without tfjs. A RangeError for evidence that nothing
 * can be judged by (no loss of three points, no pairs, nothing measured inside).
 */
export function diagnose(evidence: Evidence): Diagnosis {
  requireEvidence(evidence);
  const judged = judge(evidence);
  const verdict = verdictOf(evidence, judged);
  return {
    format: 1,
    verdict,
    ...judged,
    proposals: proposalsFor(evidence, verdict, judged.findings),
    next: nextMeasurement(evidence, verdict),
  };
}

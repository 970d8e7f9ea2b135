import { type Evidence } from "../evidence";
import { LIMITS } from "../thresholds";
import { trainingTargets } from "./trainingUnits";
import { updatesOf } from "./updates";

/**
 * Whether a run that came nowhere did so for the size of its targets: they are large, and rate and length would have done
 * for scaled ones, whose weights have to move by about 1. Else the rate itself is too small. Unknown lengths count as long.
 */
export function areTargetsTooLarge(evidence: Evidence): boolean {
  const { settings, data } = evidence;
  const targets = trainingTargets(evidence);
  if (settings === undefined || targets === undefined || targets.std <= LIMITS.targetScale.value)
    return false;
  const run = updatesOf(settings, data?.trainRows);
  return run === undefined || run.way >= LIMITS.wayOfWeights.value;
}

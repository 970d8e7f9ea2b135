import { type Evidence } from "../evidence";
import { courseOf } from "./lossCourse";
import { LIMITS } from "../thresholds";
import { lossOfTrainPairs } from "./lossOfPairs";
import { onceFor } from "./onceFor";

/** The same rows in both modes: measured, or the end of the training loss beside what the training pairs cost. */
export const modesOf = onceFor((evidence: Evidence): NonNullable<Evidence["modes"]> | undefined => {
  if (evidence.modes !== undefined) return evidence.modes;
  const [trainLoss, evaluationLoss] = [courseOf(evidence, "train-loss")?.end, lossOfTrainPairs(evidence)];
  return trainLoss === undefined || evaluationLoss === undefined ? undefined : { trainLoss, evaluationLoss };
});

/** Whether the same rows cost far more in evaluation mode, beyond what logs and losses next to 0 differ by. */
export function evaluationCostsMore(evidence: Evidence): boolean {
  const modes = modesOf(evidence);
  if (modes === undefined) return false;
  const ratio = modes.evaluationLoss / modes.trainLoss;
  // One of two losses may come from a log: it has to lie further off than its points do from each other.
  const rattle = LIMITS.modesNoise.value * (courseOf(evidence, "train-loss")?.noise ?? 0);
  // Two losses next to 0 may differ by any factor.
  const floor = LIMITS.modesFloor.value * (evidence.data?.lossOfBestConstant ?? 0);
  const apart = modes.evaluationLoss - modes.trainLoss > Math.max(rattle, floor);
  return (ratio > LIMITS.modesRatio.value && apart) || !Number.isFinite(ratio);
}

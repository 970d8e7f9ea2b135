import { type Evidence } from "../evidence";
import { courseOf } from "./lossCourse";
import { lossOfTrainPairs } from "./lossOfPairs";

/** The same rows in both modes: measured, or the end of the training loss beside what the training pairs cost. */
export function modesOf(evidence: Evidence): NonNullable<Evidence["modes"]> | undefined {
  if (evidence.modes !== undefined) return evidence.modes;
  const [trainLoss, evaluationLoss] = [courseOf(evidence, "train-loss")?.end, lossOfTrainPairs(evidence)];
  return trainLoss === undefined || evaluationLoss === undefined ? undefined : { trainLoss, evaluationLoss };
}

import { DEAD_SHARE, type Outcome } from "../math/effects/effect";
import { type LabelSet } from "../training/config";
import { type Run } from "../training/run";

/** What the better constant is: one trajectory for all samples, fitted on training targets, metres off. */
interface Constants {
  readonly meanTrajectory: number;
  readonly medianTrajectory: number;
}

/**
 * Whether a run is dead: it diverged, or ends at the level of the best constant trajectory or above. On wrong labels
 * only what diverged is: there the constant is the best there is, and a run that has learnt all there is to learn ends
 * at its level too.
 */
export function isDead(
  { error, end }: { readonly error: number; readonly end: Run["end"] },
  labels: LabelSet,
  { meanTrajectory, medianTrajectory }: Constants,
): boolean {
  if (end === "diverged") return true;
  return labels === "ego-pose" && error >= DEAD_SHARE * Math.min(meanTrajectory, medianTrajectory);
}

/** Mean validation error of a run's last three epochs, metres; NaN when none has ended. */
export function settledError({ lastEpochs }: Pick<Run, "lastEpochs">): number {
  return lastEpochs?.validation.ade ?? NaN;
}

/** What comparisons need of a run. */
export function outcomeOf(run: Run): Outcome {
  const { baselines, config, end } = run;
  const error = settledError(run);
  const constants = {
    meanTrajectory: baselines.meanTrajectory.ade,
    medianTrajectory: baselines.medianTrajectory.ade,
  };
  return { seed: config.seed, error, dead: isDead({ error, end }, config.labels, constants) };
}

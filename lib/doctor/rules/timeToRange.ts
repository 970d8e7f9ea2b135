import { type Evidence } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { areTargetsTooLarge } from "../measures/tooLargeForRate";
import { trainingTargets } from "../measures/trainingUnits";
import { isAdaptive, updatesOf } from "../measures/updates";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Output of a head per unit of one weight where the features behind it were not measured. */
const USUAL_GAIN = 32;

/** How far an output moves when every weight of the head moves by 1: the bias, and the features behind it. */
function gainOf({ stages = [] }: Evidence): number {
  const name = stages.at(-1)?.stage;
  const norms = stages.flatMap(({ stage, meanNorm }) =>
    stage === name && Number.isFinite(meanNorm) ? [meanNorm] : [],
  );
  return norms.length === 0 ? USUAL_GAIN : 1 + LIMITS.gainPerNorm.value * Math.max(...norms); // features grow on the way
}

/** Whether the rate times the updates reaches the targets: Adam moves a weight by about the rate an update. */
export const timeToRange = {
  id: "time-to-range",
  cause: "output-scale",
  judge: (evidence) => {
    const { settings, data } = evidence;
    const targets = trainingTargets(evidence);
    const run = settings === undefined ? undefined : updatesOf(settings, data?.trainRows);
    if (settings === undefined || targets === undefined || run === undefined)
      return skipped("optimiser, rate, epochs, batch size and spread of the targets");
    if (isAdaptive(settings) !== true)
      return skipped("an optimiser whose step does not grow with the error (Adam and its kin)");
    const wanted = targets.offset + 2 * targets.std;
    const reached = run.way * gainOf(evidence);
    return outcome({
      wrong: reached < LIMITS.reachShare.value * wanted,
      severity: endsWell(evidence) ? "low" : "high",
      cause: areTargetsTooLarge(evidence) ? "output-scale" : "optimiser",
      message: `outputs have to go ${say(wanted)} and ${run.updates} updates at this rate take them about ${say(reached)}: the run ends before its predictions reach the targets' range`,
      fine: `${run.updates} updates at this rate can take outputs ${say(reached)}, the targets lie within ${say(wanted)}`,
      evidence: { wanted, reached, updates: run.updates, limit: LIMITS.reachShare.value },
    });
  },
} satisfies Rule;

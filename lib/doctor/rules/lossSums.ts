import { endsWell } from "../measures/endsWell";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** A loss that doubles with its rows is a sum: the batch size is then a factor of the learning rate, except under Adam. */
export const lossSums = {
  id: "loss-sums",
  cause: "optimiser",
  judge: (evidence) => {
    const { lossFunction, settings } = evidence;
    if (lossFunction === undefined) return skipped("a loss given as a function (--recipe as code)");
    const { own, doubled } = lossFunction;
    const ratio = doubled / own;
    const name = settings?.optimizer?.name ?? "";
    const felt = name === "sgd" || name === "momentum";
    return outcome({
      wrong: Math.abs(ratio - 2) < LIMITS.doubledLoss.value,
      severity: felt && !endsWell(evidence) ? "high" : "low",
      message: `the loss doubles when every row comes twice (${say(own)} to ${say(doubled)}): it is a sum, so that the batch size multiplies the learning rate${felt ? "" : `, which ${name === "" ? "Adam" : name} hardly feels`}`,
      fine: `the loss is a mean: every row twice gives ${say(doubled)} beside ${say(own)}`,
      evidence: { own, doubled, ratio, limit: LIMITS.doubledLoss.value },
    });
  },
} satisfies Rule;

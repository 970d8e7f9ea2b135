import { judgedPairs } from "../measures/pairFacts";
import { baselineErrors } from "../measures/baselines";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** Going on as before, or staying where one is, would have done as well. */
export const noBetterThanPersistence = {
  id: "no-better-than-persistence",
  cause: "optimiser",
  judge: (evidence) => {
    const pairs = judgedPairs(evidence);
    const errors = pairs === undefined ? undefined : baselineErrors(pairs);
    if (errors === undefined) return skipped("predictions beside targets, and the past of each row");
    const { model, persistence, constantVelocity, differenceError, rows } = errors;
    const best = Math.min(persistence, constantVelocity);
    const unit = evidence.settings?.trajectory === undefined ? "" : " m";
    const name = persistence <= constantVelocity ? "staying where it is" : "going on as before";
    return outcome({
      wrong: model > best - 2 * differenceError,
      severity: "medium",
      message: `${name} would do as well as the model: it is ${say(best)}${unit} off on average, the model ${say(model)}${unit}`,
      fine: `the model (${say(model)}${unit} off on average) beats ${name} (${say(best)}${unit})`,
      evidence: { model, persistence, constantVelocity, rows, differenceError },
    });
  },
} satisfies Rule;

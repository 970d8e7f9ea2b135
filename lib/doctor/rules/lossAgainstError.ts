import { courseOf, courseOfCurve, curvesOf, type Course } from "../measures/lossCourse";
import { MEASURED } from "../measures/measured";
import { evaluationCostsMore } from "../measures/modesOf";
import { outcome, say, skipped } from "../measures/outcome";
import { type Evidence } from "../evidence";
import { type Rule, type RuleOutcome } from "../rule";
import { LIMITS } from "../thresholds";

/** Metrics that fall when things get better. */
const ERROR =
  /(^|[^a-z])(mse|rmse|mae|ade|fde|error|err|mean_(squared|absolute)_error|wer|cer|mape)([^a-z]|$)/i;
/** Losses that cannot be negative. */
const NEVER_NEGATIVE: ReadonlySet<string> = new Set([
  "mse",
  "mae",
  "smooth-l1",
  "huber",
  "bce",
  "cross-entropy",
]);

/**
 * An error, and the loss of the same rows; the training loss where no held-out one was logged. Where one was, a held-out
 * error that rises beside a falling training loss is no surprise.
 */
function errorAndLoss(evidence: Evidence): { error: Course; loss: Course } | undefined {
  for (const part of ["train", "validation"] as const) {
    const named = curvesOf(evidence, `${part}-metric`).find(({ name }) => ERROR.test(name));
    const error = named === undefined ? undefined : courseOfCurve(named);
    const loss = courseOf(evidence, `${part}-loss`) ?? courseOf(evidence, "train-loss");
    if (error !== undefined && loss !== undefined) return { error, loss };
  }
  return undefined;
}

/** Of a loss given as a function, asked: the right answer costs more than the mean answer. Undefined where it does not. */
function askedLoss({ lossFunction }: Evidence): RuleOutcome | undefined {
  const { own, permuted, perfect, constant } = lossFunction ?? {};
  if (own === undefined || permuted === undefined || perfect === undefined || constant === undefined) {
    return undefined;
  }
  const byRow = Math.abs(permuted - own) >= LIMITS.sameLoss.value * Math.abs(own);
  const gap = perfect - constant;
  if (!byRow || !(gap > LIMITS.sameLoss.value * Math.abs(constant))) return undefined;
  return {
    kind: "finding",
    severity: "high",
    message: `the loss asks more for the right answers (${say(perfect)}) than for their mean in every row (${say(constant)}): its sign, or what it compares, is wrong`,
    evidence: { perfect, constant, limit: LIMITS.sameLoss.value, ...MEASURED },
  };
}

/** The loss falls while the error rises: its sign, or what it compares, is wrong. */
export const lossAgainstError = {
  id: "loss-against-error",
  cause: "optimiser",
  judge: (evidence) => {
    const asked = askedLoss(evidence);
    if (asked !== undefined) return asked;
    const pair = errorAndLoss(evidence);
    const [loss] = [courseOf(evidence, "train-loss"), pair?.loss].filter(
      (course) => course !== undefined && course.finite.length >= 3,
    );
    if (loss === undefined) return skipped("a training loss with three points or more");
    const negative = loss.best < 0 && NEVER_NEGATIVE.has(evidence.settings?.loss ?? "");
    const runsAway =
      loss.end < 0 && Math.abs(loss.end) > LIMITS.runsAway.value * Math.abs(loss.first) && loss.drop > 0;
    if (pair === undefined && !(negative || runsAway) && loss.best >= 0) {
      return { kind: "clear", message: "the loss never falls below 0", evidence: { best: loss.best } };
    }
    const rises =
      pair !== undefined &&
      pair.loss.finite.length >= 3 &&
      pair.loss.drop > LIMITS.leastDrop.value &&
      -pair.error.drop > LIMITS.errorRise.value + 2 * pair.error.dropError &&
      !evaluationCostsMore(evidence); // else loss and error are those of two models
    const shown = negative || runsAway ? loss : (pair?.loss ?? loss);
    return outcome({
      wrong: negative || runsAway || rises,
      severity: "high",
      message: rises
        ? `the loss falls (${say(pair.loss.first)} to ${say(pair.loss.end)}) while the error rises (${say(pair.error.first)} to ${say(pair.error.end)}): the loss rewards the wrong thing`
        : `the loss falls below 0 and further (${say(loss.first)} to ${say(loss.end)}): its sign is wrong`,
      fine: `loss and error go the same way${pair === undefined ? "" : ` (error ${say(pair.error.first)} to ${say(pair.error.end)})`}`,
      evidence: {
        lossFirst: shown.first,
        lossEnd: shown.end,
        ...(pair === undefined ? {} : { errorFirst: pair.error.first, errorEnd: pair.error.end }),
      },
    });
  },
} satisfies Rule;

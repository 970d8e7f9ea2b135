import { type Evidence } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { lossCourse } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Most classes whose ln k is looked for: beyond, the values lie closer together than losses are logged. */
const MOST_CLASSES = 20;
/** The best constant of standardised normal targets under each loss: variance, mean size, Smooth L1 that turns at 1. */
const STANDARDISED = { mse: 1, mae: 0.7979, "smooth-l1": 0.4246, huber: 0.4246 } as const;

interface Constant {
  readonly loss: number;
  readonly what: string;
  /** Guessed from the number alone. */
  readonly guessed: boolean;
}

/** The loss of knowing nothing: measured, or what it is for standardised targets, or ln k. */
function constants({ data, settings }: Evidence): Constant[] {
  if (data?.lossOfBestConstant !== undefined) {
    return [{ loss: data.lossOfBestConstant, what: "the best constant", guessed: false }];
  }
  const logs = Array.from({ length: MOST_CLASSES - 1 }, (_, i) => ({
    loss: Math.log(i + 2),
    what: `guessing among ${i + 2} classes (ln ${i + 2})`,
    guessed: true,
  }));
  const unit = { what: "the mean of standardised targets", guessed: true };
  const loss = settings?.loss;
  switch (loss) {
    case "mse":
    case "mae":
    case "smooth-l1":
    case "huber":
      return [{ ...unit, loss: STANDARDISED[loss] }];
    case "cross-entropy":
    case "bce":
      return logs;
    case "custom":
      return [];
    case undefined:
      return [...logs, { ...unit, loss: 1 }];
    default:
      return loss satisfies never;
  }
}

/** The loss stands still at the level that one and the same answer for every row reaches. */
export const lossAtBestConstant = {
  id: "loss-at-best-constant",
  cause: "label-or-information",
  judge: (evidence) => {
    const course = lossCourse(evidence);
    const known = constants(evidence);
    if (course === undefined || known.length === 0) return skipped("a loss, and that of the best constant");
    const share = ({ loss }: Constant): number => course.end / loss;
    const nearest = known.reduce((a, b) => (Math.abs(share(a) - 1) <= Math.abs(share(b) - 1) ? a : b));
    const ratio = share(nearest);
    const near = nearest.guessed
      ? !endsWell(evidence) &&
        course.drop < LIMITS.creepDrop.value && // from far above, any level may be met on the way
        Math.abs(ratio - 1) <= LIMITS.constantGuess.value &&
        Math.abs(course.lateFall) <= LIMITS.flatTail.value + 2 * course.lateFallError &&
        course.finite.length >= 5
      : ratio >= LIMITS.constantShare.value;
    return outcome({
      wrong: near,
      severity: nearest.guessed ? "medium" : "high",
      message: `the loss ends at ${say(course.end)}, where ${nearest.what} stands (${say(nearest.loss)}): as good as knowing nothing`,
      fine: nearest.guessed
        ? `the loss ends at ${say(course.end)}, at the level of no constant`
        : `the loss ends at ${say(ratio)} of that of the best constant`,
      evidence: { end: course.end, constant: nearest.loss, ratio, limit: LIMITS.constantShare.value },
    });
  },
} satisfies Rule;

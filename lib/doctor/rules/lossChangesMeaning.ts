import { median } from "../../math/statistics";
import { courseOf, type Course } from "../measures/lossCourse";
import { outcome, say, skipped } from "../measures/outcome";
import { type Evidence } from "../evidence";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

interface Jump {
  readonly place: number;
  readonly ratio: number;
}

/** The largest change of level between two neighbouring points that both sides keep: not a spike, not a slope. */
function largestJump({ finite }: Course): Jump | undefined {
  const jumps = finite.flatMap((_, i): Jump[] => {
    const [before, after] = [finite.slice(Math.max(0, i - 3), i), finite.slice(i, i + 3)];
    if (before.length < 3 || after.length < 3) return [];
    const [low, high] = [Math.min(...after), Math.max(...before)];
    const ratio = median(after) / median(before);
    const kept = ratio > 1 ? low > 2 * high : Math.max(...after) < Math.min(...before) / 2;
    const step = (finite[i] ?? NaN) / (finite[i - 1] ?? NaN);
    const own = ratio > 1 ? step / ratio : ratio / step; // the step itself is the change, not a slope
    return kept && ratio > 0 && own > LIMITS.jumpInOneStep.value ? [{ place: i, ratio }] : [];
  });
  return jumps.sort((a, b) => Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)))[0];
}

/** Whether the validation loss changes with it, at the same place and as much. */
function agrees(evidence: Evidence, jump: Jump, length: number): boolean {
  const other = courseOf(evidence, "validation-loss");
  const same = other === undefined ? undefined : largestJump(other);
  if (other === undefined || same === undefined) return false;
  const place = Math.abs(same.place / other.finite.length - jump.place / length);
  return place < 0.1 && Math.abs(Math.log(same.ratio / jump.ratio)) < LIMITS.jumpAgreement.value;
}

/** The loss steps to another level at once and goes on calmly there: another weighting, another scale, another set. */
export const lossChangesMeaning = {
  id: "loss-changes-meaning",
  cause: "evaluation",
  judge: (evidence) => {
    const course = courseOf(evidence, "train-loss");
    if (course === undefined || course.finite.length < 8) {
      return skipped("a training loss with eight points or more");
    }
    const jump = largestJump(course) ?? { place: 0, ratio: 1 };
    const size = Math.max(jump.ratio, 1 / jump.ratio);
    const both = agrees(evidence, jump, course.finite.length);
    // A single curve that rises may have diverged, one that falls may have met a lower rate.
    const limit = both ? LIMITS.jumpRatioBoth.value : LIMITS.jumpRatio.value;
    return outcome({
      wrong: size >= limit,
      severity: both ? "high" : "medium",
      message: `the loss changes ${say(size)}-fold between points ${jump.place} and ${jump.place + 1} and stays there: it means something else from then on`,
      fine: `the loss never steps to another level (largest lasting step: ${say(size)}-fold)`,
      evidence: { ratio: jump.ratio, place: jump.place, limit },
    });
  },
} satisfies Rule;

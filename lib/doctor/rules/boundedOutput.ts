import { endsWell } from "../measures/endsWell";
import { judgedFacts, type OutputFacts } from "../measures/pairFacts";
import { range } from "../../math/statistics";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Bands beside the bound that a pile-up is compared with. */
const BESIDE = 4;

interface Bound {
  readonly output: OutputFacts;
  readonly at: number;
  /** Share of predictions that lie on the bound, of those in an equal band beside it, and of targets beyond it. */
  readonly piled: number;
  readonly beside: number;
  readonly beyond: number;
}

function share(values: Float64Array, test: (value: number) => boolean): number {
  return values.reduce((count, value) => count + (test(value) ? 1 : 0), 0) / values.length;
}

/** The lower and the upper end of an output, with what is piled up there. */
function bounds(output: OutputFacts): Bound[] {
  const { predicted, target } = output;
  const [low, high] = range(predicted);
  const near = LIMITS.boundNear.value * Math.max(high - low, Number.MIN_VALUE);
  const inBand = (from: number, to: number): number =>
    share(predicted, (value) => value >= from && value <= to);
  return [
    {
      output,
      at: low,
      piled: inBand(low, low + near),
      beside: inBand(low + near, low + (1 + BESIDE) * near) / BESIDE,
      beyond: share(target, (value) => value < low - near),
    },
    {
      output,
      at: high,
      piled: inBand(high - near, high),
      beside: inBand(high - (1 + BESIDE) * near, high - near) / BESIDE,
      beyond: share(target, (value) => value > high + near),
    },
  ];
}

/** The ends of the usual bounded activations. */
const ACTIVATION_ENDS = [-1, 0, 1, 6];

/** The widest of those, -1…1, 0…1 and 0…6. */
const WIDEST = { low: -1, high: 6 } as const;

/**
 * A bound of 1 that targets of tens run into is met because of their scale: all predictions then lie within an activation's
 * own range, and the targets go far beyond it. One that was scaled back to the targets is in the way itself.
 */
function isMetByScale({ predicted, targetStd }: OutputFacts): boolean {
  const [low, high] = range(predicted);
  const near = LIMITS.boundNear.value;
  return (
    low >= WIDEST.low - near &&
    high <= WIDEST.high + near &&
    targetStd > LIMITS.boundByScale.value * Math.max(-low, high)
  );
}

/** Predictions that pile up at an end that targets go beyond: an activation that cannot reach them. */
export const boundedOutput = {
  id: "bounded-output",
  cause: "architecture",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 20) {
      return skipped("twenty rows of predictions beside targets that vary");
    }
    const all = facts.outputs.filter(({ predictedStd }) => predictedStd > 0).flatMap(bounds);
    const [worst] = all.sort((a, b) => Math.min(b.piled, b.beyond) - Math.min(a.piled, a.beyond));
    if (worst === undefined) {
      return {
        kind: "clear",
        message: "predictions do not vary, so no end is in their way",
        evidence: { outputs: facts.outputs.length },
      };
    }
    const { at, piled, beside, beyond, output } = worst;
    const end = ACTIVATION_ENDS.find((value) => Math.abs(at - value) < LIMITS.boundNear.value * 5);
    const limit = LIMITS.boundShare.value + 0.5 / Math.sqrt(facts.rows);
    return outcome({
      // Where all targets lie beyond, the bound is not in the way of some: nothing is where it should be.
      wrong:
        // Nearly one answer for all rows lies at its own ends, wherever these are.
        (end !== undefined || output.spreadRatio >= LIMITS.constantSpread.value) &&
        beyond < LIMITS.allBeyond.value &&
        piled > limit &&
        beyond > limit &&
        piled > LIMITS.pileRatio.value * beside,
      severity: endsWell(evidence) && piled < LIMITS.largeHeap.value ? "low" : "high",
      cause: isMetByScale(output) ? "output-scale" : "architecture",
      message: `${sayShare(piled)} of the predictions of ${output.name} stop at ${say(at)}, and ${sayShare(beyond)} of its targets lie beyond: the output cannot go there`,
      fine: `predictions pile up at no end (${sayShare(piled)} at ${say(at)}, ${sayShare(beyond)} of the targets beyond)`,
      evidence: { at, piled, beside, beyond, limit, ...(end === undefined ? {} : { end }) },
    });
  },
} satisfies Rule;

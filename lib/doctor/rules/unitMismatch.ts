import { judgedFacts, type OutputFacts, type PairFacts } from "../measures/pairFacts";
import { overOutputs } from "../measures/overOutputs";
import { outcome, say, skipped } from "../measures/outcome";
import { unitOf } from "../measures/units";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

type Every = (outputs: readonly OutputFacts[], test: (output: OutputFacts) => boolean) => boolean;
const every: Every = (outputs, test) => outputs.length > 0 && outputs.every(test);

/** Predictions still in standardised numbers: each output's factor is its target's spread, its offset the mean. */
function stillStandardised({ outputs }: PairFacts): boolean {
  const scaled = every(
    outputs,
    ({ slope, slopeError, intercept, targetStd, targetMean }) =>
      Math.abs(slope / targetStd - 1) <= LIMITS.scalerMatch.value + (2 * slopeError) / targetStd &&
      Math.abs(intercept - targetMean) <= LIMITS.scalerMatch.value * targetStd,
  );
  const differs = outputs.some(
    ({ targetStd, targetMean }) =>
      Math.abs(Math.log(targetStd)) > Math.log(LIMITS.factorApart.value) ||
      Math.abs(targetMean) > LIMITS.offsetApart.value * targetStd,
  );
  const narrow = every(
    outputs,
    ({ predictedStd, predictedMean }) => predictedStd < 1.3 && Math.abs(predictedMean) < 0.5,
  );
  return scaled && differs && narrow;
}

/** The factor that all outputs share; undefined when they differ. */
function commonFactor({ outputs }: PairFacts): number | undefined {
  const [first] = outputs;
  if (first === undefined) return undefined;
  const same = every(
    outputs,
    ({ slope, slopeError }) =>
      Math.abs(slope / first.slope - 1) <=
      LIMITS.sameFactor.value + (2 * (slopeError + first.slopeError)) / Math.abs(first.slope),
  );
  return same ? first.slope : undefined;
}

/** After a factor and an offset hardly anything is left to explain, or the factor is one that people mix up. */
function named(facts: PairFacts, explained: number): { what: string; known: boolean } | undefined {
  if (explained >= LIMITS.scalerExplained.value && stillStandardised(facts)) {
    return { what: "predictions are still standardised: the scaler was never inverted", known: true };
  }
  const factor = commonFactor(facts);
  if (factor === undefined) return undefined;
  const apart = Math.abs(Math.log(Math.abs(factor))) > Math.log(LIMITS.factorApart.value) || factor < 0;
  const offset = overOutputs(
    facts,
    ({ predictedMean, targetMean, targetStd }) => Math.abs(predictedMean - targetMean) / targetStd,
  );
  const unit = unitOf(factor, LIMITS.unitMatch.value);
  const isNamed = unit !== undefined && facts.outputs.length > 1; // no chance then: less of the model has to be right
  if (apart && explained >= (isNamed ? LIMITS.offsetExplained : LIMITS.factorExplained).value) {
    return {
      what: `all outputs are off by the same factor, ${say(factor)}${unit === undefined ? "" : `: ${unit}`}`,
      known: unit !== undefined || facts.outputs.length > 1,
    };
  }
  const straight = facts.outputs.every(
    ({ slope, slopeError }) => Math.abs(slope - 1) <= LIMITS.sameFactor.value + 2 * slopeError,
  );
  if (straight && explained >= LIMITS.offsetExplained.value && offset > LIMITS.offsetApart.value) {
    return { what: `predictions are off by a constant: ${say(offset)} of the targets' spread`, known: true };
  }
  return undefined;
}

/** Right up to a unit: one factor (or offset) mends all of it. Nothing is wrong with the training. */
export const unitMismatch = {
  id: "unit-mismatch",
  cause: "evaluation",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.rows < 10) {
      return skipped("ten rows of predictions beside targets that vary");
    }
    const explained = Math.min(...facts.outputs.map(({ r }) => r * r || 0));
    const found = named(facts, explained);
    const factor = overOutputs(facts, ({ slope }) => slope);
    const after = `R² ${say(explained)} after it${facts.outputs.length > 1 ? " in the worst output" : ""}`;
    return outcome({
      wrong: found !== undefined,
      severity: found?.known === false ? "medium" : "high",
      // One output squeezed by an odd factor may as well have been trained so.
      cause: found?.known === false ? "output-scale" : "evaluation",
      message: `${found?.what ?? ""} (${after})`,
      fine: `no factor or offset mends the predictions: slope ${say(factor)}, ${after}`,
      evidence: {
        factor,
        rSquaredAfter: explained,
        outputs: facts.outputs.length,
        limit: LIMITS.factorExplained.value,
      },
    });
  },
} satisfies Rule;

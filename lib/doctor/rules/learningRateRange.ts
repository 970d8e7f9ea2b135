import { type Evidence } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { MEASURED } from "../measures/measured";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { trainingTargets } from "../measures/trainingUnits";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

type Rates = NonNullable<NonNullable<Evidence["trials"]>["rates"]>;

/** The loss at a rate between those that were tried, on a straight line over the rates' logarithm. */
function lossAt(rates: Rates, rate: number): number {
  const upper = rates.findIndex((one) => one.rate >= rate);
  const [after, before] = [rates[upper], rates[upper - 1]];
  if (after === undefined) return rates.at(-1)?.loss ?? NaN;
  if (before === undefined || after.rate === rate) return after.loss;
  const share = Math.log(rate / before.rate) / Math.log(after.rate / before.rate);
  return before.loss + share * (after.loss - before.loss);
}

/** Short trainings at rates from 1e-7 to 10: whether the run's own is among those that bring the loss down. */
export const learningRateRange = {
  id: "learning-rate-range",
  cause: "optimiser",
  judge: (evidence) => {
    const rates = evidence.trials?.rates?.filter(({ loss }) => Number.isFinite(loss)) ?? [];
    const own = evidence.settings?.optimizer?.learningRate;
    const [smallest] = rates;
    if (own === undefined || smallest === undefined || rates.length < 3)
      return skipped("short trainings at three learning rates or more, and the run's own (level trial)");
    const best = rates.reduce((a, b) => (b.loss < a.loss ? b : a));
    const way = smallest.loss - best.loss; // the smallest rate moves nothing
    const reached = (smallest.loss - lossAt(rates, own)) / way;
    const apart = Math.max(own / best.rate, best.rate / own);
    const learns = way > LIMITS.rangeFall.value * Math.abs(smallest.loss);
    const targets = trainingTargets(evidence);
    return outcome({
      wrong: learns && reached < LIMITS.rangeReached.value && apart > LIMITS.rangeApart.value,
      severity: endsWell(evidence) ? "low" : "high",
      cause: targets !== undefined && targets.std > LIMITS.targetScale.value ? "output-scale" : "optimiser",
      message: `100 updates at a rate of ${say(best.rate)} bring the loss from ${say(smallest.loss)} to ${say(best.loss)}, at the run's own of ${say(own)} ${sayShare(Math.max(0, reached))} of that way`,
      fine: learns
        ? `the run's own rate of ${say(own)} goes ${sayShare(Math.max(0, reached))} of the way that the best of the rates tried (${say(best.rate)}) goes in 100 updates`
        : `no rate from ${say(smallest.rate)} on brings the loss down in 100 updates: the rate is not what is wrong`,
      evidence: { own, best: best.rate, reached, way, limit: LIMITS.rangeReached.value, ...MEASURED },
    });
  },
} satisfies Rule;

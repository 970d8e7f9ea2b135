import { type Cost } from "../cost";
import { type Ready } from "../fit/ready";
import { OVERFIT_UPDATES } from "./overfit8";
import { RATE_SEEDS, RATE_STEPS, RATES } from "./rates";
import { needsScaling } from "./scaledTargets";
import { MORE_SEEDS } from "./seeds";

/** Seconds of all trials at most, from those of one training. */
export function costOfTrials(ready: Ready, { updates, seconds }: Cost): number {
  const short = RATES.length * RATE_SEEDS * RATE_STEPS + OVERFIT_UPDATES;
  const whole = 1 + (needsScaling(ready.recipe) ? 1 : 0) + MORE_SEEDS;
  return whole * seconds + (short * seconds) / Math.max(1, updates);
}

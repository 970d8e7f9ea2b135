import { interruptible, nextTurn } from "../task/interrupt";
import { type TrainingConfig } from "../training/config";
import { epochPlan } from "../training/epochPlan";
import { meanLoss } from "../steps/plainLoss";
import { type PreparedRun } from "../training/prepareRun";
import { spreadRows } from "../training/spreadRows";
import { encodeTargets, fitTargetCode } from "../training/targetCode";

export interface LearningRateRangeOptions {
  /** First and last rate, default 1e-7 and 10. */
  readonly from?: number;
  readonly to?: number;
  /** Updates, each at a rate a constant factor above the last. Default 100. */
  readonly updates?: number;
  /** Ends where the loss is this many times its lowest. Default 4. */
  readonly stopAt?: number;
}

/** One update of the test. */
export interface RatePoint {
  readonly learningRate: number;
  /** Before the update, on the same rows each time, normalised units. */
  readonly loss: number;
}

/** Training rows the loss is read from: fixed, since the loss of a few samples varies more than the rate moves it. */
const ROWS = 64;

/**
 * The learning rate range test: trains the step from where it stands, without dropout, while the rate grows
 * evenly on a log axis. The step is used up; the caller disposes it.
 * Source: Smith 2015, Cyclical Learning Rates.
 */
export function learningRateRange(
  config: TrainingConfig,
  { step, data: { train } }: PreparedRun,
  { from = 1e-7, to = 10, updates = 100, stopAt = 4 }: LearningRateRangeOptions = {},
): Promise<RatePoint[]> {
  const code = fitTargetCode(config, train);
  const targetsOf = (rows: readonly number[]): Float32Array => encodeTargets(code, train, rows);
  const watched = spreadRows(train.targets.length, ROWS);
  const [seen, wanted] = [train.input(watched), targetsOf(watched)];
  const points: RatePoint[] = [];
  return interruptible(async (signal) => {
    for (const [i, group] of firstGroups(config, train.targets.length, updates).entries()) {
      const loss = meanLoss(config, step.predict(watched.length, seen), wanted);
      const learningRate = from * Math.exp((i / (updates - 1)) * Math.log(to / from));
      points.push({ learningRate, loss });
      if (!(loss <= stopAt * Math.min(...points.map((point) => point.loss)))) break;
      for (const rows of group) {
        step.forward({ size: rows.length, input: train.input(rows), target: targetsOf(rows), masks: {} });
        step.backward(1 / group.length);
      }
      step.update({ head: learningRate, backbone: 0 });
      await nextTurn(signal);
    }
    return points;
  });
}

/** The micro-batches of the first updates, epoch after epoch. */
function firstGroups(config: TrainingConfig, samples: number, updates: number): number[][][] {
  const groups: number[][][] = [];
  for (let epoch = 0; groups.length < updates; epoch++) groups.push(...epochPlan(config, samples, epoch));
  return groups.slice(0, updates);
}

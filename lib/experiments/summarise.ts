import { at } from "../math/at";
import { mean, range } from "../math/statistics";
import { type JobResult } from "./runJobs";

/** One row of a table: all seeds of one configuration. */
export interface SeedSummary {
  readonly name: string;
  readonly labels: string;
  readonly seeds: number;
  /** Validation error after the last epoch, metres. */
  readonly ade: number;
  readonly adeRange: readonly [number, number];
  /** x axis, validation, after the last epoch; means over seeds. */
  readonly r: number;
  readonly spreadRatio: number;
  readonly slope: number;
  /** Train loss of the last epoch against the best constant's: 1 means nothing was learnt. */
  readonly lossToConstant: number;
  /** Errors of the predictors that need no model, metres. */
  readonly meanTrajectory: number;
  readonly constantVelocity?: number;
  /** Runs whose loss was no longer finite. */
  readonly diverged: number;
}

/** Rows by name and label set, in the order they first appear. */
export function summarise(results: readonly JobResult[]): SeedSummary[] {
  const groups = new Map<string, JobResult[]>();
  for (const result of results) {
    const key = `${result.name} ${result.config.labels}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups.values()].map(summary);
}

function summary(group: readonly JobResult[]): SeedSummary {
  const { name, config, run } = at(group, 0);
  const last = group.map((result) => at(result.run.epochs, result.run.epochs.length - 1));
  const errors = last.map(({ validation }) => validation.ade);
  const { meanTrajectory, constantVelocity } = run.baselines;
  return {
    name,
    labels: config.labels,
    seeds: group.length,
    ade: mean(errors),
    adeRange: range(errors),
    r: mean(last.map(({ x }) => x.r)),
    spreadRatio: mean(last.map(({ x }) => x.spreadRatio)),
    slope: mean(last.map(({ x }) => x.slope)),
    lossToConstant: mean(last.map(({ trainLoss }) => trainLoss)) / run.baselines.bestConstantLoss,
    meanTrajectory: meanTrajectory.ade,
    ...(constantVelocity === undefined ? {} : { constantVelocity: constantVelocity.ade }),
    diverged: group.filter((result) => result.run.end === "diverged").length,
  };
}

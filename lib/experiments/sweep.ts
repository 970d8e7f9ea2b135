import { ensureDataset } from "../simulator/ensureDataset";
import { markdownTable } from "../display/markdownTable";
import { at } from "../math/at";
import { effectOf, type Effect, type Outcome } from "../math/effects/effect";
import { trainingConfig, type LabelSet } from "../training/config";
import { strideOf, type DataRequest } from "../training/loadTrainingData";
import { sharedData } from "./experimentRuns";
import { sizeAt } from "./sizeAt";
import { outcomeOf } from "./outcome";
import { changeInWords, deadInWords, errorInWords } from "./outcomeWords";
import { comparisonsInWords, ruleInWords } from "./ruleInWords";
import { runJobs, type Job, type JobResult, type RunJobsOptions } from "./runJobs";
import { type Sweep } from "./sweepFile";

/** A job with the data set it learns from. */
interface SweepJob extends Job {
  readonly folder: string;
}

/** One row of a sweep's table: all seeds of a variant on one label set of one data set, beside the base's. */
export interface SweepRow extends Effect {
  readonly name: string;
  readonly labels: LabelSet;
  readonly data: string;
  /** Seed by seed. */
  readonly outcomes: readonly Outcome[];
  /** Of the predictors that need no model, metres; NaN where there is no past. */
  readonly meanTrajectory: number;
  readonly constantVelocity: number;
}

export interface SweepOptions extends RunJobsOptions {
  readonly onProgress?: DataRequest["onProgress"];
}

/** Makes the runs of a sweep that are not kept yet, and judges them. Needs a started backend for data not read before. */
export async function runSweep(sweep: Sweep, options: SweepOptions = {}): Promise<SweepRow[]> {
  const jobs = await sweepJobs(sweep, options.onProgress);
  const results = await runJobs(jobs, options);
  return sweepRows(
    results.map((result, i) => ({ ...result, folder: at(jobs, i).folder })),
    sweep.base,
  );
}

async function sweepJobs(sweep: Sweep, onProgress: DataRequest["onProgress"]): Promise<SweepJob[]> {
  const { speed, data, labels, variants, seeds } = sweep;
  const folders = data.length > 0 ? data : [await ensureDataset({ size: sizeAt(speed) })];
  const options = { stride: strideOf(speed), ...(onProgress === undefined ? {} : { onProgress }) };
  return folders.flatMap((folder) =>
    labels.flatMap((labelSet) =>
      variants.flatMap(({ name, settings }) =>
        seeds.map((seed): SweepJob => {
          const config = trainingConfig({ ...settings, labels: labelSet, seed });
          const cost = config.freezeBackbone ? config.epochs : 40 * config.epochs;
          return { name, config, folder, cost, data: () => sharedData(config, folder, options) };
        }),
      ),
    ),
  );
}

/** The rows of results, in their order; each is compared with the base of its own label set and data set, seed by seed. */
export function sweepRows(
  results: readonly (JobResult & { readonly folder: string })[],
  base: string,
): SweepRow[] {
  const groups = new Map<string, (typeof results)[number][]>();
  for (const result of results) {
    const key = JSON.stringify([result.name, result.config.labels, result.folder]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const outcomesOf = (group: typeof results): Outcome[] => group.map(({ run }) => outcomeOf(run));
  return [...groups.values()].map((group) => {
    const { name, config, folder, run } = at(group, 0);
    const outcomes = outcomesOf(group);
    const compared = groups.get(JSON.stringify([base, config.labels, folder])) ?? [];
    return {
      ...{ name, labels: config.labels, data: folder, outcomes, ...effectOf(outcomesOf(compared), outcomes) },
      meanTrajectory: run.baselines.meanTrajectory.ade,
      constantVelocity: run.baselines.constantVelocity?.ade ?? NaN,
    };
  });
}

/** Rows as a Markdown table with the rule above it; the data set's column only where there are several. */
export function sweepTable(rows: readonly SweepRow[], base: string): string {
  const several = new Set(rows.map(({ data }) => data)).size > 1;
  const head = [
    ...["variant", "labels", ...(several ? ["data"] : [])],
    ...["error (m)", "dead", "change (m), 95 % interval", "verdict"],
  ];
  const body = rows.map((row) => {
    const { name, labels, data, outcomes, verdict } = row;
    const against = name === base ? ["", "base"] : [changeInWords(row), verdict];
    return [
      ...[name, labels, ...(several ? [data] : [])],
      ...[errorInWords(outcomes), deadInWords(outcomes), ...against],
    ];
  });
  const made = rows.filter(({ name }) => name !== base).length;
  const told = `${ruleInWords()} ${comparisonsInWords(made, 0)}`;
  return `${told}\n\n${markdownTable(head, body)}`;
}

/** One line per run: what a spreadsheet or a statistics package wants. */
export function sweepCsv(rows: readonly SweepRow[]): string {
  const cell = (value: string | number | boolean): string =>
    /[",\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
  const lines = rows.flatMap(({ name, labels, data, outcomes, change, verdict }) =>
    outcomes.map(({ seed, error, dead }) =>
      [name, labels, data, seed, error, dead, change, verdict].map(cell).join(","),
    ),
  );
  return ["variant,labels,data,seed,error_m,dead,mean_change_m,verdict", ...lines, ""].join("\n");
}

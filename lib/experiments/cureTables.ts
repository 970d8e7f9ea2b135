import { at } from "../math/at";
import { effectOf, ofSharedSeeds, type Effect, type Outcome } from "../math/effects/effect";
import { mean, range } from "../math/statistics";
import { errorOf } from "../training/errorCells";
import { type ReportFacts } from "../training/report";
import { type Run } from "../training/run";
import { CURE_STEPS, WRONG_STEPS, type NamedStep } from "./cure";
import { outcomeOf } from "./outcome";
import { type JobResult } from "./runJobs";

/** What some runs of different seeds came to; errors in metres, means over seeds of each run's last three epochs. */
export interface CureRow extends NamedStep {
  readonly seeds: number;
  readonly ade: number;
  readonly adeRange: readonly [number, number];
  readonly straight: number;
  readonly turning: number;
  /** r in y on turning samples; NaN where there are none. */
  readonly turnR: number;
  /** Best and worst seed's error less constant velocity's, as a share of it: below 0 is ahead. */
  readonly againstVelocity: readonly [number, number];
  /** Against the row before, seed by seed; absent in the first. */
  readonly effect?: Effect;
  /** Training without measuring, seconds on one core; those of runs kept from before are of their own time. */
  readonly seconds: number;
}

/** The steps on right labels in their order, each compared with the one before it over the seeds both have. */
export function cureRows(results: readonly JobResult[]): CureRow[] {
  return CURE_STEPS.map((step, i) => rowOf(results, step, i === 0 ? undefined : at(CURE_STEPS, i - 1).name));
}

/** Each step by itself on wrong labels, compared with the unfixed run there (`beforeFrozen`). */
export function wrongRows(results: readonly JobResult[]): CureRow[] {
  return WRONG_STEPS.map((step) => rowOf(results, step, "beforeFrozen"));
}

/** Fine-tuning, which is judged on a fifth of the pairs. */
export function fineTuningRows(results: readonly JobResult[]): CureRow[] {
  return [
    rowOf(results, {
      name: "cureFifth",
      title: "all steps but more towns, a fifth of the pairs, frozen",
      short: "a fifth, frozen",
    }),
    rowOf(
      results,
      { name: "cureFineTuned", title: "+ the backbone trained too", short: "+ fine-tuned" },
      "cureFifth",
    ),
  ];
}

/** The obvious objection: no speed in the prompt, unfixed and cured. */
export function objectionRows(results: readonly JobResult[]): CureRow[] {
  return [
    rowOf(results, {
      name: "cureNoSpeedUnfixed",
      title: "nothing fixed, prompt without speed",
      short: "nothing fixed",
    }),
    rowOf(
      results,
      { name: "cureNoSpeed", title: "all of the cure that needs no speed", short: "the cure" },
      "cureNoSpeedUnfixed",
    ),
  ];
}

/** One experiment's row, compared with another's. */
export function rowOf(results: readonly JobResult[], step: NamedStep, base?: string): CureRow {
  const { name } = step;
  const own = results.filter((result) => result.name === name);
  if (own.length === 0) throw new Error(`cure: expected runs of ${name}, got none; run it too`);
  const { labels } = at(own, 0).config;
  const before = results.filter((result) => result.name === base && result.config.labels === labels);
  const errors = own.map(({ run }) => adeOf(run));
  const velocity = at(own, 0).run.baselines.constantVelocity?.ade ?? NaN;
  const kinds = (kind: "straight" | "turning"): number =>
    mean(own.map(({ run }) => errorOf(run.lastEpochs?.validation.cells ?? [], { kind })));
  return {
    ...{ ...step, seeds: own.length, ade: mean(errors), adeRange: range(errors) },
    straight: kinds("straight"),
    turning: kinds("turning"),
    turnR: mean(own.map(({ run }) => run.lastEpochs?.byKind.turning?.y.r ?? NaN)),
    againstVelocity: range(errors.map((error) => error / velocity - 1)),
    ...(base === undefined ? {} : { effect: paired(before, own) }),
    seconds: mean(own.map(({ run }) => run.seconds * (1 - run.measuringShare))),
  };
}

const adeOf = (run: Run): number => run.lastEpochs?.validation.ade ?? NaN;

const paired = (before: readonly JobResult[], own: readonly JobResult[]): Effect =>
  effectOf(...ofSharedSeeds(outcomes(before), outcomes(own)));

const outcomes = (results: readonly JobResult[]): Outcome[] => results.map(({ run }) => outcomeOf(run));

/** One reported set over all seeds; errors in metres. */
export interface ReportRow {
  readonly set: string;
  readonly samples: number;
  readonly ade: number;
  readonly adeRange: readonly [number, number];
  readonly straight: number;
  readonly turning: number;
  readonly turnR: number;
  readonly constantVelocity: number;
  readonly constantTurn: number;
  readonly meanTrajectory: number;
  /** Share by which each seed is ahead of constant velocity, seed by seed. */
  readonly ahead: readonly number[];
}

/** The report of some runs, set by set. Throws where a run has none. */
export function reportRows(results: readonly JobResult[]): ReportRow[] {
  const reports = results.map(({ name, run }) => {
    if (run.reports !== undefined) return run.reports;
    throw new Error(
      `cure: expected a report in the runs of ${name}, got none (end: ${run.end}); run it again`,
    );
  });
  return Object.keys(at(reports, 0)).map((set) => {
    const facts = reports.flatMap((report) => report[set] ?? []);
    return reportRow(set, facts);
  });
}

function reportRow(set: string, facts: readonly ReportFacts[]): ReportRow {
  const errors = facts.map(({ errors: { ade } }) => ade);
  const { samples, baselines } = at(facts, 0);
  const velocity = baselines.constantVelocity?.ade ?? NaN;
  const kinds = (kind: "straight" | "turning"): number =>
    mean(facts.map(({ errors: { cells } }) => errorOf(cells, { kind })));
  return {
    ...{ set, samples, ade: mean(errors), adeRange: range(errors) },
    straight: kinds("straight"),
    turning: kinds("turning"),
    turnR: mean(facts.map(({ byKind }) => byKind.turning?.y.r ?? NaN)),
    constantVelocity: velocity,
    constantTurn: baselines.constantTurn?.ade ?? NaN,
    meanTrajectory: baselines.meanTrajectory.ade,
    ahead: errors.map((error) => 1 - error / velocity),
  };
}

import { type ExperimentName } from "../experiments/experiments";
import { outcomeOf, settledError } from "../experiments/outcome";
import { deadInWords } from "../experiments/outcomeWords";
import { type JobResult } from "../experiments/runJobs";
import { at } from "../math/at";
import { effectOf, ofSharedSeeds, type Effect, type Outcome } from "../math/effects/effect";
import { mean, range } from "../math/statistics";
import { COLOURS, FURTHER } from "../plots/colours";
import { type Figure } from "../plots/figure";
import { seedCurves } from "../plots/seedCurves";
import { seedDots } from "../plots/seedDots";
import { type LabelSet } from "../training/config";
import { type EpochRecord, type Run } from "../training/run";

/** How the two label sets are called in figures and tables. */
export const LABEL_NAMES = { "ego-pose": "right labels", "first-car": "wrong labels" } as const;

/** The experiments a figure shows, each with the name it goes by there; the first is the base. */
export type Shown = Readonly<Partial<Record<ExperimentName, string>>>;

/** The runs of one experiment on one label set, seed by seed. Throws when there is none. */
export function runsOf(results: readonly JobResult[], name: string, labels: LabelSet): Run[] {
  const found = results.filter((result) => result.name === name && result.config.labels === labels);
  if (found.length > 0) return found.map(({ run }) => run);
  throw new Error(`runs: expected some of ${name} on ${labels} labels, got none; ask sharedRuns for them`);
}

/**
 * The first seeds' runs, with everything that was measured (a close-up in the first alone): of further seeds, and of
 * experiments whose insides no page shows, the record holds settings, epochs, stages and final measures, but no
 * `updates`, `layers`, `histograms` or `examples`. Throws when there is none.
 */
export function detailedRuns(results: readonly JobResult[], name: string, labels: LabelSet): Run[] {
  const whole = results.filter(({ detailed }) => detailed === true);
  if (whole.some((one) => one.name === name)) return runsOf(whole, name, labels);
  throw new Error(
    `runs: expected whole runs of ${name}, got final measures alone; add it to those that are kept whole (experiments.ts)`,
  );
}

/** What a run measured after its last epoch. */
export function lastEpoch(run: Run): EpochRecord {
  return at(run.epochs, run.epochs.length - 1);
}

/** Mean validation error of the last three epochs of each seed, metres: what verdicts are made of. */
export function finalErrors(results: readonly JobResult[], name: string, labels: LabelSet): number[] {
  return runsOf(results, name, labels).map(settledError);
}

/** What `variant` does beside `base` on one label set, seed by seed, by the collection's rule (`ruleInWords`). */
export function effectIn(
  results: readonly JobResult[],
  labels: LabelSet,
  { base, variant }: { readonly base: string; readonly variant: string },
): Effect {
  const outcomes = (name: string): Outcome[] => runsOf(results, name, labels).map(outcomeOf);
  return effectOf(...ofSharedSeeds(outcomes(base), outcomes(variant)));
}

/**
 * What errors on these labels have to be compared with, metres: predictors that need no model and, on right
 * labels, the noise floor below which nobody can come. Of the first run there is on these labels.
 */
export function baselineErrors(results: readonly JobResult[], labels: LabelSet): Record<string, number> {
  const { run, noiseFloor } = at(
    results,
    results.findIndex(({ config }) => config.labels === labels),
  );
  const { meanTrajectory, medianTrajectory, constantVelocity } = run.baselines;
  if (labels === "first-car") {
    return { "median trajectory": medianTrajectory.ade, "mean trajectory": meanTrajectory.ade };
  }
  return {
    "mean trajectory": meanTrajectory.ade,
    ...(constantVelocity === undefined ? {} : { "constant velocity": constantVelocity.ade }),
    ...(noiseFloor === undefined ? {} : { "noise floor": noiseFloor }),
  };
}

/** To the centimetre, but to no more than three digits. */
const hundredths = (value: number): string =>
  value.toFixed(Math.abs(value) < 9.995 ? 2 : Math.abs(value) < 99.95 ? 1 : 0);

const metres = (values: readonly number[]): string => `${hundredths(mean(values))} m`;

const BASES: readonly string[] = ["before", "beforeFrozen", "beforeFrozenFifth"];

/** The colours of experiments shown together: bases grey, steps of the cure green, the first fix that of all fixes. */
export function experimentColours(names: readonly string[]): string[] {
  const fixes = names.filter((name) => !BASES.includes(name) && !name.startsWith("cure"));
  return names.map((name) => {
    if (BASES.includes(name)) return COLOURS.base;
    return name.startsWith("cure") ? COLOURS.cure : at(FURTHER, fixes.indexOf(name) % FURTHER.length);
  });
}

/** A row of dots for each experiment on one label set: the error of each seed, beside the baselines. */
export function errorFigure(results: readonly JobResult[], labels: LabelSet, shown: Shown): Figure {
  const groups = entries(shown).map(([name, title]) => {
    const outcomes = runsOf(results, name, labels).map(outcomeOf);
    // rows have names: every fix has the one colour
    const [color] = experimentColours([name]);
    return {
      name: title,
      values: outcomes.map(({ error }) => error),
      dead: outcomes.map(({ dead }) => dead),
      ...(color === undefined ? {} : { color }),
    };
  });
  const base = results.filter(({ name }) => name === Object.keys(shown)[0]);
  const baselines = baselineErrors(base, labels);
  const zoom = closeTogether(
    groups.flatMap(({ values }) => values),
    Object.values(baselines),
  );
  return seedDots({
    title: `Error after training, ${LABEL_NAMES[labels]}`,
    x: "error (m), a dot per seed",
    groups,
    baselines,
    summary: `${LABEL_NAMES[labels]}: ${groups.map((group) => `${group.name} (${livingInWords(group)})`).join(", ")}.`,
    ...(zoom === undefined ? {} : { zoom }),
  });
}

interface Lives {
  readonly values: readonly number[];
  readonly dead: readonly boolean[];
}

/** The mean of a row, but with dead seeds how many they are: a mean of both would stand where no run is. */
function livingInWords({ values, dead }: Lives): string {
  const alive = values.filter((_, i) => dead[i] === false);
  if (alive.length === values.length) return metres(values);
  if (alive.length === 0) return "all dead";
  const ends = range(alive).map(hundredths).join("–");
  return `${ends} m where alive, ${values.length - alive.length} of ${values.length} dead`;
}

/** The part of the axis that dots lie in, where it is so small that they would lie on one another. */
function closeTogether(
  values: readonly number[],
  baselines: readonly number[],
): readonly [number, number] | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return undefined;
  const [low, high] = range(finite);
  const room = 0.3 * (high - low || 0.1);
  return high - low < 0.3 * Math.max(high, ...baselines) ? [low - room, high + room] : undefined;
}

/** What a curve follows over the epochs. */
export type EpochMeasure = (record: EpochRecord, run: Run) => number;

export interface CurveOptions {
  readonly title: string;
  /** Axis title with unit. */
  readonly y: string;
  readonly measure: EpochMeasure;
  readonly baselines?: Readonly<Record<string, number>>;
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** A measure over the epochs on one label set: mean and range over seeds of each experiment. */
export function epochFigure(
  results: readonly JobResult[],
  labels: LabelSet,
  shown: Shown,
  { measure, ...options }: CurveOptions,
): Figure {
  const colours = experimentColours(Object.keys(shown));
  const groups = entries(shown).map(([name, title], i) => {
    const seeds = runsOf(results, name, labels);
    const dead = seeds.filter((run) => outcomeOf(run).dead).length;
    return {
      name: title,
      runs: seeds.map((run) => run.epochs.map((record) => measure(record, run))),
      color: at(colours, i),
      each: dead > 0 && dead < seeds.length,
    };
  });
  const ends = groups.map(({ name, runs }) => {
    const mid = (of: (run: readonly number[]) => number): string =>
      String(Number(mean(runs.map(of)).toPrecision(3)));
    return `${name} (${mid((run) => run[0] ?? NaN)} → ${mid((run) => run.at(-1) ?? NaN)})`;
  });
  return seedCurves({
    ...options,
    x: "epoch",
    groups,
    summary: `${LABEL_NAMES[labels]}: ${ends.join(", ")}.`,
  });
}

/** One line of a table that judges experiments against the first shown. */
export interface JudgedRow {
  readonly [column: string]: string;
}

/** In a table whose column is called so. */
const LABELS_IN_SHORT = { "ego-pose": "right", "first-car": "wrong" } as const;

/**
 * Experiments against the first shown: labels, where there are several, error, dead runs, change with its 95 % interval,
 * verdict. Default both label sets.
 */
export function judgedTable(
  results: readonly JobResult[],
  shown: Shown,
  labelSets: readonly LabelSet[] = ["ego-pose", "first-car"],
): JudgedRow[] {
  const [[base, baseTitle], ...others] = entries(shown) as [Entry, ...Entry[]];
  return labelSets.flatMap((labels) => {
    const row = (name: ExperimentName, run: string): JudgedRow => {
      const outcomes = runsOf(results, name, labels).map(outcomeOf);
      const dead = deadInWords(outcomes);
      const which = labelSets.length > 1 ? { labels: LABELS_IN_SHORT[labels] } : {};
      const common = { ...which, run, "error (m)": livingMetres(outcomes), dead };
      if (name === base) return { ...common, "change (m)": "", verdict: "" };
      const effect = effectIn(results, labels, { base, variant: name });
      return { ...common, "change (m)": changeOf(effect), verdict: effect.verdict };
    };
    return [row(base, baseTitle), ...others.map(([name, title]) => row(name, title))];
  });
}

/** The mean of the living runs; the mean of survivors is told as such. */
function livingMetres(outcomes: readonly Outcome[]): string {
  const alive = outcomes.filter(({ dead }) => !dead).map(({ error }) => error);
  if (alive.length === 0) return "all dead";
  return `${hundredths(mean(alive))}${alive.length < outcomes.length ? " (survivors)" : ""}`;
}

function changeOf({ kind, change, interval }: Effect): string {
  if (kind !== "means") return "";
  const [low, high] = interval.map(hundredths);
  return `${hundredths(change)} (${low} to ${high})`;
}

type Entry = readonly [ExperimentName, string];

const entries = (shown: Shown): readonly Entry[] => Object.entries(shown) as [ExperimentName, string][];

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { fromLosslessJson, toLosslessJson } from "../files/losslessJson";
import { projectRoot } from "../files/projectRoot";
import { at } from "../math/at";
import { effectOf, ofSharedSeeds, type Effect, type Outcome } from "../math/effects/effect";
import { type LabelSet, type Speed } from "../training/config";
import { type Baselines, type ErrorFacts, type Run } from "../training/run";
import { LABEL_SETS } from "./experiments";
import { outcomeOf } from "./outcome";
import { type JobResult } from "./runJobs";

/** What one run came to, after its last epoch; errors in metres on validation. */
export interface ResultRow extends Omit<ErrorFacts, "cells"> {
  readonly name: string;
  readonly labels: LabelSet;
  readonly seed: number;
  readonly end: Run["end"];
  /** What verdicts are made of (`outcomeOf`). */
  readonly error: number;
  readonly dead: boolean;
  /** x axis, over all samples and steps. */
  readonly r: number;
  readonly spreadRatio: number;
  readonly slope: number;
  readonly trainLoss: number;
  /** Loss of the best constant, same units. */
  readonly bestConstantLoss: number;
}

/** All runs behind the figures at one speed, small enough to keep under version control. */
export interface Results {
  readonly format: 1;
  readonly speed: Speed;
  readonly data: Readonly<Record<LabelSet, ResultData>>;
  readonly rows: readonly ResultRow[];
}

/** What the runs of one label set learnt from, and the errors without a model, metres. */
export interface ResultData {
  readonly trainSamples: number;
  readonly validationSamples: number;
  readonly zeros: number;
  readonly meanTrajectory: number;
  readonly medianTrajectory: number;
  readonly constantVelocity: number;
  /** NaN where it is not known. */
  readonly noiseFloor: number;
}

/** What the other experiments are compared with: nothing fixed, on all the data. */
const BASE = "beforeFrozen";

/** Collects runs. Throws when the base has none on one of the label sets. */
export function resultsOf(runs: readonly JobResult[], speed: Speed): Results {
  const dataOf = (labels: LabelSet): ResultData => {
    const { run, noiseFloor = NaN } =
      runs.find(({ name, config }) => name === BASE && config.labels === labels) ?? {};
    if (run === undefined)
      throw new Error(`results: expected runs of ${BASE} on ${labels} labels, got none; run it too`);
    const { trainSamples, validationSamples } = run.data;
    return { trainSamples, validationSamples, ...constantErrors(run.baselines), noiseFloor };
  };
  return {
    format: 1,
    speed,
    data: { "ego-pose": dataOf("ego-pose"), "first-car": dataOf("first-car") },
    rows: runs.map(rowOf),
  };
}

function constantErrors({
  zeros,
  meanTrajectory,
  medianTrajectory,
  constantVelocity,
}: Baselines): Pick<ResultData, "zeros" | "meanTrajectory" | "medianTrajectory" | "constantVelocity"> {
  return {
    zeros: zeros.ade,
    meanTrajectory: meanTrajectory.ade,
    medianTrajectory: medianTrajectory.ade,
    constantVelocity: constantVelocity?.ade ?? NaN,
  };
}

/** What is kept of a run. */
export function rowOf({ name, config, run }: Pick<JobResult, "name" | "config" | "run">): ResultRow {
  const { validation, x, trainLoss } = at(run.epochs, run.epochs.length - 1);
  const { labels, seed } = config;
  const { ade, at2_5, at3_5, at4_5, median, p90 } = validation;
  const { r, spreadRatio, slope } = x;
  const { bestConstantLoss } = run.baselines;
  const { error, dead } = outcomeOf(run);
  return {
    ...{ name, labels, seed, end: run.end, error, dead },
    ...{ ade, at2_5, at3_5, at4_5, median, p90 },
    r,
    spreadRatio,
    slope,
    trainLoss,
    bestConstantLoss,
  };
}

/** One line of the front table: an experiment on a label set beside its base. */
export interface Judgement extends Effect {
  readonly name: string;
  readonly labels: LabelSet;
  readonly outcomes: readonly Outcome[];
}

/** Every experiment of the results judged against `base`, in the order of the rows. */
export function judge({ rows }: Pick<Results, "rows">, base = BASE): Judgement[] {
  const outcomes = (name: string, labels: LabelSet): Outcome[] =>
    rows
      .filter((row) => row.name === name && row.labels === labels)
      .map(({ seed, error, dead }) => ({ seed, error, dead }));
  const names = [...new Set(rows.map(({ name }) => name))];
  return names.flatMap((name) =>
    LABEL_SETS.flatMap((labels) => {
      const own = outcomes(name, labels);
      if (own.length === 0) return [];
      const effect = effectOf(...ofSharedSeeds(outcomes(base, labels), own));
      return [{ name, labels, outcomes: own, ...effect }];
    }),
  );
}

const fileOf = (speed: Speed, folder: string): string => join(folder, `${speed}.json`);
const FOLDER = (): string => join(projectRoot(), "data", "results");

/** The results kept at this speed, or undefined. Throws on a file of another format. */
export function readResults(speed: Speed, folder = FOLDER()): Results | undefined {
  const file = fileOf(speed, folder);
  if (!existsSync(file)) return undefined;
  const results = fromLosslessJson(readFileSync(file, "utf8")) as Results;
  if ((results as { format?: unknown }).format === 1) return results;
  throw new Error(`${file}: expected results of format 1, got something else; run npx seven-fixes results`);
}

/** Keeps results, replacing those of the same speed. */
export function writeResults(results: Results, folder = FOLDER()): void {
  const json = toLosslessJson(results).replaceAll("},{", "},\n{"); // one run a line
  atomicWrite(fileOf(results.speed, folder), `${json}\n`);
}

/** Relative difference that arithmetic in another order could leave. */
const TOLERANCE = 1e-6;

const keyOf = ({ name, labels, seed }: ResultRow): string => `${name}, ${labels}, seed ${seed}`;

/** What differs between kept and new results, one sentence each; none when they agree. */
export function differences(kept: Results, made: Results): string[] {
  const before = new Map(kept.rows.map((row) => [keyOf(row), row.ade]));
  const found = made.rows.flatMap((row) => {
    const old = before.get(keyOf(row));
    before.delete(keyOf(row));
    if (old === undefined) return [`${keyOf(row)}: new, ${row.ade.toFixed(3)} m`];
    const same = Object.is(old, row.ade) || Math.abs(old - row.ade) <= TOLERANCE * Math.abs(old);
    return same ? [] : [`${keyOf(row)}: kept ${old.toFixed(3)} m, now ${row.ade.toFixed(3)} m`];
  });
  return [...found, ...[...before.keys()].map((missing) => `${missing}: kept, but not run any more`)];
}

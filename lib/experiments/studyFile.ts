import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { fromLosslessJson, toLosslessJson } from "../files/losslessJson";
import { projectRoot } from "../files/projectRoot";
import { type Outcome } from "../math/effects/effect";
import { type LabelSet, type Speed } from "../training/config";
import { type Run } from "../training/run";
import { numericCodeHash } from "./codeHash";
import { outcomeOf } from "./outcome";
import { type StudyName } from "./studies";

/** What is kept of a study's run: its settings by name, and final measures (a fifth of a kilobyte). */
export interface StudyRow extends Outcome {
  /** The arm's name. */
  readonly name: string;
  readonly labels: LabelSet;
  /** Data seed. */
  readonly town: number;
  readonly end: Run["end"];
  /** x axis, all samples and steps, mean of the last three epochs. */
  readonly r: number;
  readonly spreadRatio: number;
  /** Mean train loss of the last three epochs as a share of the best constant's. */
  readonly lossToConstant: number;
}

/** The runs of a study made by one code at one speed. */
export interface StudyResults {
  readonly format: 1;
  readonly study: StudyName;
  readonly speed: Speed;
  /** Hash of the code that decides a run's numbers. */
  readonly code: string;
  readonly rows: readonly StudyRow[];
}

/** Six digits are enough for every table, and keep a row short. */
const short = (value: number): number => Number(value.toPrecision(6));

/** What is kept of a run. */
export function studyRow(name: string, town: number, run: Run): StudyRow {
  const { seed, error, dead } = outcomeOf(run);
  const { r = NaN, spreadRatio = NaN } = run.lastEpochs?.x ?? {};
  return {
    ...{ name, labels: run.config.labels, town, seed, end: run.end, error: short(error), dead },
    ...{ r: short(r), spreadRatio: short(spreadRatio) },
    lossToConstant: short((run.lastEpochs?.trainLoss ?? NaN) / run.baselines.bestConstantLoss),
  };
}

/** The outcomes of one arm in one town, in the order of their seeds. */
export function outcomesOfArm(
  { rows }: Pick<StudyResults, "rows">,
  { name, labels, town = 1 }: Pick<StudyRow, "name" | "labels"> & { readonly town?: number },
): Outcome[] {
  return rows
    .filter((row) => row.name === name && row.labels === labels && row.town === town)
    .map(({ seed, error, dead }) => ({ seed, error, dead }))
    .sort((a, b) => a.seed - b.seed);
}

const FOLDER = (): string => join(projectRoot(), "data", "results");
const fileOf = (study: StudyName, speed: Speed, folder: string): string =>
  join(folder, `study-${study}-${speed}.json`);

/** The kept study at this speed, or undefined. Throws on a file of another format. */
export function readStudy(study: StudyName, speed: Speed, folder = FOLDER()): StudyResults | undefined {
  const file = fileOf(study, speed, folder);
  if (!existsSync(file)) return undefined;
  const results = fromLosslessJson(readFileSync(file, "utf8")) as StudyResults;
  if ((results as { format?: unknown }).format === 1) return results;
  throw new Error(
    `${file}: expected a study of format 1, got something else; run npx seven-fixes results --study ${study} --write`,
  );
}

/** The kept study at this speed, if the code that runs now made it. Throws as `readStudy`. */
export function currentStudy(study: StudyName, speed: Speed, folder?: string): StudyResults | undefined {
  const kept = readStudy(study, speed, folder);
  return kept?.code === numericCodeHash() ? kept : undefined;
}

/** Keeps a study, replacing that of the same name and speed; one run a line. */
export function writeStudy(results: StudyResults, folder = FOLDER()): void {
  const json = toLosslessJson(results).replaceAll("},{", "},\n{");
  atomicWrite(fileOf(results.study, results.speed, folder), `${json}\n`);
}

import { statSync } from "node:fs";
import { basename } from "node:path";
import { DatasetError } from "../dataset/datasetError";
import { diagnose } from "../doctor/diagnose";
import { type Diagnosis } from "../doctor/diagnosis";
import { findRuns, type RunPlace } from "../doctor/readers/findRuns";
import { type ReadRun } from "../doctor/readers/logEvidence";
import { type ReadOptions, readRuns } from "../doctor/readers/readRuns";
import { type SaidRoles } from "../doctor/readers/roles";
import { withoutLog, withPairs } from "../doctor/readers/withPairs";
import { type Proof } from "../doctor/prove/proof";
import { proofLines } from "../doctor/prove/proofLines";
import { reportLines } from "../doctor/report";
import { toLosslessJson } from "../files/losslessJson";
import { startProgress } from "../task/progress";
import { type DiagnoseFlags, rolesText } from "./diagnose";
import { type ExaminedRun } from "./diagnoseRecipe";

/** A run that was judged. */
export interface JudgedRun extends ReadRun {
  readonly diagnosis: Diagnosis;
  /** What proving its changes came to, where it was asked for. */
  readonly proof?: Proof;
}

/** Reads, judges and prints what was asked for. Errors: bad input, one line. */
export async function diagnosePaths(paths: readonly string[], flags: DiagnoseFlags): Promise<void> {
  checkFlags(paths, flags);
  const all = [...paths, ...(flags.log === undefined ? [] : [flags.log])];
  const { runs, left } = await readAll(all, flags);
  const examined = flags.recipe === undefined ? [] : [await examinedRecipe(flags.recipe, flags.level)];
  const judged = await withProof(
    judgeAll([...runs, ...examined], all.some(isFolder) ? left : undefined),
    flags,
    examined[0]?.stopped,
  );
  const [first] = left;
  if (judged.length === 0 && first !== undefined)
    throw new Error(
      left.length === 1 ? first.message : `${first.message} (and ${left.length - 1} more files like it)`,
    );
  for (const line of leftLines(left)) console.error(line);
  if (flags.html !== undefined) await writeHtml(flags.html, judged);
  console.log(flags.json === true ? jsonText(judged) : reportText(judged));
  if (judged.some(({ diagnosis }) => diagnosis.verdict.cause !== "none")) process.exitCode = 1;
}

async function examinedRecipe(folder: string, level = "probe"): Promise<ExaminedRun> {
  const { examineFolder, levelNamed } = await import("./diagnoseRecipe.js");
  return examineFolder(folder, levelNamed(level));
}

/** The recipe's run, which comes last, with its changes proved, unless its examination was stopped. */
async function withProof(runs: JudgedRun[], flags: DiagnoseFlags, stopped = false): Promise<JudgedRun[]> {
  const own = runs.at(-1);
  if (flags.prove !== true || flags.recipe === undefined || own === undefined) return runs;
  const { proveFolder } = await import("./diagnoseRecipe.js");
  const proof = await proveFolder(flags.recipe, own.diagnosis.proposals, stopped);
  return [...runs.slice(0, -1), proof === undefined ? own : { ...own, proof }];
}

function checkFlags(paths: readonly string[], flags: DiagnoseFlags): void {
  if (flags.prove === true && flags.recipe === undefined)
    throw new Error("--prove: expected --recipe beside it, got none; name the folder of a recipe");
  if (flags.level !== undefined && flags.recipe === undefined)
    throw new Error("--level: expected --recipe beside it, got none; name the folder of a recipe");
  const own = OF_PAIRS.find((name) => flags[name] !== undefined);
  if (flags.recipe !== undefined && own !== undefined)
    throw new Error(
      `--recipe: expected no options of predictions beside it, got ${own}; a recipe makes its own: leave one of the two out`,
    );
  if (
    paths.length === 0 &&
    flags.log === undefined &&
    flags.recipe === undefined &&
    flags.predictions === undefined &&
    flags.trainPredictions === undefined
  )
    throw new Error(
      "diagnose: expected a path, --log, --predictions or --recipe, got none; name a log, a folder or an evidence.json",
    );
  const beside = (["targets", "inputs", "past"] as const).find((name) => flags[name] !== undefined);
  if (beside !== undefined && flags.predictions === undefined)
    throw new Error(`--${beside}: expected --predictions beside it, got none; name the file of predictions`);
}

const OF_PAIRS = ["predictions", "trainPredictions", "seconds"] as const;

interface Found {
  readonly runs: readonly ReadRun[];
  /** What stood in a folder and could not be read or judged. */
  readonly left: Error[];
}

async function readAll(paths: readonly string[], flags: DiagnoseFlags): Promise<Found> {
  const pairsGiven = flags.predictions !== undefined || flags.trainPredictions !== undefined;
  const options = { said: saidRoles(flags), needsLoss: !pairsGiven, onBytes: byteProgress() };
  const left: Error[] = [];
  const runs = paths.flatMap((path) => {
    return findRuns(path).flatMap((place) => readPlace(place, options, isFolder(path) ? left : undefined));
  });
  return {
    runs: pairsGiven || flags.seconds !== undefined ? [await withOptionFiles(paths, runs, flags)] : runs,
    left,
  };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function readPlace(place: RunPlace, options: ReadOptions, left: Error[] | undefined): ReadRun[] {
  try {
    return readRuns(place, options);
  } catch (error) {
    if (left === undefined || !(error instanceof DatasetError)) throw error;
    left.push(error);
    return [];
  }
}

function saidRoles({ trainLoss, validationLoss, learningRate, gradientNorm }: DiagnoseFlags): SaidRoles {
  return {
    ...(trainLoss === undefined ? {} : { "train-loss": trainLoss }),
    ...(validationLoss === undefined ? {} : { "validation-loss": validationLoss }),
    ...(learningRate === undefined ? {} : { "learning-rate": learningRate }),
    ...(gradientNorm === undefined ? {} : { "gradient-norm": gradientNorm }),
  };
}

/** The one run with the pairs of the option files. */
async function withOptionFiles(
  paths: readonly string[],
  runs: readonly ReadRun[],
  flags: DiagnoseFlags,
): Promise<ReadRun> {
  const [run] = runs;
  if (runs.length > 1)
    throw new Error(
      `diagnose: expected one run beside --predictions or --seconds, got ${runs.length} (${runs[0]?.name ?? ""}, ${runs[1]?.name ?? ""} …); name one of them`,
    );
  if (run === undefined && paths.length > 0)
    throw new Error(
      `diagnose: expected a run in ${paths.join(", ")}, got none that can be read; name the log itself`,
    );
  const seconds = flags.seconds === undefined ? undefined : secondsOf(flags.seconds);
  const { predictions, trainPredictions, targets, inputs, past } = flags;
  const source = predictions ?? trainPredictions ?? "";
  return withPairs(
    run ?? withoutLog(source, basename(source)),
    {
      ...(predictions === undefined ? {} : { predictions }),
      ...(trainPredictions === undefined ? {} : { trainPredictions }),
      ...(targets === undefined ? {} : { targets }),
      ...(inputs === undefined ? {} : { inputs }),
      ...(past === undefined ? {} : { past }),
      ...(seconds === undefined ? {} : { seconds }),
    },
    byteProgress(),
  );
}

function secondsOf(text: string): number {
  const value = Number(text);
  if (value >= 0.001 && value <= 10) return value;
  throw new Error(
    `--seconds: expected a number between 0.001 and 10, got ${text}; say 0.5 for steps at 2 Hz`,
  );
}

/** A progress line for a file that takes longer than two seconds. */
function byteProgress(): (done: number, total: number, file: string) => void {
  const bars = new Map<string, ReturnType<typeof startProgress>>();
  return (done, total, file) => {
    const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10;
    const bar =
      bars.get(file) ?? startProgress(`reading ${basename(file)}, MB`, megabytes(total), { quietSeconds: 2 });
    bars.set(file, bar);
    bar.update(megabytes(done));
    if (done >= total) bar.end();
  };
}

/** Every run with its diagnosis. What cannot be judged is thrown, or where a folder was named, left. */
function judgeAll(runs: readonly ReadRun[], left: Error[] | undefined): JudgedRun[] {
  return runs.flatMap((run): JudgedRun[] => {
    try {
      return [{ ...run, diagnosis: diagnose(run.evidence) }];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const named = new Error(`${run.source}, ${error.message}`, { cause: error });
      if (left === undefined) throw named;
      left.push(named);
      return [];
    }
  });
}

/** What was left out of folders: the first few, and how many. */
function leftLines(left: readonly Error[]): string[] {
  const shown = left.slice(0, 3).map(({ message }) => `left out: ${message}`);
  return left.length > shown.length ? [...shown, `left out: ${left.length - shown.length} more`] : shown;
}

/** Beyond so many runs a line each says enough. */
const WHOLE_REPORTS = 3;

function reportText(runs: readonly JudgedRun[]): string {
  if (runs.length > WHOLE_REPORTS)
    return [
      ...runs.map(({ name, diagnosis }) => `${name}: ${diagnosis.verdict.sentence}`),
      "",
      `${runs.length} runs; name one for its whole report, or --json for all`,
    ].join("\n");
  return runs
    .map((run) =>
      [
        ...reportLines(run.diagnosis, runs.length > 1 ? { name: run.name } : {}),
        ...(run.proof === undefined ? [] : proofLines(run.proof)),
        ...readLines(run),
      ].join("\n"),
    )
    .join("\n\n");
}

function readLines({ source, roles, notes }: ReadRun): string[] {
  const columns = rolesText(roles);
  return [`read: ${source} (${notes.join("; ")})`, ...(columns === "" ? [] : [`columns: ${columns}`])];
}

function jsonText(runs: readonly JudgedRun[]): string {
  const shown = runs.map(({ source, name, roles, diagnosis, proof }) => ({
    ...{ source, name, roles, diagnosis },
    ...(proof === undefined ? {} : { proof }),
  }));
  const [only] = shown;
  const document = { ...(shown.length === 1 ? only?.diagnosis : {}), format: 1, runs: shown };
  return toLosslessJson(document, 2);
}

async function writeHtml(file: string, runs: readonly JudgedRun[]): Promise<void> {
  const [run] = runs;
  if (run === undefined || runs.length > 1)
    throw new Error(`--html: expected one run, got ${runs.length}; name one of them`);
  const { reportHtml } = await import("../doctor/reportHtml.js");
  const { atomicWrite } = await import("../files/atomicWrite.js");
  const { name, roles, proof } = run;
  const options = { name, roles, ...(proof === undefined ? {} : { proof }) };
  atomicWrite(file, reportHtml(run.evidence, run.diagnosis, options));
}

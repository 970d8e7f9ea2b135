import { Option, type Command } from "commander";
import { DEFAULT_DATA_SEED, dataSeed } from "../simulator/dataSeed";
import { experimentsAt } from "../experiments/experiments";
import type { ExperimentOptions } from "../experiments/experimentRuns";
import type { JobProgress, JobResult } from "../experiments/runJobs";
import { frontRule, frontStudies, frontTable } from "../experiments/frontTable";
import { runTable } from "../experiments/runTable";
import { differences, readResults, resultsOf, writeResults, type Results } from "../experiments/results";
import { STUDY_NAMES, type StudyName } from "../experiments/studies";
import { startProgress, type Progress } from "../task/progress";
import { SPEEDS, type Speed } from "../training/config";
import { dataSeedOption } from "./dataSeedOption";
import { engineOptions, withEngine, type EngineFlags } from "./engineOptions";
import { progressBars } from "./progressBars";
import { stoppable } from "./stoppable";

const FINDING = 1;
const SHOWN_DIFFERENCES = 5;
/** What `--adopt` makes again when a number moved: runs at full speed take a night. */
const RENEWED = ["fast", "laptop"] as const satisfies readonly Speed[];

interface ResultsFlags extends EngineFlags {
  readonly speed: Speed;
  readonly write?: boolean;
  readonly adopt?: boolean;
  readonly cure?: boolean;
  readonly runs?: boolean;
  readonly json?: boolean;
  readonly study?: StudyName;
}

/** `results`: makes every run behind a figure that is not on record or missing and compares with data/results. */
export function registerResults(program: Command): void {
  const command = program
    .command("results")
    .description("make the runs behind all figures and compare them with data/results")
    .addOption(new Option("--speed <speed>", "how much is computed").choices(SPEEDS).default("laptop"))
    .addOption(dataSeedOption())
    .option("--write", "keep results and runs of this code in data/results")
    .option(
      "--adopt",
      "keep the recorded runs for this code if some made again have their bits, else make and record all again",
    )
    .addOption(
      new Option("--study <name>", "make the runs of a study instead, kept as final measures only").choices(
        STUDY_NAMES,
      ),
    )
    .option("--cure", "only the runs of the cure: its steps, each on wrong labels too, and its one report")
    .option("--runs", "print every run's error and the fall of its loss, not the fixes' table")
    .option("--json", "print the results as JSON")
    .action(act);
  for (const option of engineOptions()) command.addOption(option);
}

async function act({ adopt: adopts = false, cure = false, ...flags }: ResultsFlags): Promise<void> {
  if (adopts) return adopt(flags);
  if (flags.study !== undefined) return study(flags.study, flags);
  if (!cure) return results(flags);
  const { reportCure } = await import("./cureReport.js");
  return reportCure(flags.speed, flags);
}

async function results({
  speed,
  write = false,
  runs: showsRuns = false,
  json = false,
  ...engine
}: ResultsFlags): Promise<void> {
  const made = await makeResults(speed, engine);
  if (made === undefined) return;
  const { results: found } = made;
  if (json) console.log(JSON.stringify(found, undefined, 2));
  else if (showsRuns) console.log(runTable(made.runs));
  else {
    const studies = frontStudies(found);
    console.log(`${frontRule(found, studies)}\n\n${frontTable(found, studies)}`);
  }
  if (write && isKeptTown(found)) await keep(made);
  else if (!reportDifferences(found)) process.exitCode = FINDING;
}

/** `results --study`: makes the runs of a study that are not kept, and tells what they come to. */
async function study(
  name: StudyName,
  { speed, write = false, json = false, ...engine }: ResultsFlags,
): Promise<void> {
  if (dataSeed() !== DEFAULT_DATA_SEED)
    throw new Error(
      `results --study: expected no data seed, since a study names its towns, got ${dataSeed()}; leave --data-seed out`,
    );
  const { makeStudy } = await import("../experiments/studyRuns.js");
  const { writeStudy } = await import("../experiments/studyFile.js");
  const { studyInWords } = await import("../experiments/studyWords.js");
  const made = await withProgress((options) => makeStudy(name, { ...options, speed }), engine);
  if (made === undefined) return;
  if (write) writeStudy(made);
  console.log(json ? JSON.stringify(made, undefined, 2) : studyInWords(made));
}

async function keep({ results: found, runs }: MadeResults): Promise<void> {
  const { keepRecords } = await import("../experiments/records/keepRecords.js");
  keepRecords(runs, found.speed);
  writeResults(found);
}

/** `results --adopt`: when a number moved, which is a finding, all runs that take no night are made and recorded again. */
async function adopt(flags: EngineFlags): Promise<void> {
  const { adoptResults } = await import("../experiments/adoptResults.js");
  const adoption = await withProgress((options) => adoptResults(options), flags);
  if (adoption?.kind === "adopted") {
    console.log(
      `${adoption.runs} runs have the recorded bits; those at ${adoption.speeds.join(", ")} now are this code's`,
    );
  } else if (adoption?.kind === "refused") {
    const shown = adoption.differences.slice(0, SHOWN_DIFFERENCES);
    console.error([`${adoption.differences.length} runs differ, all are made again:`, ...shown].join("\n  "));
    process.exitCode = FINDING;
    for (const speed of RENEWED) {
      const made = await makeResults(speed, flags);
      if (made === undefined) return;
      await keep(made);
    }
  }
}

/** The runs behind all figures at one speed, and what they come to. */
export interface MadeResults {
  readonly results: Results;
  readonly runs: readonly JobResult[];
}

/**
 * Makes the runs that are neither on record nor kept yet, with a progress line. Ctrl-C ends it: undefined, with the
 * exit code set; finished runs stay.
 */
export async function makeResults(speed: Speed, flags: EngineFlags = {}): Promise<MadeResults | undefined> {
  const { experimentRuns } = await import("../experiments/experimentRuns.js");
  return withProgress(async (options) => {
    const runs = await experimentRuns(experimentsAt(speed), { ...options, speed });
    return { results: resultsOf(runs, speed), runs };
  }, flags);
}

/**
 * Makes runs on a started backend under a progress line, on the engine that the flags ask for; undefined, with the
 * exit code set, when Ctrl-C ended it.
 */
export async function withProgress<T>(
  make: (options: Pick<ExperimentOptions, "onDone" | "onProgress" | "engine">) => Promise<T>,
  flags: EngineFlags,
  threads?: number,
): Promise<T | undefined> {
  const { selectBackend } = await import("../backend/selectBackend.js");
  let progress: Progress | undefined;
  const onDone = ({ name, kept }: JobResult, { done, total, secondsLeft, workers }: JobProgress): void => {
    if (!kept) progress ??= startProgress("training", total);
    progress?.update(done, workers === undefined ? name : `${workers} · ${name}`, secondsLeft);
  };
  const work = async (): Promise<T> => {
    await selectBackend({ backend: "wasm", log: () => undefined }); // judged runs have its bits everywhere
    const onProgress = progressBars({ quietSeconds: 2 });
    return withEngine(flags, (engine) => make({ onDone, onProgress, engine }), threads);
  };
  try {
    return await stoppable(work, "finished runs are kept, the next start goes on from them");
  } finally {
    progress?.end();
  }
}

/** Whether data/results is about this town; says so in one line when it is not. */
function isKeptTown({ rows }: Results): boolean {
  const seed = dataSeed();
  if (seed === DEFAULT_DATA_SEED) return true;
  console.error(
    `${rows.length} runs on data seed ${seed}; data/results holds those of data seed ${DEFAULT_DATA_SEED}: nothing compared or written`,
  );
  return false;
}

/** Says whether new results agree with the kept ones; true when they do or none are kept. */
export function reportDifferences(made: Results): boolean {
  if (!isKeptTown(made)) return true;
  const kept = readResults(made.speed);
  const runs = `${made.rows.length} runs at ${made.speed}`;
  if (kept === undefined) {
    console.error(`${runs}; data/results holds none to compare with`);
    return true;
  }
  const found = differences(kept, made);
  if (found.length === 0) console.error(`${runs} agree with data/results`);
  else
    console.error(
      [`${runs}; ${found.length} differ from data/results:`, ...found.slice(0, SHOWN_DIFFERENCES)].join(
        "\n  ",
      ),
    );
  return found.length === 0;
}

import { Option, type Command } from "commander";
import { basename, join } from "node:path";
import { projectRoot } from "../files/projectRoot";
import { findNotebooks } from "../jupyter/runner/findNotebooks";
import type { KernelName } from "../jupyter/runner/kernelProcess";
import type { CollectionOptions } from "../jupyter/runner/runNotebooks";
import type { NotebookRun } from "../jupyter/runner/runNotebook";
import { SPEEDS, type Speed } from "../training/config";
import { dataSeedOption } from "./dataSeedOption";
import { stoppable } from "./stoppable";

const FAILED = 1;

const KERNELS = ["seven-fixes", "tslab"] as const satisfies readonly KernelName[];

interface RunFlags {
  readonly kernel: KernelName;
  readonly speed?: Speed;
  readonly timeout?: number;
  readonly allowErrors?: boolean;
  readonly changed?: boolean;
  readonly record?: boolean;
  readonly write: boolean;
  readonly solutions: boolean;
  readonly jobs?: number;
  readonly json?: boolean;
}

function parseSeconds(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== "" && seconds > 0 && seconds <= 1e6) return seconds;
  throw new Error(`--timeout: expected seconds, more than 0 and at most 1000000, got "${text}"`);
}

function parseJobs(text: string): number {
  const jobs = Number(text);
  if (Number.isInteger(jobs) && jobs >= 1 && jobs <= 64) return jobs;
  throw new Error(`--jobs: expected a whole number from 1 to 64, got "${text}"`);
}

/** `npx seven-fixes run [notebooks…]`: executes notebooks through the kernel and writes their outputs back. */
export function registerRun(program: Command): void {
  program
    .command("run")
    .description("Execute notebooks, cell by cell, through the real kernel, and write their outputs back.")
    .argument("[notebooks...]", "paths, or names from notebooks/ such as 00-start-here; all by default")
    .addOption(new Option("--kernel <name>", "which kernel").choices(KERNELS).default("seven-fixes"))
    .addOption(
      new Option("--speed <speed>", "how much is computed; config.yaml says by default").choices(SPEEDS),
    )
    .addOption(dataSeedOption())
    .option(
      "--timeout <seconds>",
      "longest time one cell may take (default: 1800, at full speed a day)",
      parseSeconds,
    )
    .option("--allow-errors", "go on after a failing cell and keep its error in the notebook")
    .option("--changed", "leave out notebooks that are as their last run on this machine left them")
    .option(
      "--record",
      "note in a notebook what its outputs were made from also where they came out the same",
    )
    .option("--no-write", "only check: leave the files as they are")
    .option(
      "--no-solutions",
      "then put copies without solutions, and their book, into handout/, for a class, and the answers into answers/",
    )
    .option("--jobs <count>", "notebooks at the same time (default: one per core, at most 4)", parseJobs)
    .option("--json", "print the result as JSON")
    .action(run);
}

async function run(names: readonly string[], flags: RunFlags): Promise<void> {
  const runs = await runCollection(names, optionsOf(flags));
  if (runs === undefined) return;
  report(runs, flags.json === true);
  if (!flags.solutions) await handOut(runs, flags);
}

/** A handout of the notebooks that were just run, and its answers beside it; none when one of them failed. */
async function handOut(runs: readonly NotebookRun[], flags: RunFlags): Promise<void> {
  if (runs.some(({ failures }) => failures.length > 0)) {
    console.error("no handout: a notebook failed");
    return;
  }
  const { writeHandout } = await import("../book/handout.js");
  const { writeAnswers } = await import("../book/answersPage.js");
  const { isForTeachers } = await import("../lessons/parts.js");
  const { openStaleCheck } = await import("../jupyter/runner/staleCells.js");
  const { runSetting } = await import("../jupyter/runner/runSetting.js");
  const paths = runs.map(({ path }) => path).filter((path) => !isForTeachers(basename(path, ".ipynb")));
  if (paths.length === 0) {
    console.error("no handout: only pages for teachers were named; name others, or none for all");
    return;
  }
  const judge = openStaleCheck(runSetting(flags));
  writeHandout(paths, join(projectRoot(), "handout"), judge);
  writeAnswers(paths, join(projectRoot(), "answers"), judge);
  console.error(`without solutions: handout/notebooks, handout/book (${paths.length} notebooks)`);
  console.error("the answers, which stay at home: answers/index.html");
}

/**
 * Runs the named notebooks (all of notebooks/ by default) with their progress lines. Ctrl-C ends it: undefined, with
 * the exit code set. Errors: as `findNotebooks` and `runNotebooks`.
 */
export async function runCollection(
  names: readonly string[],
  options: CollectionOptions,
): Promise<readonly NotebookRun[] | undefined> {
  const paths = findNotebooks(names);
  const { runNotebooks } = await import("../jupyter/runner/runNotebooks.js");
  return stoppable(() => runNotebooks(paths, options), "notebooks that did not end are as they were before");
}

function optionsOf({
  kernel,
  speed,
  timeout,
  allowErrors = false,
  changed = false,
  record = false,
  write,
  jobs,
}: RunFlags): CollectionOptions {
  return {
    ...{ kernel, allowErrors, changedOnly: changed, record, write },
    ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
    ...(speed === undefined ? {} : { speed }),
    ...(jobs === undefined ? {} : { jobs }),
  };
}

/** Prints how many notebooks passed and failed; exit code 1 when one failed. */
export function report(runs: readonly NotebookRun[], asJson = false): void {
  const failed = runs.filter(({ failures }) => failures.length > 0).length;
  if (asJson) console.log(JSON.stringify(runs, undefined, 2));
  else console.log(`${runs.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = FAILED;
}

import { Option, type Command } from "commander";
import { basename, join, relative } from "node:path";
import type { Results } from "../experiments/results";
import { sizeAt } from "../experiments/sizeAt";
import { readResults } from "../experiments/results";
import { projectRoot } from "../files/projectRoot";
import { findNotebooks } from "../jupyter/runner/findNotebooks";
import type { NotebookRun } from "../jupyter/runner/runNotebook";
import { settings } from "../lessons/settings";
import { ensureDataset } from "../simulator/ensureDataset";
import { SPEEDS, type Speed } from "../training/config";
import { dataSeedOption } from "./dataSeedOption";
import { makeResults, reportDifferences } from "./results";
import { report, runCollection } from "./run";
import { checkRecords } from "./spotCheck";
import { stoppable } from "./stoppable";

/** Needs neither generated data nor runs: while those are made it is the first page. */
const FIRST = "00-start-here";

interface StartFlags {
  readonly speed?: Speed;
}

/**
 * `start`: make missing data and the runs behind the figures that are not on record, run what changed of the collection,
 * build the book, say where to look. A failed notebook is in the book too.
 */
export function registerStart(program: Command): void {
  program
    .command("start")
    .description(
      "make missing data and runs, execute all notebooks that changed since their last run here, build the book",
    )
    .addOption(
      new Option("--speed <speed>", "how much is computed; config.yaml says by default").choices(SPEEDS),
    )
    .addOption(dataSeedOption())
    .action(start);
}

async function start(flags: StartFlags): Promise<void> {
  const speed = flags.speed ?? settings().speed;
  const size = sizeAt(speed);
  const clock = stopwatch();
  const book = await growingBook(speed);
  const changed = { ...flags, changedOnly: true };

  const data = stoppable(() => ensureDataset({ size }), "npm start goes on from here");
  data.catch(() => undefined); // told when it is awaited
  const first = await runCollection([FIRST], changed);
  if (first === undefined) return;
  const firstPage = book.build();
  clock.part("first page");
  if ((await data) === undefined) return;
  clock.part("data");
  const checked = await checkRecords(speed);
  if (checked === undefined) return;
  clock.part("recorded runs");
  const made = await makeResults(speed);
  if (made === undefined) return;
  reportDifferences(made.results);
  book.use(made.results);
  clock.part("runs");
  const others = findNotebooks([]).filter((path) => basename(path, ".ipynb") !== FIRST);
  const runs = await runCollection(others, { ...changed, onRun: book.grow });
  if (runs === undefined) return;
  clock.part("notebooks");
  report([...first, ...runs]);
  const { index } = runs.some(isNew) || book.isOld() ? book.build() : firstPage;
  clock.part("book");
  console.error(clock.summary());
  console.log(`Read the book: ${relative(process.cwd(), index)} · run cell by cell: npm run lab`);
}

/** Whether a run left something that the book does not show yet. */
const isNew = ({ codeCells }: NotebookRun): boolean => codeCells > 0;

/** The book as far as notebooks have run: those that have not are in it as they were saved, marked where they are stale. */
async function growingBook(speed: Speed): Promise<{
  build: () => { index: string };
  grow: () => void;
  use: (results: Results) => void;
  isOld: () => boolean;
}> {
  const root = projectRoot();
  const { buildBook } = await import("../book/buildBook.js");
  const { openStaleCheck } = await import("../jupyter/runner/staleCells.js");
  const { runSetting } = await import("../jupyter/runner/runSetting.js");
  let results = readResults(speed);
  let shown = results;
  let [ended, took] = [0, 0];
  const build = (): { index: string } => {
    const from = performance.now();
    shown = results;
    const judge = openStaleCheck(runSetting({ speed }));
    const place = { notebooks: join(root, "notebooks"), out: join(root, "book") };
    const built = buildBook({ ...place, judge, ...(results === undefined ? {} : { results }) });
    ended = performance.now();
    took = ended - from;
    return built;
  };
  return {
    build,
    use: (made) => (results = made),
    isOld: () => JSON.stringify(shown) !== JSON.stringify(results),
    grow: () => {
      if (performance.now() - ended > GROWING_SHARE * took) build();
    },
  };
}

/** The book is built again when so many times its last building have passed: it takes a small share of the time. */
const GROWING_SHARE = 15;

/** The seconds of each part, for the last line. */
function stopwatch(): { part: (name: string) => void; summary: () => string } {
  const start = performance.now();
  let from = start;
  const parts: string[] = [];
  const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;
  return {
    part: (name) => {
      parts.push(`${name} ${seconds(from)}`);
      from = performance.now();
    },
    summary: () => `${parts.join(" · ")} · all ${seconds(start)}`,
  };
}

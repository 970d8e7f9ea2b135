import { Option, type Command } from "commander";
import { join, relative } from "node:path";
import { ensureDataset } from "../simulator/ensureDataset";
import { projectRoot } from "../files/projectRoot";
import { settings } from "../lessons/settings";
import { SPEEDS, type Speed } from "../training/config";
import { dataSeedOption } from "./dataSeedOption";
import { makeResults, reportDifferences } from "./results";
import { report, runCollection } from "./run";
import { stoppable } from "./stoppable";

/** `start`: make missing data and the runs behind the figures, run what changed of the collection, build the book, say where to look. A failed notebook is in the book too. */
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

async function start(flags: { readonly speed?: Speed }): Promise<void> {
  const speed = flags.speed ?? settings().speed;
  const size = speed === "full" ? "incident" : "small";
  const data = await stoppable(() => ensureDataset({ size }), "npm start goes on from here");
  if (data === undefined) return;
  const results = await makeResults(speed);
  if (results === undefined) return;
  reportDifferences(results);
  const runs = await runCollection([], { ...flags, changedOnly: true });
  if (runs === undefined) return;
  report(runs);
  const root = projectRoot();
  const { buildBook } = await import("../book/buildBook.js");
  const { openStaleCheck } = await import("../jupyter/runner/staleCells.js");
  const { runSetting } = await import("../jupyter/runner/runSetting.js");
  const judge = openStaleCheck(runSetting({ speed }));
  const book = buildBook({ notebooks: join(root, "notebooks"), out: join(root, "book"), results, judge });
  console.log(`Read the book: ${relative(process.cwd(), book.index)} · run cell by cell: npm run lab`);
}

import { type Command } from "commander";
import { readNotebook } from "../jupyter/nbformat/readNotebook";
import { findNotebooks } from "../jupyter/runner/findNotebooks";

const FINDING = 1;

/** `npx seven-fixes check [notebooks…]`: the strict type check of all cells, and which outputs are stale. */
export function registerCheck(program: Command): void {
  program
    .command("check")
    .description(
      "Type-check the notebooks' cells with the project's strict compiler, and say whose outputs are stale and why.",
    )
    .argument("[notebooks...]", "paths, or names from notebooks/; all by default")
    .option("--json", "print type errors and stale cells as JSON")
    .action(check);
}

async function check(names: readonly string[], { json = false }: { json?: boolean }): Promise<void> {
  const { checkCells, describeCellError } = await import("../jupyter/cellCheck/checkCells.js");
  const { openStaleCheck, groupStale, describeStale, runnableCells } =
    await import("../jupyter/runner/staleCells.js");
  const paths = findNotebooks(names);
  const errors = checkCells(paths);
  const judge = openStaleCheck();
  const judged = paths.map((path) => {
    const notebook = readNotebook(path);
    return { path, cells: judge(path, notebook), all: runnableCells(notebook) };
  });
  const stale = judged.flatMap(({ path, cells }) => cells.map((cell) => ({ path, ...cell })));
  if (json) console.log(JSON.stringify({ errors, stale }, undefined, 2));
  else {
    const lines = judged.flatMap(({ path, cells, all }) =>
      groupStale(cells).map((group) => describeStale(path, group, all)),
    );
    const summary = `${paths.length} notebooks, ${errors.length} errors, ${stale.length} stale or unknown outputs`;
    console.log([...errors.map(describeCellError), ...lines, summary].join("\n"));
  }
  if (errors.length + stale.length > 0) process.exitCode = FINDING;
}

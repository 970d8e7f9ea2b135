import { type Command } from "commander";
import { findNotebooks } from "../notebook/runner/findNotebooks";

const FINDING = 1;

/** `npx seven-fixes check [notebooks…]`: the strict type check of all cells. */
export function registerCheck(program: Command): void {
  program
    .command("check")
    .description("Type-check the notebooks' cells, in order, with the project's strict compiler.")
    .argument("[notebooks...]", "paths, or names from notebooks/; all by default")
    .option("--json", "print the errors as JSON")
    .action(check);
}

async function check(names: readonly string[], { json = false }: { json?: boolean }): Promise<void> {
  const { checkCells, describeCellError } = await import("../notebook/cellCheck/checkCells.js");
  const paths = findNotebooks(names);
  const errors = checkCells(paths);
  if (json) console.log(JSON.stringify(errors, undefined, 2));
  else
    console.log(
      [...errors.map(describeCellError), `${paths.length} notebooks, ${errors.length} errors`].join("\n"),
    );
  if (errors.length > 0) process.exitCode = FINDING;
}

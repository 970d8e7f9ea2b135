import { basename, dirname, relative } from "node:path";
import { readEventFile } from "./eventFile";
import { type NamedTable } from "./jsonLog";
import { joinTables, type TablePart } from "./joinTables";
import { type LogTable } from "./logTable";
import { type OnBytes } from "./textLines";

/**
 * The runs in the event files of one folder. A later file goes on with the run where its tags are new or its steps begin behind the
 * run's first (a restart); one that logs the same tags from the start again is another run.
 */
export function readEventFiles(folder: string, files: readonly string[], onBytes?: OnBytes): NamedTable[] {
  const runs: { readonly name: string; readonly parts: TablePart[] }[] = [];
  for (const file of [...files].sort(byTime)) {
    const part = { prefix: prefixOf(folder, file), table: readEventFile(file, onBytes) };
    const present = runs.at(-1);
    if (present !== undefined && !beginsAgain(present.parts, part)) present.parts.push(part);
    else if (part.table.rows > 0 || files.length === 1) runs.push({ name: basename(file), parts: [part] });
  }
  const [only, ...others] = runs;
  if (only !== undefined && others.length === 0) return [{ table: joinTables(only.parts) }];
  return runs.map(({ name, parts }) => ({ name, table: joinTables(parts) }));
}

/** Names hold the second they were opened: `events.out.tfevents.1621804771.host…`. */
function byTime(a: string, b: string): number {
  const time = (file: string): number => Number(/tfevents\.(\d+)/.exec(file)?.[1] ?? 0);
  return time(a) - time(b) || (a < b ? -1 : 1);
}

function prefixOf(folder: string, file: string): string {
  const below = relative(folder, dirname(file));
  return below === "" ? "" : `${below.replaceAll("\\", "/")}/`;
}

function beginsAgain(parts: readonly TablePart[], next: TablePart): boolean {
  const firsts = new Map<string, number>();
  for (const part of parts)
    for (const [tag, step] of firstSteps(part)) firsts.set(tag, Math.min(step, firsts.get(tag) ?? step));
  return [...firstSteps(next)].some(([tag, step]) => step <= (firsts.get(tag) ?? -Infinity));
}

/** The first step of each tag that has several values: a summary written once begins nothing. */
function firstSteps({ prefix, table }: TablePart): Map<string, number> {
  const steps = stepAt(table);
  return new Map(
    table.columns
      .filter(({ name, values }) => name !== "step" && values.length > 1)
      .map(({ name, rows }) => [prefix + name, steps.get(rows[0] ?? -1) ?? 0]),
  );
}

function stepAt({ columns }: LogTable): Map<number, number> {
  const step = columns.find(({ name }) => name === "step");
  return new Map(step?.rows.map((row, i) => [row, step.values[i] ?? 0]));
}

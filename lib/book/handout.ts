import { basename, join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { replaceFolder } from "../files/replaceFolder";
import { formatNotebook } from "../jupyter/nbformat/formatNotebook";
import { tagsOf, type Cell, type Notebook, type Output } from "../jupyter/nbformat/notebook";
import { readNotebook } from "../jupyter/nbformat/readNotebook";
import { hasSameCells, outputRecord, recordIn, withRecord } from "../jupyter/runner/outputRecord";
import { type StaleCheck } from "../jupyter/runner/staleCells";
import { buildBook } from "./buildBook";

/** What a hint shows; the output of a solution begins in the same way with its own heading. */
const isHint = (output: Output): boolean =>
  "data" in output && String(output.data["text/markdown"]).startsWith("<details><summary>Hint");

/** Of a cell tagged `solution` only its calls of `hint` stay, and what they show; nothing where it has none. */
function withoutSolution(cell: Cell): Cell[] {
  if (!tagsOf(cell).includes("solution")) return [cell];
  const hints = cell.source.split("\n").filter((line) => line.startsWith("lessons.hint("));
  if (cell.cell_type !== "code" || hints.length === 0) return [];
  const tags = tagsOf(cell).map((tag) => (tag === "solution" ? "hint" : tag));
  const metadata = { ...cell.metadata, tags };
  return [{ ...cell, metadata, source: hints.join("\n"), outputs: cell.outputs.filter(isHint) }];
}

/** A notebook for a class: the same, but without its solutions. Its record stays true if it was. */
export function withoutSolutions(notebook: Notebook): Notebook {
  const handedOut = { ...notebook, cells: notebook.cells.flatMap(withoutSolution) };
  const record = recordIn(notebook);
  const isTrue = record !== undefined && hasSameCells(record, outputRecord(notebook, record));
  return withRecord(handedOut, isTrue ? outputRecord(handedOut, record) : undefined);
}

/** Judges a handed-out notebook as the one it was made from. */
function judgeOriginals(paths: readonly string[], judge: StaleCheck): StaleCheck {
  return (path, { cells }) => {
    const original = paths.find((one) => basename(one) === basename(path)) ?? path;
    const ids = cells.map(({ id }) => id);
    return judge(original, readNotebook(original)).filter(({ id }) => ids.includes(id));
  };
}

/**
 * Writes what a teacher hands out into a folder of its own: `notebooks/` without solutions, and their `book/`. The
 * notebooks named stay as they are; an earlier handout is replaced. Errors: as `buildBook`, and a folder that holds
 * anything else.
 */
export function writeHandout(paths: readonly string[], out: string, judge: StaleCheck): void {
  const write = (folder: string): void => {
    const notebooks = join(folder, "notebooks");
    for (const path of paths) {
      atomicWrite(join(notebooks, basename(path)), formatNotebook(withoutSolutions(readNotebook(path))));
    }
    buildBook({ notebooks, out: join(folder, "book"), judge: judgeOriginals(paths, judge) });
  };
  replaceFolder(out, write, { marker: "book/assets/book.css" });
}

import { basename } from "node:path";
import type { Cell, Notebook } from "../nbformat/notebook";
import { parseNotebook, readNotebookText } from "../nbformat/readNotebook";

/** One notebook of the book. */
export interface NotebookPage {
  /** File name without `.ipynb`; the page's name too. */
  readonly name: string;
  /** The first heading: the notebook's question. */
  readonly title: string;
  /** Minutes it takes, from the line in italics of its opening; undefined when that says none. */
  readonly minutes: string | undefined;
  /** The first sentence of its opening after that line. */
  readonly about: string;
  /** Ids of cells whose outputs are older than their sources, as far as the file says. */
  readonly stale: readonly string[];
  readonly cells: readonly Cell[];
}

/** The paragraphs of Markdown that are neither heading, table, list, code nor comment. */
function paragraphs(markdown: string): string[] {
  return markdown
    .split(/\n\s*\n/)
    .map((text) => text.replace(/<!--[^]*?-->/g, "").trim())
    .filter((text) => text !== "" && !/^(?:#|\||>|```|[-*] |\d+\. |\$\$|<)/.test(text));
}

/** A paragraph wholly in italics: how long the notebook takes, and what it needs. */
const isTimeLine = (text: string): boolean => /^\*[^*][^]*\*$|^_[^_][^]*_$/.test(text);

/** Minutes of a time line: "20 min", "10–15 minutes", "About a minute". */
function minutesOf(timeLine: string): string | undefined {
  if (/\ba minute\b/i.test(timeLine)) return "1";
  return /(\d+(?:\s*[–-]\s*\d+)?)\s*min/.exec(timeLine)?.[1];
}

/** The first sentence of a paragraph, in plain words. */
function firstSentence(text: string): string {
  const words = text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*_`]/g, "");
  const line = words.replace(/\s+/g, " ");
  return /^.*?[.?!](?=\s|$)/.exec(line)?.[0] ?? line;
}

/** Cell ids under `stale` of the notebook's own metadata. */
function staleCells({ metadata }: Notebook): string[] {
  const own = metadata["seven-fixes"] as { readonly stale?: unknown } | undefined;
  return Array.isArray(own?.stale) ? own.stale.filter((id) => typeof id === "string") : [];
}

/**
 * Reads a notebook for the book. Throws one clear line when the file is no notebook of nbformat 4, or has no
 * heading to be listed under.
 */
export function readNotebookPage(path: string): NotebookPage {
  const file = basename(path);
  const notebook = parseNotebook(readNotebookText(path), file);
  const opening = notebook.cells.filter((cell) => cell.cell_type === "markdown").slice(0, 3);
  const title = /^#\s+(.+)$/m.exec(opening.map((cell) => cell.source).join("\n"))?.[1]?.trim();
  if (title === undefined) {
    throw new Error(`notebook ${file}: expected a first heading "# …", got none; give it one, its question`);
  }
  const texts = opening.flatMap((cell) => paragraphs(cell.source));
  return {
    name: file.replace(/\.ipynb$/, ""),
    title: title.replace(/[*_`]/g, ""),
    minutes: minutesOf(texts.find(isTimeLine) ?? ""),
    about: firstSentence(texts.find((text) => !isTimeLine(text)) ?? ""),
    stale: staleCells(notebook),
    cells: notebook.cells,
  };
}

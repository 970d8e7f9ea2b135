import { basename } from "node:path";
import type { Cell } from "../jupyter/nbformat/notebook";
import { parseNotebook, readNotebookText } from "../jupyter/nbformat/readNotebook";
import type { StaleCell, StaleCheck } from "../jupyter/runner/staleCells";

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
  /** Cells whose outputs are older than what they were made from, or of which nobody can tell. */
  readonly stale: readonly StaleCell[];
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

const NUMBERS = ["a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** Minutes of a time line: "20 min", "10–15 minutes", "About a minute", "About two minutes". */
function minutesOf(timeLine: string): string | undefined {
  const word = /\b([a-z]+) minutes?\b/i.exec(timeLine)?.[1]?.toLowerCase();
  const place = word === undefined ? -1 : NUMBERS.indexOf(word);
  if (place >= 0) return String(place + 1);
  return /(\d+(?:\s*[–-]\s*\d+)?)\s*min/.exec(timeLine)?.[1];
}

/** The first sentence of a paragraph, in plain words. */
function firstSentence(text: string): string {
  const words = text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[*_`]/g, "");
  const line = words.replace(/\s+/g, " ");
  return /^.*?[.?!](?=\s|$)/.exec(line)?.[0] ?? line;
}

/**
 * Reads a notebook for the book and has its outputs judged. Throws one clear line when the file is no notebook of nbformat 4, or has no
 * heading to be listed under.
 */
export function readNotebookPage(path: string, judge: StaleCheck): NotebookPage {
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
    stale: judge(path, notebook),
    cells: notebook.cells,
  };
}

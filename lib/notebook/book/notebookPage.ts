import { basename } from "node:path";
import type { Cell, Notebook } from "../nbformat/notebook";
import { parseNotebook, readNotebookText } from "../nbformat/readNotebook";

/** One notebook of the book. */
export interface NotebookPage {
  /** File name without `.ipynb`; the page's name too. */
  readonly name: string;
  /** The first heading: the notebook's question. */
  readonly title: string;
  /** Minutes to read and run it, from the first "N min" of its opening; undefined when it says none. */
  readonly minutes: string | undefined;
  /** The first sentence of its opening that is not the line about time. */
  readonly about: string;
  /** Ids of cells whose outputs are older than their sources, as far as the file says. */
  readonly stale: readonly string[];
  readonly cells: readonly Cell[];
}

/** The paragraphs of Markdown that are neither heading, table, list, code nor comment, in plain words. */
function paragraphs(markdown: string): string[] {
  return markdown
    .split(/\n\s*\n/)
    .map((text) => text.replace(/<!--[^]*?-->/g, "").trim())
    .filter((text) => text !== "" && !/^(?:#|\||>|```|[-*] |\d+\. |\$\$|<)/.test(text))
    .map((text) =>
      text
        .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
        .replace(/[*_`]/g, "")
        .replace(/\s+/g, " "),
    );
}

const MINUTES = /(\d+(?:\s*[–-]\s*\d+)?)\s*min/;

const firstSentence = (text: string): string => /^.*?[.?!](?=\s|$)/.exec(text)?.[0] ?? text;

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
    minutes: texts.map((text) => MINUTES.exec(text)?.[1]).find((found) => found !== undefined),
    about: firstSentence(texts.find((text) => !MINUTES.test(text)) ?? ""),
    stale: staleCells(notebook),
    cells: notebook.cells,
  };
}

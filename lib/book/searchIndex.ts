import MiniSearch from "minisearch";
import { tasksIn } from "../lessons/taskText";
import type { NotebookPage } from "./notebookPage";
import { renderMarkdown } from "./renderMarkdown";

/** A stretch of a notebook under one heading: what a search finds. */
export interface Section {
  readonly id: number;
  /** Where it is: page and anchor. */
  readonly url: string;
  /** The notebook's title. */
  readonly page: string;
  readonly heading: string;
  readonly text: string;
}

/** Options of the index; the browser loads it with the same. */
export const SEARCH_OPTIONS = {
  fields: ["heading", "page", "text"],
  storeFields: ["url", "page", "heading", "text"],
};

/** Markdown without its marks, near enough to be searched and quoted. */
function plainWords(markdown: string): string {
  return markdown
    .replace(/<!--[^]*?-->/g, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[#*_`|>$]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

/** Code on one line, behind the tasks of the exercises it checks. */
const wordsOfCode = (source: string): string =>
  [...tasksIn(source).map(plainWords), source.replace(/\s+/g, " ")].join(" ");

/** The sections of one notebook in order; code counts to the heading above it. */
export function sectionsOf(page: NotebookPage): Omit<Section, "id">[] {
  const taken = new Set(page.cells.map((cell) => cell.id));
  const start = { url: `${page.name}.html`, page: page.title, heading: page.title, text: "" };
  const sections = [start];
  for (const cell of page.cells) {
    const last = sections.at(-1) ?? start;
    if (cell.cell_type === "code") last.text += ` ${wordsOfCode(cell.source)}`;
    if (cell.cell_type !== "markdown") continue;
    const headings = renderMarkdown(cell.source, taken).headings;
    const [before = "", ...under] = cell.source.split(/^#{1,6}\s+.*$/m);
    last.text += ` ${plainWords(before)}`;
    headings.forEach(({ text, anchor }, i) => {
      const section = {
        ...start,
        heading: text,
        url: `${start.url}#${anchor}`,
        text: plainWords(under[i] ?? ""),
      };
      sections.push(section);
    });
  }
  return sections.filter(({ text }) => text.trim() !== "").map((s) => ({ ...s, text: s.text.trim() }));
}

/**
 * The search index as a script that sets a global: a page opened from disk may load scripts, but may not
 * fetch a JSON file.
 */
export function searchIndexScript(pages: readonly NotebookPage[]): string {
  const index = new MiniSearch<Section>(SEARCH_OPTIONS);
  index.addAll(pages.flatMap(sectionsOf).map((section, id) => ({ ...section, id })));
  return `window.sevenFixesSearch = ${JSON.stringify({ options: SEARCH_OPTIONS, index })};\n`;
}

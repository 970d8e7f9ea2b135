import { readFileSync } from "node:fs";
import { basename } from "node:path";

/** An output as nbformat 4 stores it, its lists of lines joined. */
export type Output =
  | { readonly kind: "stream"; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "error"; readonly title: string; readonly traceback: string }
  | { readonly kind: "data"; readonly data: Readonly<Record<string, unknown>> };

/** A cell as the book needs it. */
export interface Cell {
  readonly kind: "markdown" | "code" | "raw";
  readonly id: string;
  readonly source: string;
  readonly tags: readonly string[];
  readonly outputs: readonly Output[];
}

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

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** nbformat's multi-line string: one string, or a list of lines. */
function joined(value: unknown): string {
  if (isList(value)) return value.map(String).join("");
  return typeof value === "string" ? value : "";
}

const stringsOf = (value: unknown): string[] =>
  isList(value) ? value.filter((item) => typeof item === "string") : [];

/** MIME data with text forms joined; JSON forms stay as they are. */
function mimeData(data: unknown): Json {
  if (!isObject(data)) return {};
  return Object.fromEntries(
    Object.entries(data).map(([type, value]) => [type, /json$/.test(type) ? value : joined(value)]),
  );
}

function outputOf(output: unknown): Output {
  const raw = isObject(output) ? output : {};
  switch (raw.output_type) {
    case "stream":
      return { kind: "stream", name: raw.name === "stderr" ? "stderr" : "stdout", text: joined(raw.text) };
    case "error": {
      const title = [raw.ename, raw.evalue]
        .filter((part) => typeof part === "string" && part !== "")
        .join(": ");
      return { kind: "error", title, traceback: stringsOf(raw.traceback).join("\n") };
    }
    default:
      return { kind: "data", data: mimeData(raw.data) };
  }
}

function cellOf(cell: unknown, index: number): Cell {
  const raw = isObject(cell) ? cell : {};
  const metadata = isObject(raw.metadata) ? raw.metadata : {};
  return {
    kind: raw.cell_type === "code" || raw.cell_type === "raw" ? raw.cell_type : "markdown",
    id: typeof raw.id === "string" ? raw.id : `cell-${index + 1}`,
    source: joined(raw.source),
    tags: stringsOf(metadata.tags),
    outputs: isList(raw.outputs) ? raw.outputs.map(outputOf) : [],
  };
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

/**
 * Reads a notebook for the book. Throws one clear line when the file is no JSON, is not nbformat 4, or has
 * no heading to be listed under.
 */
export function readNotebookPage(path: string): NotebookPage {
  const file = basename(path);
  const notebook = parseNotebook(readFileSync(path, "utf8"), file);
  const cells = (notebook.cells as readonly unknown[]).map(cellOf);
  const opening = cells.filter((cell) => cell.kind === "markdown").slice(0, 3);
  const title = /^#\s+(.+)$/m.exec(opening.map((cell) => cell.source).join("\n"))?.[1]?.trim();
  if (title === undefined) {
    throw new Error(`notebook ${file}: expected a first heading "# …", got none; give it one, its question`);
  }
  const texts = opening.flatMap((cell) => paragraphs(cell.source));
  const metadata = isObject(notebook.metadata) ? notebook.metadata : {};
  const own = isObject(metadata["seven-fixes"]) ? metadata["seven-fixes"] : {};
  return {
    name: file.replace(/\.ipynb$/, ""),
    title: title.replace(/[*_`]/g, ""),
    minutes: texts.map((text) => MINUTES.exec(text)?.[1]).find((found) => found !== undefined),
    about: firstSentence(texts.find((text) => !MINUTES.test(text)) ?? ""),
    stale: stringsOf(own.stale),
    cells,
  };
}

function parseNotebook(text: string, file: string): Json {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`notebook ${file}: expected JSON, got "${reason}"; restore the file`, { cause: error });
  }
  if (!isObject(parsed) || parsed.nbformat !== 4 || !isList(parsed.cells)) {
    const version = isObject(parsed) ? `nbformat ${JSON.stringify(parsed.nbformat)}` : typeof parsed;
    throw new Error(
      `notebook ${file}: expected nbformat 4 with cells, got ${version}; save it from Jupyter again`,
    );
  }
  return parsed;
}

import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { type Results } from "../experiments/results";
import { inReadingOrder } from "../lessons/parts";
import { replaceFolder } from "../files/replaceFolder";
import { bookAssets } from "./bookAssets";
import { type ClaimRow, claimsLedger } from "./claimsLedger";
import { claimsPage } from "./claimsPage";
import { escapeHtml } from "../plots/escapeHtml";
import { indexPage } from "./indexPage";
import { readNotebookPage, type NotebookPage } from "./notebookPage";
import { pageShell } from "./pageShell";
import { renderNotebook } from "./renderNotebook";
import { searchIndexScript } from "./searchIndex";
import { staleBanner } from "./staleBanner";
import { openStaleCheck, type StaleCheck } from "../jupyter/runner/staleCells";

export interface BookOptions {
  /** Folder with the executed notebooks. */
  readonly notebooks: string;
  /** Results whose verdicts the first page shows; none by default. */
  readonly results?: Results;
  /** Says which outputs are stale; by default what runs as config.yaml says left behind. */
  readonly judge?: StaleCheck;
  /** Folder the book is put in; an earlier book there is replaced. */
  readonly out: string;
}

/** What was built: the page to open, and how many notebooks it leads to. */
export interface Book {
  readonly index: string;
  readonly notebooks: number;
}

function neighbour(page: NotebookPage | undefined, rel: "prev" | "next"): string {
  if (page === undefined) return "<span></span>";
  const label = rel === "prev" ? "← Before" : "Next →";
  const href = `${encodeURI(page.name)}.html`;
  return `<a rel="${rel}" href="${href}"><small>${label}</small>${escapeHtml(page.title)}</a>`;
}

/** All files of the book by path in it, computed before anything is written. */
function bookFiles(
  pages: readonly NotebookPage[],
  claims: readonly ClaimRow[],
  results?: Results,
): Map<string, string | Uint8Array> {
  const frame = { chapters: pages };
  const index = pageShell({
    ...frame,
    title: "Seven fixes",
    page: "index",
    headings: [],
    main: indexPage(pages, results),
  });
  const main = claimsPage(
    claims,
    pages.map(({ name }) => name),
  );
  const ledger = pageShell({
    ...frame,
    ...{ title: "The document's sentences · Seven fixes", page: "claims", headings: [], main },
  });
  const files = new Map<string, string | Uint8Array>([
    ["index.html", index],
    ["claims.html", ledger],
  ]);
  pages.forEach((page, i) => {
    const { html, headings, pictures } = renderNotebook(page);
    const around = neighbour(pages[i - 1], "prev") + neighbour(pages[i + 1], "next");
    const main = `${staleBanner(page)}<article>${html}</article>\n<nav class="neighbours" aria-label="Neighbouring notebooks">${around}</nav>`;
    const title = `${page.title} · Seven fixes`;
    files.set(`${page.name}.html`, pageShell({ ...frame, title, page: page.name, headings, main }));
    for (const { path, content } of pictures) files.set(path, content);
  });
  files.set("assets/search-index.js", searchIndexScript(pages));
  for (const [path, content] of bookAssets()) files.set(path, content);
  return files;
}

/**
 * Makes static pages of all notebooks in a folder: they open from disk, without a server or network. The
 * same notebooks give the same bytes. A broken notebook throws before anything is written; an earlier book
 * stays until the new one is whole.
 */
export function buildBook({ notebooks, out, results, judge = openStaleCheck() }: BookOptions): Book {
  const files = existsSync(notebooks) ? readdirSync(notebooks).filter((file) => file.endsWith(".ipynb")) : [];
  if (files.length === 0) {
    throw new Error(`book: expected notebooks (*.ipynb) in ${notebooks}, got none; name their folder`);
  }
  const pages = inReadingOrder(files, (file) => basename(file, ".ipynb")).map((file) =>
    readNotebookPage(join(notebooks, file), judge),
  );
  const content = bookFiles(pages, claimsLedger(notebooks), results);
  const place = resolve(out);
  replaceFolder(place, (folder) => content.forEach((bytes, path) => atomicWrite(join(folder, path), bytes)), {
    marker: "assets/book.css",
  });
  return { index: join(place, "index.html"), notebooks: files.length };
}

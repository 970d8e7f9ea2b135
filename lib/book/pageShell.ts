import { byParts } from "../lessons/parts";
import { escapeHtml } from "../plots/escapeHtml";
import type { Heading } from "./renderMarkdown";

/** What every page of the book shows around its text. */
export interface PageFrame {
  readonly title: string;
  /** Name of this page; "index" for the first. */
  readonly page: string;
  /** All notebooks of the book in their order. */
  readonly chapters: readonly { readonly name: string; readonly title: string }[];
  readonly headings: readonly Heading[];
  /** The text, as HTML. */
  readonly main: string;
}

/**
 * Nothing is fetched from elsewhere and no script runs but the book's own files. Opened from disk, a page's
 * own origin is opaque, hence `file:` beside 'self'. Plotly and KaTeX set inline styles.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' file:",
  "style-src 'self' file: 'unsafe-inline'",
  "img-src 'self' file: data: blob:",
  "font-src 'self' file:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** "03" of "03-labels"; "" for a name without a leading number. */
export const chapterNumber = (name: string): string => /^\d+/.exec(name)?.[0] ?? "";

function chapterList({ page, chapters }: PageFrame): string {
  const item = ({ name, title }: PageFrame["chapters"][number]): string => {
    const current = name === page ? ' aria-current="page"' : "";
    const number = `<span class="number">${chapterNumber(name)}</span>`;
    return `<li><a href="${encodeURI(name)}.html"${current}>${number}<span>${escapeHtml(title)}</span></a></li>`;
  };
  return byParts(chapters)
    .map(({ part, things }) => {
      const heading = part === undefined ? "" : `<p>${escapeHtml(part.title)}</p>\n`;
      return `${heading}<ol>${things.map(item).join("\n")}</ol>`;
    })
    .join("\n");
}

function contents({ headings }: PageFrame): string {
  const shown = headings.filter(({ level }) => level === 2 || level === 3);
  if (shown.length < 2) return "";
  const items = shown.map(
    ({ level, text, anchor }) =>
      `<li class="level-${level}"><a href="#${encodeURI(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="contents" aria-label="On this page"><p>On this page</p><ul>${items.join("\n")}</ul></nav>`;
}

const HEADER = `<header class="bar">
<button type="button" class="menu" aria-expanded="false" aria-controls="chapters">Notebooks</button>
<a class="home" href="index.html">Seven fixes</a>
<div class="search" role="search">
<input type="search" placeholder="Search" aria-label="Search all notebooks" autocomplete="off" spellcheck="false">
<ol class="results" hidden></ol>
</div>
<button type="button" class="theme" aria-label="Switch between light and dark">◐</button>
</header>`;

/** A whole page: head with its policy, bar, chapters, text and contents. */
export function pageShell(frame: PageFrame): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(frame.title)}</title>
<link rel="stylesheet" href="assets/katex/katex.min.css">
<link rel="stylesheet" href="assets/book.css">
<script src="assets/theme.js"></script>
<script src="assets/book.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
${HEADER}
<div class="columns">
<nav class="chapters" id="chapters" aria-label="Notebooks">${chapterList(frame)}</nav>
<main id="main">
${frame.main}
</main>
${contents(frame)}
</div>
</body>
</html>
`;
}

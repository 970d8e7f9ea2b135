import katexPlugin from "@vscode/markdown-it-katex";
import MarkdownIt, { type Token } from "markdown-it";
import { escapeHtml } from "../plots/escapeHtml";
import { highlight } from "./highlight";
import { sanitize } from "./sanitize";

/** A heading of a page: its level, its words, and the anchor it can be reached by. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly anchor: string;
}

/** A heading's words as an anchor, with a number where an earlier heading of the page has it. */
function freeAnchor(text: string, taken: Set<string>): string {
  const words =
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "") || "section";
  let anchor = words;
  for (let n = 2; taken.has(anchor); n++) anchor = `${words}-${n}`;
  taken.add(anchor);
  return anchor;
}

const markdown = new MarkdownIt({ html: true, linkify: false, typographer: true });
markdown.use(katexPlugin, { throwOnError: false });
markdown.options.highlight = (code, language) => highlight(code, language === "ts" ? "typescript" : language);

markdown.renderer.rules.table_open = () => '<div class="table-scroll"><table>';
markdown.renderer.rules.table_close = () => "</table></div>";

/** Notebooks link to each other by file; in the book the same link leads to the page. */
const toPages = (html: string): string =>
  html.replace(
    /(<a [^>]*href=")([\w./-]+)\.ipynb(#[^"]*)?"/g,
    (_, start: string, page: string, anchor = "") => {
      return `${start}${page}.html${String(anchor)}"`;
    },
  );

/** A number bound to a result keeps its mark, so that a reader can see which ones are checked. */
const markClaims = (source: string): string =>
  source.replace(
    /<!--claim:([\w-]+)-->([^]*?)<!--\/claim-->/g,
    (_, id: string, text: string) =>
      `<span class="claim-text" title="checked by the run: ${escapeHtml(id)}">${text}</span>`,
  );

/** Gives every heading among the tokens its anchor, and returns them in order. */
function anchorHeadings(tokens: readonly Token[], taken: Set<string>): Heading[] {
  return tokens.flatMap((token, i) => {
    if (token.type !== "heading_open") return [];
    const text = (tokens[i + 1]?.content ?? "").replace(/<[^>]*>|[*_`$]/g, "").trim();
    const anchor = freeAnchor(text, taken);
    token.attrSet("id", anchor);
    return [{ level: Number(token.tag.slice(1)), text, anchor }];
  });
}

/**
 * Markdown turned into harmless HTML, and the headings met on the way; `taken` are the anchors the page has
 * already. Maths is set by KaTeX.
 */
export function renderMarkdown(
  source: string,
  taken = new Set<string>(),
): { html: string; headings: readonly Heading[] } {
  const tokens = markdown.parse(markClaims(source), {});
  const headings = anchorHeadings(tokens, taken);
  const html = sanitize(markdown.renderer.render(tokens, markdown.options, {}));
  return { html: toPages(html), headings };
}

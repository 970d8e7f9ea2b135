import { escapeHtml } from "../../plots/escapeHtml";
import { highlight } from "./highlight";
import { tagsOf, type Cell, type CodeCell } from "../nbformat/notebook";
import type { NotebookPage } from "./notebookPage";
import { renderMarkdown, type Heading } from "./renderMarkdown";
import { renderOutput, type PictureFile } from "./renderOutput";
import { staleMark } from "./staleBanner";

/** The text of one notebook as HTML, with its headings and picture files. */
export interface RenderedNotebook {
  readonly html: string;
  readonly headings: readonly Heading[];
  readonly pictures: readonly PictureFile[];
}

/** Tags of cells that open on a click, and what stands on the fold. */
const FOLDED: Readonly<Record<string, string>> = { solution: "Solution", hint: "Hint" };

function folded(cell: Cell, html: string): string {
  const heading = tagsOf(cell)
    .map((tag) => FOLDED[tag])
    .find((found) => found !== undefined);
  if (heading === undefined) return html;
  return `<details class="fold"><summary>${heading}</summary>\n${html}\n</details>`;
}

function codeHtml(source: string): string {
  if (source.trim() === "") return "";
  return `<div class="code"><pre><code>${highlight(source, "typescript")}</code></pre></div>`;
}

function codeCell(cell: CodeCell, page: NotebookPage): { html: string; pictures: PictureFile[] } {
  const rendered = cell.outputs.map((output, i) => {
    return renderOutput(output, `pictures/${page.name}-${cell.id}-${i + 1}.png`);
  });
  const outputs = staleMark(page, cell.id) + rendered.map(({ html }) => html).join("\n");
  const below = outputs === "" ? "" : `\n<div class="outputs">${outputs}</div>`;
  const html = `<section class="cell" id="${escapeHtml(cell.id)}">${codeHtml(cell.source)}${below}</section>`;
  return { html, pictures: rendered.flatMap(({ pictures }) => pictures) };
}

/** Cells in order: prose as it stands, code highlighted with its outputs below, hints and solutions folded. */
export function renderNotebook(page: NotebookPage): RenderedNotebook {
  const anchors = new Set(page.cells.map((cell) => cell.id));
  const headings: Heading[] = [];
  const pictures: PictureFile[] = [];
  const parts = page.cells.map((cell) => {
    if (cell.cell_type === "raw") return "";
    if (cell.cell_type === "code") {
      const code = codeCell(cell, page);
      pictures.push(...code.pictures);
      return folded(cell, code.html);
    }
    const prose = renderMarkdown(cell.source, anchors);
    headings.push(...prose.headings);
    return folded(cell, `<section class="prose">${prose.html}</section>`);
  });
  return { html: parts.filter((part) => part !== "").join("\n"), headings, pictures };
}

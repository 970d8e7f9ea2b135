import { escapeHtml } from "../plots/escapeHtml";
import { tagsOf, type Cell, type CodeCell, type Output } from "../jupyter/nbformat/notebook";
import { tasksIn } from "../lessons/taskText";
import { checkedClaims, isClaim } from "./checkedClaims";
import { codeBlock } from "./codeBlock";
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

const taskHtml = (task: string): string => `<div class="task">${renderMarkdown(task).html}</div>\n`;

/** What `check` showed without its task, which the book shows above the code already. */
function withoutTask(output: Output, tasks: readonly string[]): Output {
  const shown = "data" in output ? output.data["text/markdown"] : undefined;
  const task = tasks.find((one) => typeof shown === "string" && shown.startsWith(one));
  if (task === undefined || !("data" in output)) return output;
  return { ...output, data: { ...output.data, "text/markdown": String(shown).slice(task.length).trim() } };
}

function codeCell(cell: CodeCell, page: NotebookPage): { html: string; pictures: PictureFile[] } {
  const tasks = tasksIn(cell.source);
  const rendered = cell.outputs.map((output, i) => {
    if (isClaim(output)) return { html: "", pictures: [] };
    return renderOutput(withoutTask(output, tasks), `pictures/${page.name}-${cell.id}-${i + 1}.png`);
  });
  const shown = [...rendered.map(({ html }) => html), checkedClaims(cell.outputs)].filter(
    (one) => one !== "",
  );
  const outputs = staleMark(page, cell.id) + shown.join("\n");
  const below = outputs === "" ? "" : `\n<div class="outputs">${outputs}</div>`;
  const code = tasks.map(taskHtml).join("") + codeBlock(cell.source);
  const html = `<section class="cell" id="${escapeHtml(cell.id)}">${code}${below}</section>`;
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

import { escapeHtml } from "../plots/escapeHtml";
import { groupStale, runnableCells, type StaleCell, type StaleGroup } from "../jupyter/runner/staleCells";
import type { NotebookPage } from "./notebookPage";

/** Reasons as HTML: `npm start` in them is code. */
const reasonsHtml = ({ reasons }: Pick<StaleCell, "reasons">): string =>
  reasons.map((reason) => escapeHtml(reason).replace(/`([^`]*)`/g, "<code>$1</code>")).join("; ");

function groupHtml(group: StaleGroup, all: number): string {
  const links = group.cells.map(({ cell, id }) => `<a href="#${encodeURI(id)}">${cell}</a>`);
  const kind = group.kind === "stale" ? "Stale" : "Unknown";
  const which = links.length === all ? "all cells" : `cell${links.length > 1 ? "s" : ""} ${links.join(", ")}`;
  return `<li>${kind}: ${reasonsHtml(group)} (${which})</li>`;
}

/** What stands above a page some of whose outputs are in doubt, with a link to each; "" where none is. */
export function staleBanner({ stale, cells }: Pick<NotebookPage, "stale" | "cells">): string {
  if (stale.length === 0) return "";
  const all = runnableCells({ cells });
  return `<aside class="stale" aria-label="Stale outputs">
<p><strong>A run might not give these outputs again.</strong> <code>npm start</code> makes them anew.</p>
<ul>${groupStale(stale)
    .map((group) => groupHtml(group, all))
    .join("\n")}</ul>
</aside>
`;
}

/** The mark above the output of one cell in doubt; "" for any other, and where the banner says it of all at once. */
export function staleMark({ stale, cells }: Pick<NotebookPage, "stale" | "cells">, id: string): string {
  const found = stale.find((cell) => cell.id === id);
  if (found === undefined) return "";
  const [first, ...others] = groupStale(stale);
  if (others.length === 0 && first?.cells.length === runnableCells({ cells })) return "";
  const kind = found.kind === "stale" ? "Stale output" : "Output of unknown origin";
  return `<p class="stale">${kind}: ${reasonsHtml(found)}.</p>`;
}

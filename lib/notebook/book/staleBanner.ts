import { escapeHtml } from "../../plots/escapeHtml";
import { groupStale, type StaleCell, type StaleGroup } from "../runner/staleCells";
import type { NotebookPage } from "./notebookPage";

/** Reasons as HTML: `npm start` in them is code. */
const reasonsHtml = ({ reasons }: Pick<StaleCell, "reasons">): string =>
  reasons.map((reason) => escapeHtml(reason).replace(/`([^`]*)`/g, "<code>$1</code>")).join("; ");

function groupHtml(group: StaleGroup): string {
  const links = group.cells.map(({ cell, id }) => `<a href="#${encodeURI(id)}">${cell}</a>`);
  const kind = group.kind === "stale" ? "Stale" : "Unknown";
  return `<li>${kind}: ${reasonsHtml(group)} (cell${links.length > 1 ? "s" : ""} ${links.join(", ")})</li>`;
}

/** What stands above a page some of whose outputs are in doubt, with a link to each; "" where none is. */
export function staleBanner({ stale }: Pick<NotebookPage, "stale">): string {
  if (stale.length === 0) return "";
  return `<aside class="stale" aria-label="Stale outputs">
<p><strong>A run might not give these outputs again.</strong> <code>npm start</code> makes them anew.</p>
<ul>${groupStale(stale).map(groupHtml).join("\n")}</ul>
</aside>
`;
}

/** The mark above the output of one cell in doubt; "" for any other. */
export function staleMark({ stale }: Pick<NotebookPage, "stale">, id: string): string {
  const found = stale.find((cell) => cell.id === id);
  if (found === undefined) return "";
  const kind = found.kind === "stale" ? "Stale output" : "Output of unknown origin";
  return `<p class="stale">${kind}: ${reasonsHtml(found)}.</p>`;
}

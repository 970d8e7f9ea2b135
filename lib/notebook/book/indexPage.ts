import { escapeHtml } from "../../plots/escapeHtml";
import type { NotebookPage } from "./notebookPage";
import { chapterNumber } from "./pageShell";

function row({ name, title, minutes, about }: NotebookPage): string {
  return `<tr>
<td class="number">${chapterNumber(name)}</td>
<td class="question"><a href="${encodeURI(name)}.html">${escapeHtml(title)}</a></td>
<td class="minutes">${minutes === undefined ? "" : `${escapeHtml(minutes)} min`}</td>
<td class="about">${escapeHtml(about)}</td>
</tr>`;
}

/** The text of the first page: what the collection is, and the table of notebooks. */
export function indexPage(pages: readonly NotebookPage[]): string {
  return `<section class="prose opening">
<h1>Seven fixes</h1>
<p class="lead">A model that should drive along the road predicted almost the same line for every scene, and its loss
stood still. Seven changes were proposed. These notebooks take the run apart, test each change, and look for the cause.</p>
</section>
<table class="notebooks">
<thead><tr><th></th><th>Question</th><th>Time</th><th>About</th></tr></thead>
<tbody>
${pages.map(row).join("\n")}
</tbody>
</table>
<section class="prose">
<p>Read in order, or open the one whose question you have. Every figure answers to the pointer; a number with a
dotted line under it was checked by the run that made the page. To run the notebooks yourself, cell by cell:</p>
<div class="code"><pre><code>npm ci
npm run lab</code></pre></div>
</section>`;
}

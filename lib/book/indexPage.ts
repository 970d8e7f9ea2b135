import { frontRule, frontStudies, frontTable } from "../experiments/frontTable";
import { type Results } from "../experiments/results";
import { byParts, type Part } from "../lessons/parts";
import { escapeHtml } from "../plots/escapeHtml";
import { glossary, opening } from "./frontPage";
import type { NotebookPage } from "./notebookPage";
import { chapterNumber } from "./pageShell";
import { renderMarkdown } from "./renderMarkdown";

function row({ name, title, minutes, about }: NotebookPage): string {
  return `<tr>
<td class="number">${chapterNumber(name)}</td>
<td class="question"><a href="${encodeURI(name)}.html">${escapeHtml(title)}</a></td>
<td class="minutes">${minutes === undefined ? "" : `${escapeHtml(minutes)} min`}</td>
<td class="about">${escapeHtml(about)}</td>
</tr>`;
}

function heading({ title, about }: Part): string {
  return `<tr class="part"><th colspan="4" scope="rowgroup"><h2>${escapeHtml(title)}</h2><p>${escapeHtml(about)}</p></th></tr>\n`;
}

/** Every notebook under its part. */
function rows(pages: readonly NotebookPage[]): string {
  return byParts(pages)
    .map(
      ({ part, things }) =>
        `<tbody>\n${part === undefined ? "" : heading(part)}${things.map(row).join("\n")}\n</tbody>`,
    )
    .join("\n");
}

/** The front table, and what its errors have to be compared with. */
function verdicts(results: Results): string {
  const { meanTrajectory, constantVelocity, noiseFloor } = results.data["ego-pose"];
  const { medianTrajectory } = results.data["first-car"];
  const metres = (value: number): string => `${value.toFixed(2)} m`;
  const studies = frontStudies(results);
  return `<section class="prose" id="verdicts">
<h2>What each fix did</h2>
<details><summary>Every verdict at once: better opened after your own guesses</summary>
${renderMarkdown(frontRule(results, studies)).html}
<p>Error: mean and range over seeds. To compare with, right labels: mean trajectory ${metres(meanTrajectory)}, constant
velocity ${metres(constantVelocity)}, noise floor ${metres(noiseFloor)}; wrong labels: median trajectory
${metres(medianTrajectory)}.</p>
<div class="table-scroll verdicts">${renderMarkdown(frontTable(results, studies)).html}</div>
</details>
</section>`;
}

/** The text of the first page: what the collection is, the table of notebooks, and the verdicts where there are results. */
export function indexPage(pages: readonly NotebookPage[], results?: Results): string {
  return `${opening(pages)}
<table class="notebooks">
<thead><tr><th></th><th>Question</th><th>Time</th><th>About</th></tr></thead>
${rows(pages)}
</table>
${glossary()}
${results === undefined ? "" : verdicts(results)}
<section class="prose">
<p><a href="claims.html">Every sentence of the document</a> beside its test and what came of it.</p>
<p>Read from top to bottom (the numbers are those of the files), or open the one whose question you have. Every figure answers to the pointer; a number with a
dotted line under it was checked by the run that made the page. To run the notebooks yourself, cell by cell:</p>
<div class="code"><pre><code>npm ci
npm run lab</code></pre></div>
</section>`;
}

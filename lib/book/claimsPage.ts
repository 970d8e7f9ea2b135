import { ruleInWords } from "../experiments/ruleInWords";
import { claimsTable, verdictsInWords, type ClaimRow } from "./claimsLedger";
import { chapterNumber } from "./pageShell";
import { renderMarkdown } from "./renderMarkdown";

/** The page that sets every sentence of the document beside its test; `pages` are the notebooks that the book has. */
export function claimsPage(rows: readonly ClaimRow[], pages: readonly string[]): string {
  const link = (notebook: string): string => {
    const number = chapterNumber(notebook);
    return pages.includes(notebook) ? `[${number}](${encodeURI(notebook)}.html)` : number;
  };
  const table = claimsTable(rows, link);
  return `<article class="prose">
<h1>What the document says, and what came of it</h1>
<p>Each sentence of the fix plan that can be tested, in our words, with the row of the notebook's ledger that tests it.
${verdictsInWords(rows)} “A constant meets it too” means that a prediction which has seen no input keeps the promise.</p>
${renderMarkdown(ruleInWords()).html}
<div class="sentences">${renderMarkdown(table).html}</div>
</article>`;
}

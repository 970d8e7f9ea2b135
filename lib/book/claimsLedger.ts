import { existsSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "../display/markdownTable";
import { type Output } from "../jupyter/nbformat/notebook";
import { readNotebook } from "../jupyter/nbformat/readNotebook";
import { DOCUMENT_SENTENCES, type SentenceTest } from "../lessons/documentSentences";
import { LEDGER_MIME, type LedgerOutput } from "../lessons/ledger";

/** One sentence of the document with what its test found. */
export interface ClaimRow {
  readonly part: string;
  readonly says: string;
  /** The notebook that tests it, the question it asks, the number it found and the verdict. */
  readonly notebook?: string;
  readonly asked?: string;
  readonly found?: string;
  /** "not tested", or "not run" where the notebook's outputs have no such row. */
  readonly verdict: string;
}

/** The ledger rows that the outputs of a notebook's cells carry, by id; the last of an id counts. */
export function ledgerRowsIn(outputs: readonly Output[]): Map<string, LedgerOutput> {
  const rows = outputs.flatMap((output) => {
    const found = "data" in output ? output.data[LEDGER_MIME] : undefined;
    return (found ?? []) as LedgerOutput | readonly LedgerOutput[]; // outputs of older runs hold one row, no list
  });
  return new Map(rows.map((row) => [row.id, row]));
}

/** Every sentence of the document with its verdict, from the ledgers in the notebooks of a folder. */
export function claimsLedger(notebooks: string): ClaimRow[] {
  const read = new Map<string, Map<string, LedgerOutput>>();
  const rowsOf = (notebook: string): Map<string, LedgerOutput> => {
    const known = read.get(notebook);
    if (known !== undefined) return known;
    const path = join(notebooks, `${notebook}.ipynb`);
    const cells = existsSync(path) ? readNotebook(path).cells : [];
    const rows = ledgerRowsIn(cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : [])));
    read.set(notebook, rows);
    return rows;
  };
  return DOCUMENT_SENTENCES.map(({ part, says, test }) =>
    typeof test === "string"
      ? { part, says, found: test, verdict: "not tested" }
      : { part, says, notebook: test.notebook, ...tested(test, rowsOf(test.notebook)) },
  );
}

function tested(
  { row }: SentenceTest,
  rows: ReadonlyMap<string, LedgerOutput>,
): Omit<ClaimRow, "part" | "says"> {
  const found = rows.get(row);
  if (found === undefined) return { verdict: "not run" };
  return { asked: found.asked, found: found.found, verdict: found.verdict };
}

/** The ledger as a Markdown table; `link` makes a notebook's name a link. */
export function claimsTable(
  rows: readonly ClaimRow[],
  link = (notebook: string): string => notebook,
): string {
  return markdownTable(
    ["part", "the document says", "verdict", "found", "our test asks", "notebook"],
    rows.map(({ part, says, notebook, asked = "", found = "", verdict }) => [
      ...[part, says, `**${verdict}**`, found, asked],
      notebook === undefined ? "" : link(notebook),
    ]),
  );
}

/** How many sentences came to which verdict: "fails 9, holds 5, …", most first. */
export function verdictsInWords(rows: readonly ClaimRow[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of rows) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return `${rows.length} sentences: ${sorted.map(([verdict, count]) => `${verdict} ${count}`).join(", ")}.`;
}

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { claimsLedger, claimsTable, verdictsInWords } from "../../lib/book/claimsLedger";
import { claimsPage } from "../../lib/book/claimsPage";
import { atomicWrite } from "../../lib/files/atomicWrite";
import { DOCUMENT_SENTENCES } from "../../lib/lessons/documentSentences";
import { INCIDENT } from "../../lib/lessons/incident";
import { LEDGER_MIME, type LedgerOutput } from "../../lib/lessons/ledger";
import { NOTEBOOKS } from "../lessons/notebookFiles";

const tests = DOCUMENT_SENTENCES.flatMap(({ test }) => (typeof test === "string" ? [] : [test]));

describe("DOCUMENT_SENTENCES", () => {
  it("are all there: the sentences of each section that can be tested, and two that cannot", () => {
    const counted = DOCUMENT_SENTENCES.reduce<Record<string, number>>(
      (counts, { part }) => ({ ...counts, [part]: (counts[part] ?? 0) + 1 }),
      {},
    );
    // counted in the document: three symptoms and four suspects under Diagnosis, and so on
    expect(counted).toEqual({
      ...{ Diagnosis: 7, "Fix 1": 1, "Fix 2": 1, "Fix 3": 2, "Fix 4": 1, "Fix 5": 1, "Fix 6": 2, "Fix 7": 1 },
      ...{ "Plan A": 6, "Plan B": 2, "How to judge": 5, "If that fails": 5, Summary: 1 },
    });
    expect(DOCUMENT_SENTENCES.filter(({ test }) => typeof test === "string")).toHaveLength(2);
  });

  it("each name a ledger row that its notebook writes, and no row stands for two", () => {
    const written = (notebook: string): string =>
      (NOTEBOOKS.find(({ name }) => name === notebook)?.cells ?? []).map(({ source }) => source).join("\n");
    const writes = (row: string): RegExp => new RegExp(`ledger\\("${row}"|^ {2}"?${row}"?: \\{$`, "m"); // alone, or one of several
    const missing = tests.filter(({ notebook, row }) => !writes(row).test(written(notebook)));
    expect(missing).toEqual([]);
    expect(new Set(tests.map(({ notebook, row }) => `${notebook} ${row}`)).size).toBe(tests.length);
  });

  it("quote the document's numbers as they stand there", () => {
    const said = DOCUMENT_SENTENCES.map(({ says }) => says).join(" ");
    const numbers = [
      ...INCIDENT.expected.mse,
      ...INCIDENT.expected.validationL2,
      ...INCIDENT.expected.finalTrainLoss,
      ...INCIDENT.expected.finalValidationL2,
      ...INCIDENT.sampleRange.predicted,
      INCIDENT.expected.debug.printedError.toFixed(2),
    ];
    for (const number of numbers) expect(said).toContain(String(number));
  });
});

/** A folder with one notebook whose outputs carry these rows. */
function folderWith(rows: readonly LedgerOutput[]): string {
  const folder = mkdtempSync(join(tmpdir(), "claims "));
  const outputs = rows.map((row) => ({
    output_type: "display_data",
    metadata: {},
    data: { "text/markdown": "| … |", [LEDGER_MIME]: [row] },
  }));
  const cells = [{ cell_type: "code", id: "c", execution_count: 1, metadata: {}, source: [], outputs }];
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells };
  atomicWrite(join(folder, "10-plan-a-plan-b.ipynb"), JSON.stringify(notebook));
  return folder;
}

describe("claimsLedger(notebooks)", () => {
  const rows = claimsLedger(
    folderWith([
      { id: "promised-error", asked: "a", found: "1 m", verdict: "open" },
      {
        id: "promised-error",
        asked: "30 to 50 m?",
        found: "42.7 m | 42.1 m",
        verdict: "a constant meets it too",
      },
    ]),
  );
  const promised = rows.filter(({ says }) => says.includes("30 to 50 m"));

  it("takes number and verdict from the notebook's ledger, the last row of an id", () => {
    expect(promised).toEqual([
      {
        ...{ part: "Plan A", says: "brings the error to 30 to 50 m", notebook: "10-plan-a-plan-b" },
        ...{ asked: "30 to 50 m?", found: "42.7 m | 42.1 m", verdict: "a constant meets it too" },
      },
    ]);
  });

  it("says what was not run and what is not tested", () => {
    expect(rows).toHaveLength(DOCUMENT_SENTENCES.length);
    expect(verdictsInWords(rows)).toBe("35 sentences: not run 32, not tested 2, a constant meets it too 1.");
  });

  it("is one table, with links to the pages that are there", () => {
    expect(claimsTable(promised).split("\n")[2]).toBe(
      "| Plan A | brings the error to 30 to 50 m | **a constant meets it too** | 42.7 m \\| 42.1 m | 30 to 50 m? | 10-plan-a-plan-b |",
    );
    const page = claimsPage(rows, ["10-plan-a-plan-b"]);
    expect(page).toContain('<a href="10-plan-a-plan-b.html">10</a>');
    expect(page).not.toContain("13-normalisation.html");
  });
});

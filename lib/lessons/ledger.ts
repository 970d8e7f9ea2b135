import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { displayBundle } from "../display/displayBundle";
import { type EffectVerdict } from "../math/effects/effect";
import { currentNotebook } from "./currentNotebook";
import { readerFolder } from "./readerFolder";

/** The words a row may end with: about a sentence of the document, or about a comparison of runs. */
export type LedgerVerdict = "holds" | "fails" | "open" | "a constant meets it too" | EffectVerdict;

/** One question of a notebook, its number and what it means. */
export interface LedgerRow {
  readonly asked: string;
  /** The number found, with its unit, written from a result. */
  readonly found: string;
  readonly verdict: LedgerVerdict;
}

/** What a ledger's output carries for the machine: the row that the call wrote, with its id. */
export const LEDGER_MIME = "application/vnd.seven-fixes.ledger+json";

export interface LedgerOutput extends LedgerRow {
  readonly id: string;
}

type Ledger = Readonly<Record<string, LedgerRow>>;

const rows = new Map<string, Record<string, LedgerRow>>();

/**
 * Adds a row to this notebook's ledger and shows the table so far. The same id again replaces its row,
 * so a cell may run twice. Kept as JSON for `readLedger`; needs `setUp` to know the notebook.
 */
export function ledger(id: string, row: LedgerRow): void {
  const notebook = currentNotebook();
  const table = { ...rows.get(notebook), [id]: row };
  rows.set(notebook, table);
  atomicWrite(ledgerFile(notebook), JSON.stringify(table, null, 2) + "\n");
  const markdown = ledgerTable(table);
  displayBundle({
    "text/plain": markdown.replaceAll("*", ""),
    "text/markdown": markdown,
    [LEDGER_MIME]: { id, ...row } satisfies LedgerOutput,
  });
}

/** The ledger the last run of a notebook left, by row id; undefined when it never ran here. */
export function readLedger(notebook: string): Ledger | undefined {
  const file = ledgerFile(notebook);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Ledger) : undefined;
}

/** A ledger as a Markdown table. */
export function ledgerTable(table: Ledger): string {
  const lines = Object.values(table).map(
    ({ asked, found, verdict }) =>
      `| ${[asked, found, `**${verdict}**`].map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`,
  );
  return ["| asked | found | verdict |", "|---|---|---|", ...lines].join("\n");
}

const ledgerFile = (notebook: string): string => join(readerFolder(), "ledger", `${notebook}.json`);

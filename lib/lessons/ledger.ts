import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { displayBundle } from "../display/displayBundle";
import { markdownTable } from "../display/markdownTable";
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

/** What a ledger's output carries for the machine: a list of `LedgerOutput`, the rows that the call wrote. */
export const LEDGER_MIME = "application/vnd.seven-fixes.ledger+json";

/** A row with its id. */
export interface LedgerOutput extends LedgerRow {
  readonly id: string;
}

type Ledger = Readonly<Record<string, LedgerRow>>;

const rows = new Map<string, Record<string, LedgerRow>>();

/**
 * Adds rows to this notebook's ledger and shows those of this call. The same id again replaces its row, so a cell
 * may run twice. The whole is kept as JSON for `readLedger`; needs `setUp` to know the notebook.
 */
export function ledger(added: Ledger): void;
export function ledger(id: string, row: LedgerRow): void;
export function ledger(idOrRows: string | Ledger, row?: LedgerRow): void {
  const added = typeof idOrRows !== "string" ? idOrRows : row === undefined ? {} : { [idOrRows]: row };
  const notebook = currentNotebook();
  const table = { ...rows.get(notebook), ...added };
  rows.set(notebook, table);
  atomicWrite(ledgerFile(notebook), JSON.stringify(table, null, 2) + "\n");
  const markdown = ledgerTable(added);
  displayBundle({
    "text/plain": markdown.replaceAll("*", ""),
    "text/markdown": markdown,
    [LEDGER_MIME]: Object.entries(added).map(([id, one]): LedgerOutput => ({ id, ...one })),
  });
}

/** The ledger the last run of a notebook left, by row id; undefined when it never ran here. */
export function readLedger(notebook: string): Ledger | undefined {
  const file = ledgerFile(notebook);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Ledger) : undefined;
}

/** A ledger as a Markdown table. */
export function ledgerTable(table: Ledger): string {
  return markdownTable(
    ["asked", "found", "verdict"],
    Object.values(table).map(({ asked, found, verdict }) => [asked, found, `**${verdict}**`]),
  );
}

const ledgerFile = (notebook: string): string => join(readerFolder(), "ledger", `${notebook}.json`);

import { basename } from "node:path";
import { projectRoot } from "../../files/projectRoot";
import { isRunnable, numberedCells, type CodeCell, type Notebook } from "../nbformat/notebook";
import { fingerprint, type Fingerprint } from "./fingerprint";
import { outputHash, recordIn, sourceHash, type OutputRecord } from "./outputRecord";
import { openRunRecord } from "./runRecord";
import { runSetting } from "./runSetting";

/**
 * A cell whose saved output is not what a run would give now (`stale`), or of which nobody can tell (`unknown`), and
 * why. `cell` is the number that Jupyter shows beside it.
 */
export interface StaleCell {
  readonly kind: "stale" | "unknown";
  readonly cell: number;
  readonly id: string;
  readonly reasons: readonly string[];
}

const NEVER_RUN = "never run by `npm start`";

const CHANGES: Readonly<Record<keyof Fingerprint, string>> = {
  library: "library changed",
  data: "data changed",
  settings: "settings changed (config.yaml)",
  versions: "versions changed (package-lock.json)",
};

type Place = ReturnType<typeof numberedCells>[number];

/** Why the output of the code cell at place `i` is none that the record knows, undefined if it is one. */
function whyUnknown(cell: CodeCell, { sources, outputs }: OutputRecord, i: number): string | undefined {
  if (cell.execution_count === null) return "not run since it was written or cleared";
  const source = sourceHash(cell);
  const was = sources[i] === source ? i : sources.indexOf(source);
  const hash = outputHash(cell);
  const isKnown = was < 0 ? outputs.includes(hash) : outputs[was] === hash;
  return isKnown ? undefined : "its output was not made by `npm start`";
}

/** For each place: why the cell, or one before it, is not the one that was run; undefined where it is. */
function whyChanged(places: readonly Place[], { sources }: OutputRecord): (string | undefined)[] {
  const hashes = places.map(({ cell }) => sourceHash(cell));
  const first = hashes.findIndex((hash, i) => hash !== sources[i]);
  const isMoved = sources.includes(hashes[first] ?? "");
  const earlier = isMoved
    ? "an earlier cell was removed or moved"
    : `an earlier cell changed (cell ${places[first]?.number ?? ""})`;
  return hashes.map((hash, i) => {
    if (first < 0 || i < first) return undefined;
    return sources.includes(hash) ? earlier : "its source changed since its output was made";
  });
}

/** What changed for all cells. */
function commonChanges(record: Fingerprint, now: Fingerprint): string[] {
  const parts = Object.keys(CHANGES) as (keyof Fingerprint)[];
  return parts.filter((part) => record[part] !== now[part]).map((part) => CHANGES[part]);
}

/**
 * The cells of a notebook whose outputs a run might not give again: a cell depends on its own source, on all code
 * cells before it, and on what the fingerprint covers. Without a record nothing is known of any cell.
 */
export function staleCells(
  notebook: Notebook,
  record: OutputRecord | undefined,
  now: Fingerprint,
): StaleCell[] {
  const places = numberedCells(notebook.cells);
  const entry = (kind: StaleCell["kind"], { cell: { id }, number }: Place, reasons: string[]): StaleCell[] =>
    reasons.length === 0 ? [] : [{ kind, cell: number, id, reasons }];
  if (record === undefined) return places.flatMap((place) => entry("unknown", place, [NEVER_RUN]));
  const common = commonChanges(record, now);
  const changed = whyChanged(places, record);
  return places.flatMap((place, i) => {
    const unknown = whyUnknown(place.cell, record, i);
    if (unknown !== undefined) return entry("unknown", place, [unknown]);
    const own = changed[i];
    return entry("stale", place, own === undefined ? common : [own, ...common]);
  });
}

/** Judges a notebook that lies at `path`. */
export type StaleCheck = (path: string, notebook: Notebook) => readonly StaleCell[];

/**
 * Judges notebooks by the record each carries, and by that of their last run on this machine in this `runSetting`,
 * whichever leaves fewer cells in doubt: a run that gives the same outputs again leaves the file alone. By default the
 * setting is that of a run as config.yaml says.
 */
export function openStaleCheck(setting = runSetting({}, {}), root: string = projectRoot()): StaleCheck {
  const now = fingerprint(root);
  const lastRun = openRunRecord(setting, root);
  return (path, notebook) => {
    const records = [recordIn(notebook), lastRun.made(path)].filter((record) => record !== undefined);
    const judgements = records.map((record) => staleCells(notebook, record, now));
    const [best] = judgements.sort((one, other) => one.length - other.length);
    return best ?? staleCells(notebook, undefined, now);
  };
}

/** Cells in doubt for the same reasons. */
export interface StaleGroup extends Pick<StaleCell, "kind" | "reasons"> {
  readonly cells: readonly StaleCell[];
}

/** The cells by what is wrong with them, in the order of their first. */
export function groupStale(cells: readonly StaleCell[]): StaleGroup[] {
  const keyOf = ({ kind, reasons }: StaleCell): string => [kind, ...reasons].join("\n");
  const keys = [...new Set(cells.map(keyOf))];
  return keys.flatMap((key) => {
    const alike = cells.filter((cell) => keyOf(cell) === key);
    return alike.slice(0, 1).map(({ kind, reasons }) => ({ kind, reasons, cells: alike }));
  });
}

/** How many cells of a notebook can be in doubt: its code cells that run. */
export const runnableCells = ({ cells }: Pick<Notebook, "cells">): number => cells.filter(isRunnable).length;

/**
 * One line on cells in doubt: `03-x.ipynb, cells 7, 9: stale: an earlier cell changed (cell 4)`. `all` is the number of
 * the notebook's code cells: if they are all in the group, they are not listed.
 */
export function describeStale(path: string, { kind, reasons, cells }: StaleGroup, all: number): string {
  const numbers = cells.map(({ cell }) => cell).join(", ");
  const which = cells.length === all ? "all cells" : `cell${cells.length > 1 ? "s" : ""} ${numbers}`;
  return `${basename(path)}, ${which}: ${kind}: ${reasons.join(", ")}`;
}

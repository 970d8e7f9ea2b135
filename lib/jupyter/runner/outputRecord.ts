import { withoutPicture } from "../nbformat/cleanNotebook";
import { canonicalJson } from "../nbformat/formatNotebook";
import { isRunnable, type CodeCell, type Notebook, type Output } from "../nbformat/notebook";
import { shortHash, type Fingerprint } from "./fingerprint";

/** What a notebook's outputs were made from, and which outputs: a hash of each code cell that runs, in order. */
export interface OutputRecord extends Fingerprint {
  readonly sources: readonly string[];
  readonly outputs: readonly string[];
}

/** Where it stands in the metadata of a notebook; front-ends and nbconvert keep what they do not know. */
const PLACE = "seven-fixes";

/** An output without what other programs put into it: its place in the session, a figure's picture. */
function essential(output: Output): Output {
  const drawn = withoutPicture(output);
  return drawn.output_type === "execute_result" ? { ...drawn, execution_count: null } : drawn;
}

/** The hash of a cell's source, and of its outputs. */
export const sourceHash = ({ source }: CodeCell): string => shortHash(source);
export const outputHash = ({ outputs }: CodeCell): string => shortHash(canonicalJson(outputs.map(essential)));

/** The record of a notebook that was just run. */
export function outputRecord({ cells }: Notebook, madeFrom: Fingerprint): OutputRecord {
  const run = cells.filter(isRunnable);
  return { ...madeFrom, sources: run.map(sourceHash), outputs: run.map(outputHash) };
}

/** True if two records are of the same sources and the same outputs. */
export function hasSameCells(one: OutputRecord, other: OutputRecord): boolean {
  const cellsOf = ({ sources, outputs }: OutputRecord): string => JSON.stringify([sources, outputs]);
  return cellsOf(one) === cellsOf(other);
}

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((part) => typeof part === "string");

/** A record read from a file, undefined for anything that is none, whoever damaged it. */
export function asOutputRecord(value: unknown): OutputRecord | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { library, data, settings, versions, sources, outputs } = value as Record<string, unknown>;
  const isWhole =
    [library, data, settings, versions].every((hash) => typeof hash === "string") &&
    isTexts(sources) &&
    isTexts(outputs);
  return isWhole ? (value as OutputRecord) : undefined;
}

/** The record that a notebook carries, if it carries a whole one. */
export const recordIn = ({ metadata }: Notebook): OutputRecord | undefined => asOutputRecord(metadata[PLACE]);

/** The notebook with this record in the place of its own, or with none. */
export function withRecord(notebook: Notebook, record: OutputRecord | undefined): Notebook {
  const others = Object.entries(notebook.metadata).filter(([name]) => name !== PLACE);
  const own = record === undefined ? [] : [[PLACE, record] as const];
  return { ...notebook, metadata: Object.fromEntries([...others, ...own]) };
}

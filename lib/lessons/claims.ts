import { displayBundle } from "../display/displayBundle";

/** What a claim's output carries for the machine: the claim's name and the words the prose shall show. */
export const CLAIM_MIME = "application/vnd.seven-fixes.claim+json";

/** Where a number must lie, and how the prose writes it. */
export interface Band {
  /** Smallest and largest value for which the sentence is true. */
  readonly low: number;
  readonly high: number;
  /** Digits after the point in the prose; 2 by default. */
  readonly digits?: number;
  /** Written after the number, e.g. "m". */
  readonly unit?: string;
}

/** The word a claim expects, e.g. the name of the better of two runs. */
export interface Word {
  readonly is: string;
}

/** Words a claim rules out: what a sentence denies, whichever of the others the run says. */
export interface NoneOf {
  readonly not: readonly string[];
}

interface ClaimOutput {
  readonly id: string;
  readonly text: string;
}

/**
 * Asserts what a sentence of the notebook says and lends it its words: the value must lie in the band
 * (or be the word, or none of those ruled out), else the cell fails and with it the run. In Markdown the sentence holds a marker,
 * `<!--claim:id-->…<!--/claim-->`, and `fillClaims` writes the value between the two comments.
 */
export function claim(id: string, value: number | string, expected: Band | Word | NoneOf): void {
  const text = claimText(value, expected);
  if (!holds(value, expected)) {
    throw new Error(
      `claim ${id}: expected ${expectation(expected)}, got ${text}; the text of this notebook does not fit its results`,
    );
  }
  displayBundle({
    "text/plain": `✓ ${id}: ${text} (expected ${expectation(expected)})`,
    [CLAIM_MIME]: { id, text } satisfies ClaimOutput,
  });
}

function holds(value: number | string, expected: Band | Word | NoneOf): boolean {
  if ("not" in expected) return typeof value === "string" && !expected.not.includes(value);
  if ("is" in expected) return value === expected.is;
  return typeof value === "number" && value >= expected.low && value <= expected.high; // NaN fails
}

function claimText(value: number | string, expected: Band | Word | NoneOf): string {
  if (typeof value === "string" || "is" in expected || "not" in expected) return String(value);
  return value.toFixed(expected.digits ?? 2) + suffix(expected);
}

function expectation(expected: Band | Word | NoneOf): string {
  if ("not" in expected) return `not ${expected.not.join(" or ")}`;
  return "is" in expected ? expected.is : `${expected.low} to ${expected.high}${suffix(expected)}`;
}

const suffix = ({ unit }: Band): string => (unit === undefined ? "" : ` ${unit}`);

/** As much of nbformat 4 as claims need; a source or text is a string or a list of lines. */
interface Cells {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly source: string | readonly string[];
    readonly outputs?: readonly unknown[];
  }[];
}

/**
 * The notebook with the text of every claim marker replaced by what the claims of its executed cells
 * say; pure, and a second call changes nothing. The runner calls it after the last cell.
 * Throws, naming all faults at once: a marker without a claim, a marker left open, an id claimed twice.
 */
export function fillClaims<N extends Cells>(notebook: N): N {
  const { texts, faults } = claimedTexts(notebook);
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "markdown") return cell;
    const source = fillMarkers(joined(cell.source), texts, faults);
    return { ...cell, source: typeof cell.source === "string" ? source : lines(source) };
  });
  if (faults.length > 0) throw new Error(`claims in Markdown: ${faults.join("; ")}`);
  return { ...notebook, cells };
}

function claimedTexts(notebook: Cells): { texts: Map<string, string>; faults: string[] } {
  const texts = new Map<string, string>();
  const faults: string[] = [];
  for (const output of notebook.cells.flatMap((cell) => cell.outputs ?? [])) {
    const found = (output as { data?: Record<string, unknown> }).data?.[CLAIM_MIME] as
      ClaimOutput | undefined;
    if (found === undefined) continue;
    if (texts.has(found.id)) faults.push(`expected each claim once, got ${found.id} twice`);
    texts.set(found.id, found.text);
  }
  return { texts, faults };
}

function fillMarkers(markdown: string, texts: ReadonlyMap<string, string>, faults: string[]): string {
  const marker = /<!--claim:([\w-]+)-->((?:(?!<!--)[^])*)<!--\/claim-->/g;
  const filled = markdown.replace(marker, (_, id: string, old: string) => {
    const text = texts.get(id);
    if (text === undefined) faults.push(`expected a claim("${id}", …) in a cell that ran, got none`);
    return `<!--claim:${id}-->${text ?? old}<!--/claim-->`;
  });
  const opened = /<!--claim:(\w+(?:-\w+)*)/.exec(markdown.replace(marker, ""))?.[1];
  if (opened !== undefined) faults.push(`expected <!--/claim--> after <!--claim:${opened}-->, got none`);
  return filled;
}

const joined = (source: string | readonly string[]): string =>
  typeof source === "string" ? source : source.join("");

/** A text as nbformat's list of lines, each but the last with its line feed. */
const lines = (text: string): string[] => (text === "" ? [] : text.split(/(?<=\n)/));

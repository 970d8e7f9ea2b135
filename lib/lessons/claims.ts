import { displayBundle } from "../display/displayBundle";
import { escapeHtml } from "../plots/escapeHtml";
import { type Speed } from "../training/config";
import { currentNotebook } from "./currentNotebook";
import { type Allowed, type ClaimBand } from "./lesson";
import { lessonOf } from "./lessons";
import { settings } from "./settings";

/** What the output of claims carries for the machine: a list of `Claimed`. */
export const CLAIM_MIME = "application/vnd.seven-fixes.claim+json";

/** A claim that holds: its name, the words the prose shows, and what they had to be. */
export interface Claimed {
  readonly id: string;
  readonly text: string;
  readonly expected: string;
}

type Claims = Readonly<Record<string, number | string>>;

/**
 * Asserts what sentences of the notebook say and lends them their words: each value must lie in its band (or be its
 * word), which stands in the notebook's lesson by speed, else the cell fails and with it the run, all faults named.
 * In Markdown a sentence holds a marker, `<!--claim:id-->…<!--/claim-->`, and `fillClaims` writes the value there.
 */
export function claim(values: Claims): void;
export function claim(id: string, value: number | string): void;
export function claim(idOrValues: string | Claims, value?: number | string): void {
  const values = typeof idOrValues === "string" ? { [idOrValues]: value ?? NaN } : idOrValues;
  const { claims } = lessonOf(currentNotebook());
  showClaims(judgeClaims(values, claims, settings().speed));
}

/** The claims that hold. Throws one error that names each that does not, and each without a band. */
export function judgeClaims(
  values: Claims,
  bands: Readonly<Record<string, ClaimBand>>,
  speed: Speed,
): Claimed[] {
  const judged = Object.entries(values).map(([id, value]) => judge(id, value, bands[id], speed));
  const faults = judged.flatMap(({ fault }) => fault ?? []);
  if (faults.length === 0) return judged.map(({ claimed }) => claimed);
  throw new Error(`${faults.join("; ")}; the text of this notebook does not fit its results`);
}

function judge(
  id: string,
  value: number | string,
  band: ClaimBand | undefined,
  speed: Speed,
): { claimed: Claimed; fault?: string } {
  if (band === undefined) {
    return {
      claimed: { id, text: "", expected: "" },
      fault: `claim ${id}: expected a band in the lesson, got none`,
    };
  }
  const allowed = allowedAt(band, speed);
  const claimed = { id, text: claimText(value, band), expected: expectation(allowed, band) };
  if (holds(value, allowed)) return { claimed };
  return { claimed, fault: `claim ${id}: expected ${claimed.expected}, got ${claimed.text}` };
}

const allowedAt = ({ allowed }: ClaimBand, speed: Speed): Allowed =>
  typeof allowed === "string" || !("fast" in allowed) ? allowed : allowed[speed];

function holds(value: number | string, allowed: Allowed): boolean {
  if (typeof allowed === "string") return value === allowed;
  return typeof value === "number" && value >= allowed[0] && value <= allowed[1]; // NaN fails
}

const claimText = (value: number | string, { digits, unit }: ClaimBand): string =>
  typeof value === "string" ? value : value.toFixed(digits ?? 2) + suffix(unit);

const expectation = (allowed: Allowed, { unit }: ClaimBand): string =>
  typeof allowed === "string" ? allowed : `${allowed[0]} to ${allowed[1]}${suffix(unit)}`;

const suffix = (unit: string | undefined): string => (unit === undefined ? "" : ` ${unit}`);

/** One line a cell, which opens. */
function showClaims(claims: readonly Claimed[]): void {
  const lines = claims.map(claimLine);
  displayBundle({
    "text/plain": lines.join("\n"),
    "text/html": foldedClaims(claims),
    [CLAIM_MIME]: claims,
  });
}

/** "✓ zeros: 39.5 m (expected 38 to 41 m)". */
const claimLine = ({ id, text, expected }: Claimed): string => `✓ ${id}: ${text} (expected ${expected})`;

/** Claims as one line of HTML that opens: "✓ 3 numbers and 1 statement of this text checked". */
export function foldedClaims(claims: readonly Claimed[]): string {
  const numbers = claims.filter(({ text }) => /^-?\d/.test(text)).length;
  const what = [...counted(numbers, "number"), ...counted(claims.length - numbers, "statement")];
  const lines = claims.map((one) => `<p class="claim">${escapeHtml(claimLine(one))}</p>`);
  return `<details class="claims"><summary>✓ ${what.join(" and ")} of this text checked</summary>
${lines.join("\n")}
</details>`;
}

const counted = (n: number, what: string): string[] => (n === 0 ? [] : [`${n} ${what}${n === 1 ? "" : "s"}`]);

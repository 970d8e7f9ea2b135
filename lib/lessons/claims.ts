import { displayBundle } from "../display/displayBundle";
import { escapeHtml } from "../plots/escapeHtml";
import { type Speed } from "../training/config";
import { currentNotebook } from "./currentNotebook";
import { type Allowed, type ClaimBand } from "./lesson";
import { lessonOf } from "./lessons";
import { settings } from "./settings";

/** What the output of claims carries for the machine: a list of `Claimed`. */
export const CLAIM_MIME = "application/vnd.seven-fixes.claim+json";

/** A claim: its name, the words the prose shows, and what they had to be. */
export interface Claimed {
  readonly id: string;
  readonly text: string;
  readonly expected: string;
  /** Set at full where the prose, which is laptop's, does not fit: `text` then tells both. */
  readonly elsewhere?: true;
}

type Claims = Readonly<Record<string, number | string>>;

/**
 * Asserts what sentences of the notebook say and lends them their words: each value must lie in its band (or be its
 * word), which stands in the notebook's lesson by speed, else the cell fails and with it the run, all faults named.
 * At full, where the data are others, laptop's band is asked, and what lies elsewhere is told beside the value instead.
 * In Markdown a sentence holds a marker, `<!--claim:id-->…<!--/claim-->`, and `fillClaims` writes the value there.
 */
export function claim(values: Claims): void;
export function claim(id: string, value: number | string): void;
export function claim(idOrValues: string | Claims, value?: number | string): void {
  const values = typeof idOrValues === "string" ? { [idOrValues]: value ?? NaN } : idOrValues;
  const { claims } = lessonOf(currentNotebook());
  showClaims(judgeClaims(values, claims, settings().speed));
}

/** The claims. Throws one error that names each that does not hold (at full only NaN and the wrong kind fail), and each without a band. */
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
  if (speed === "full" && isOfTheKind(value, allowed))
    return {
      claimed: { ...claimed, text: `${claimed.text} (at laptop ${claimed.expected})`, elsewhere: true },
    };
  return { claimed, fault: `claim ${id}: expected ${claimed.expected}, got ${claimed.text}` };
}

const allowedAt = ({ allowed }: ClaimBand, speed: Speed): Allowed =>
  typeof allowed === "object" && "fast" in allowed ? allowed[speed === "full" ? "laptop" : speed] : allowed;

function holds(value: number | string, allowed: Allowed): boolean {
  if (typeof allowed === "string") return value === allowed;
  if ("not" in allowed) return typeof value === "string" && !allowed.not.includes(value);
  return typeof value === "number" && value >= allowed[0] && value <= allowed[1]; // NaN fails
}

const claimText = (value: number | string, { digits, unit }: ClaimBand): string =>
  typeof value === "string" ? value : value.toFixed(digits ?? 2) + suffix(unit);

/** A word where a word is due, a number where a number is: else not the data but the cell is another. */
function isOfTheKind(value: number | string, allowed: Allowed): boolean {
  const word = typeof allowed === "string" || "not" in allowed;
  return word ? typeof value === "string" : Number.isFinite(value);
}

function expectation(allowed: Allowed, { unit }: ClaimBand): string {
  if (typeof allowed === "string") return allowed;
  if ("not" in allowed) return `not ${allowed.not.join(" or ")}`;
  const [low, high] = allowed;
  return `${low === high ? low : `${low} to ${high}`}${suffix(unit)}`;
}

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

/** "✓ zeros: 39.5 m (expected 38 to 41 m)", or "≠ zeros: 12.3 m (at laptop 38 to 41 m)". */
const claimLine = ({ id, text, expected, elsewhere }: Claimed): string =>
  elsewhere === true ? `≠ ${id}: ${text}` : `✓ ${id}: ${text} (expected ${expected})`;

/** Claims as one line of HTML that opens: "✓ 3 numbers and 1 statement of this text checked". */
export function foldedClaims(claims: readonly Claimed[]): string {
  const numbers = claims.filter(({ text }) => /^-?\d/.test(text)).length;
  const what = [...counted(numbers, "number"), ...counted(claims.length - numbers, "statement")];
  const elsewhere = claims.filter((one) => one.elsewhere === true).length;
  const told = elsewhere === 0 ? "" : `, ${elsewhere} differ from laptop (≠)`;
  const lines = claims.map((one) => `<p class="claim">${escapeHtml(claimLine(one))}</p>`);
  return `<details class="claims"><summary>✓ ${what.join(" and ")} of this text checked${told}</summary>
${lines.join("\n")}
</details>`;
}

const counted = (n: number, what: string): string[] => (n === 0 ? [] : [`${n} ${what}${n === 1 ? "" : "s"}`]);

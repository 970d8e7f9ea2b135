import { at } from "../math/at";
import { sizeOf } from "../math/effects/factorial";
import { type Fixes, type Settings } from "../training/config";
import { presets } from "../training/presets";

/**
 * The fixes that can change a number, in the document's order: bit i of a set is fix i + 1. The seventh prints. The
 * backbone stays frozen throughout, so the sixth is accumulation, warm-up and schedule.
 */
export const SET_FIXES = [
  "fusion",
  "initialisation",
  "pooling",
  "loss",
  "learningRate",
  "strategy",
] as const satisfies readonly (keyof Fixes)[];

/** The number of all sets of the six. */
export const SETS = 2 ** SET_FIXES.length;

/** The bit of fix four, MSE: its loss is told apart on wrong labels. */
const MSE = 1 << SET_FIXES.indexOf("loss");

/** The sets without MSE, in rising order. */
export const SETS_WITHOUT_MSE: readonly number[] = [...Array(SETS).keys()].filter((set) => (set & MSE) === 0);

/** The numbers of a set's fixes, as the document counts them: 0b101001 is [1, 4, 6]. */
export function fixesOf(set: number): number[] {
  return SET_FIXES.flatMap((_, i) => ((set >> i) & 1 ? [i + 1] : []));
}

/** The set of these fixes, as the document counts them. Throws on one that is no number of a fix or stands there twice. */
export function setOf(...fixes: readonly number[]): number {
  const known = SET_FIXES.map((_, i) => i + 1);
  if (new Set(fixes).size === fixes.length && fixes.every((fix) => known.includes(fix)))
    return fixes.reduce((set, fix) => set | (1 << (fix - 1)), 0);
  throw new RangeError(
    `set of fixes: expected each once and from 1 to ${SET_FIXES.length}, got ${fixes.join(", ")}; the seventh only prints`,
  );
}

/** A set in words: "1+4+6", "none", "all six". */
export function setName(set: number): string {
  if (set === 0) return "none";
  return sizeOf(set) === SET_FIXES.length ? "all six" : fixesOf(set).join("+");
}

/** What a run with exactly these fixes trains with. */
export function settingsOfSet(set: number): Settings {
  if (!Number.isInteger(set) || set < 0 || set >= SETS)
    throw new RangeError(`set of fixes: expected a whole number from 0 to ${SETS - 1}, got ${set}`);
  const { settings } = presets.beforeFrozen;
  const after = fixesOf(set).map((fix) => [at(SET_FIXES, fix - 1), "after"] as const);
  return { ...settings, fixes: { ...settings.fixes, ...Object.fromEntries(after) } };
}

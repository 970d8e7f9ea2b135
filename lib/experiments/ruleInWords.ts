import { DEAD_SHARE, DEATH_TESTS, MARGIN, TESTED_SEEDS } from "../math/effects/effect";

/** The comparisons that were named beforehand: seven fixes on two label sets. */
export const NAMED_COMPARISONS = 14;

const percent = (share: number): string => `${100 * share} %`;

/** The collection's one rule for verdicts, as every page prints it that shows one. */
export function ruleInWords(): string {
  return [
    `Each run is compared with the base's run of the same seed, order and data, by the mean error of its last three epochs.`,
    `*Helps* or *harms*: the 95 % interval of the mean difference (paired t) lies beyond ${percent(MARGIN)} of the base's error;`,
    `*less than ${percent(MARGIN)}*: it lies inside; else *not decided*.`,
    `A run is dead when it ends at ${percent(DEAD_SHARE)} of the best constant's error or above (on wrong labels, where nothing beats a constant, when it diverges).`,
    `Where a run is dead no mean is judged: deaths are counted, and with ${TESTED_SEEDS} seeds compared by McNemar's exact test at 0.05 / ${DEATH_TESTS}.`,
    `Living seeds beside dead ones are survivors: selected, not typical.`,
  ].join(" ");
}

/** How many comparisons a table makes, and which of them were named before any run. */
export function comparisonsInWords(made: number, named: number): string {
  const counted = `${made} comparison${made === 1 ? "" : "s"}`;
  if (named === 0) return `${counted}, exploratory.`;
  const rest = made === named ? "" : `; the other${made - named === 1 ? " is" : "s are"} exploratory`;
  return `${counted}, ${named} of the ${NAMED_COMPARISONS} that were named beforehand${rest}.`;
}

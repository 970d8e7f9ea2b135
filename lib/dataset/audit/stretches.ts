import { type PlacedSample } from "./check";

/** A past and a future together: samples nearer in time than this see each other's answer. */
export const STRETCH_SECONDS = 6;

/**
 * Stretches a set needs before what samples have in common means anything. Of 708 generated sets of right labels with
 * 10 or more the lowest R² of `noiseCeiling` was 0.18; with fewer it falls below the threshold, for nobody else there
 * drives alike, and a car that waits for most of its only recording has outliers when it leaves.
 */
export const MIN_STRETCHES = 10;

/** How many samples lie STRETCH_SECONDS apart, or in different recordings. */
export function countStretches(samples: readonly PlacedSample[]): number {
  const ends = new Map<string, number>();
  const inTime = [...samples].sort((a, b) => a.seconds - b.seconds);
  return inTime.filter(({ recording, seconds }) => {
    const isNew = seconds >= (ends.get(recording) ?? -Infinity);
    if (isNew) ends.set(recording, seconds + STRETCH_SECONDS);
    return isNew;
  }).length;
}

/** What a check that was skipped for want of stretches needs. */
export function stretchesNeeded(here: number): string {
  return `${MIN_STRETCHES} stretches of ${STRETCH_SECONDS} s of driving (${here} here)`;
}

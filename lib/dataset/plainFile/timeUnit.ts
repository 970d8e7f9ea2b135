/** A unit of time and how many of it are a second. */
export interface TimeUnit {
  readonly name: "s" | "ms" | "µs" | "ns";
  readonly perSecond: number;
}

const UNITS: readonly TimeUnit[] = [
  { name: "s", perSecond: 1 },
  { name: "ms", perSecond: 1e3 },
  { name: "µs", perSecond: 1e6 },
  { name: "ns", perSecond: 1e9 },
];

/** Rows and poses of a drive lie from a millisecond to a few seconds apart. */
const LONGEST_SECONDS = 5;

/** The coarsest unit in which a spacing of time stamps is at most a few seconds. */
export function timeUnitOf(spacing: number): TimeUnit {
  const fits = UNITS.find(({ perSecond }) => spacing / perSecond <= LONGEST_SECONDS);
  return fits ?? { name: "ns", perSecond: 1e9 };
}

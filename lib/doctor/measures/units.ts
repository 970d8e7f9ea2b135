/** Factors between units that people mix up, and what each of them is. */
const FACTORS: readonly (readonly [factor: number, what: string])[] = [
  [180 / Math.PI, "radians where degrees are wanted"],
  [Math.PI / 180, "degrees where radians are wanted"],
  [3.6, "m/s where km/h are wanted"],
  [1 / 3.6, "km/h where m/s are wanted"],
  [1000, "thousands where units are wanted (km and m, s and ms)"],
  [1e-3, "units where thousands are wanted (m and km, ms and s)"],
  [100, "hundreds where units are wanted (m and cm, shares and per cent)"],
  [0.01, "units where hundreds are wanted (cm and m, per cent and shares)"],
  [60, "minutes where seconds are wanted"],
  [1 / 60, "seconds where minutes are wanted"],
  [3600, "hours where seconds are wanted"],
  [1 / 3600, "seconds where hours are wanted"],
  [255, "0…1 where 0…255 are wanted"],
  [1 / 255, "0…255 where 0…1 are wanted"],
  [0.3048, "feet where metres are wanted"],
  [1 / 0.3048, "metres where feet are wanted"],
  [1.609344, "miles where kilometres are wanted"],
  [1 / 1.609344, "kilometres where miles are wanted"],
  [2.2369, "m/s where miles per hour are wanted"],
  [25.4, "inches where millimetres are wanted"],
  [-1, "the opposite sign"],
];

/** What a factor between prediction and target means, within `tolerance` of it; undefined for no factor known. */
export function unitOf(factor: number, tolerance: number): string | undefined {
  return FACTORS.find(([known]) => Math.abs(factor / known - 1) <= tolerance)?.[1];
}

import { at } from "../at";
import { mean } from "../statistics";
import { factorsOf, sizeOf } from "./factorial";
import { MARGIN } from "./effect";

/** Errors of every set of factors, the set's bits as index (`BySet`), seed by seed in one order. */
export type ErrorsBySet = readonly (readonly number[])[];

/** Sufficient: within the margin of the best set on at least this share of the seeds. */
const ENOUGH_SEEDS = 0.9;

/** The set with the lowest mean error. */
export function bestSet(errors: ErrorsBySet): number {
  requireEqualSeeds(errors);
  return lowest([...errors.keys()], errors);
}

/** On how many seeds each set is within 5 % of the best set's error of the same seed. */
export function seedsNearBest(errors: ErrorsBySet): number[] {
  const goal = at(errors, bestSet(errors)).map((error) => (1 + MARGIN) * error);
  return errors.map((own) => own.filter((error, seed) => error <= at(goal, seed)).length);
}

/** The sets that are within 5 % of the best on at least nine seeds of ten; the best is one of them. */
export function sufficientSets(errors: ErrorsBySet): number[] {
  const needed = ENOUGH_SEEDS * at(errors, 0).length;
  return [...seedsNearBest(errors).entries()].filter(([, near]) => near >= needed).map(([set]) => set);
}

/** The sufficient set of the fewest factors; of several that with the lowest mean error. */
export function smallestSufficient(errors: ErrorsBySet): number {
  const sets = sufficientSets(errors);
  const size = Math.min(...sets.map(sizeOf));
  return lowest(
    sets.filter((set) => sizeOf(set) === size),
    errors,
  );
}

/** A set that some seeds chose, told by the others. */
export interface Choice {
  readonly set: number;
  /** Seeds of the reporting half on which it is within 5 % of the best set that this half would have chosen. */
  readonly near: number;
  readonly seeds: number;
  /** Its errors on the reporting half. */
  readonly errors: readonly number[];
  /** Mean error on the reporting half of all sets of its size, this one too: what a random one would come to. */
  readonly random: readonly number[];
}

/** Best and smallest sufficient set, chosen on the first half of the seeds and reported on the second. */
export interface Choices {
  readonly best: Choice;
  readonly smallest: Choice;
}

/**
 * Chooses on the first half of the seeds and reports on the rest, so that the luck that made a set the best of many
 * is not reported with it. Throws on sets with other numbers of seeds and on fewer than two seeds.
 */
export function chooseAndReport(errors: ErrorsBySet): Choices {
  requireEqualSeeds(errors);
  const half = Math.floor(at(errors, 0).length / 2);
  if (half < 1)
    throw new RangeError(`sets: expected at least 2 seeds, one to choose and one to report, got 1`);
  const choosing = errors.map((own) => own.slice(0, half));
  const reporting = errors.map((own) => own.slice(half));
  const near = seedsNearBest(reporting);
  const told = (set: number): Choice => ({
    set,
    near: at(near, set),
    seeds: at(reporting, set).length,
    errors: at(reporting, set),
    random: reporting.filter((_, other) => sizeOf(other) === sizeOf(set)).map((own) => mean(own)),
  });
  return { best: told(bestSet(choosing)), smallest: told(smallestSufficient(choosing)) };
}

function lowest(sets: readonly number[], errors: ErrorsBySet): number {
  return sets.reduce((best, set) => (mean(at(errors, set)) < mean(at(errors, best)) ? set : best));
}

function requireEqualSeeds(errors: ErrorsBySet): void {
  factorsOf(errors.map(() => 0));
  const seeds = [...new Set(errors.map((own) => own.length))];
  if (seeds.length > 1 || seeds[0] === 0)
    throw new RangeError(`sets: expected every set with the same seeds, got ${seeds.join(" and ")} of them`);
  if (!errors.flat().every(Number.isFinite))
    throw new RangeError(
      "sets: expected errors that are numbers, got NaN or infinity; look at the diverged runs",
    );
}

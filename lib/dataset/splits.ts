import { at } from "../math/at";
import { mean } from "../math/statistics";
import { firstAtOrAfter } from "../geometry/resample";
import { permutation, splitRng } from "../math/rng";
import { manoeuvreOf, type Manoeuvre } from "./manoeuvre";
import { type Sample } from "./sample";

/** Samples to fit on, to choose by, and to report on. */
export interface Split {
  readonly train: readonly Sample[];
  readonly validation: readonly Sample[];
  readonly test: readonly Sample[];
}

/** Share of the recordings in each of the two held-out parts. */
const HELD_SHARE = 0.15;
/** Share of the frames that trained in the incident. */
const INCIDENT_TRAIN_SHARE = 0.8;

/**
 * The default: whole recordings, 70 / 15 / 15 % of them and at least one each, in an order drawn from the seed.
 * Stratified: recordings that turn left, turn right, start or stop are dealt out in turn, so that each held-out part
 * shows what the data set shows. Needs three recordings; a shorter data set has no honest validation.
 */
export function splitByRecording(samples: readonly Sample[], seed: number): Split {
  const recordings = new Map<string, Sample[]>();
  for (const sample of samples) {
    const known = recordings.get(sample.recording);
    if (known === undefined) recordings.set(sample.recording, [sample]);
    else known.push(sample);
  }
  const ids = [...recordings.keys()].sort();
  if (ids.length < 3) {
    throw new Error(
      `splitByRecording: expected at least 3 recordings with samples, got ${ids.length}; add recordings or use halves of one with a gap`,
    );
  }
  const rng = splitRng(seed, "split by recording");
  const drives = new Map(ids.map((id) => [id, driveOf(recordings.get(id) ?? [])]));
  const order = permutation(rng, ids.length)
    .map((i) => at(ids, i))
    .sort((a, b) => (drives.get(a) ?? 0) - (drives.get(b) ?? 0)); // stable: chance decides among equals
  const held = Math.max(1, Math.round(HELD_SHARE * ids.length));
  const offset = rng.uniform();
  const dealt = Array.from({ length: 2 * held }, (_, k) =>
    at(order, Math.floor(((k + offset) * ids.length) / (2 * held))),
  );
  const validation = new Set(dealt.filter((_, k) => k % 2 === 0));
  const test = new Set(dealt.filter((_, k) => k % 2 === 1));
  return {
    train: samples.filter(({ recording }) => !validation.has(recording) && !test.has(recording)),
    validation: samples.filter(({ recording }) => validation.has(recording)),
    test: samples.filter(({ recording }) => test.has(recording)),
  };
}

/** What a recording shows, as a number: equal for recordings that turn, start and stop alike, near for most that do. */
function driveOf(samples: readonly Sample[]): number {
  const manoeuvres = samples.map(({ target }) => manoeuvreOf(target));
  const shows = (test: (manoeuvre: Manoeuvre) => boolean): number => (manoeuvres.some(test) ? 1 : 0);
  const turn = shows(({ turn }) => turn === "left") - shows(({ turn }) => turn === "right");
  return (
    4 * turn + 2 * shows(({ speed }) => speed === "starting") + shows(({ speed }) => speed === "stopping")
  );
}

/**
 * The incident's split, kept as an exhibit: frames shuffled, ⌊0.8 n⌋ train, half of the rest (rounded down)
 * validation. 6 617 pairs give 5 293 / 662 / 662. Neighbours 0.1 s apart land on both sides.
 */
export function splitByFrame(samples: readonly Sample[], seed: number): Split {
  const order = permutation(splitRng(seed, "split by frame"), samples.length).map((i) => at(samples, i));
  const train = Math.floor(INCIDENT_TRAIN_SHARE * order.length);
  const validation = train + Math.floor((order.length - train) / 2);
  return {
    train: order.slice(0, train),
    validation: order.slice(train, validation),
    test: order.slice(validation),
  };
}

/** Two halves of a single recording, `gapSeconds` apart, so that no window of one reaches into the other. */
export function halves(samples: readonly Sample[], gapSeconds: number): [first: Sample[], second: Sample[]] {
  const sorted = [...samples].sort((a, b) => a.seconds - b.seconds);
  const middle = (at(sorted, 0).seconds + at(sorted, sorted.length - 1).seconds) / 2;
  return [
    sorted.filter(({ seconds }) => seconds < middle - gapSeconds / 2),
    sorted.filter(({ seconds }) => seconds >= middle + gapSeconds / 2),
  ];
}

/** How much of what is held out the training set has already seen. */
export interface Leak {
  /** Share of held-out samples with a training sample of the same recording within `withinSeconds`. */
  readonly share: number;
  /** Mean distance in time to the nearest training sample of the same recording; `undefined` when none has one. */
  readonly meanSeconds: number | undefined;
}

/** Measures a leak by the nearest training neighbour in time, inside the same recording. */
export function leak(train: readonly Sample[], heldOut: readonly Sample[], withinSeconds = 1): Leak {
  if (heldOut.length === 0) throw new RangeError("leak: expected at least one held-out sample, got none");
  const times = new Map<string, number[]>();
  for (const { recording, seconds } of train) {
    const known = times.get(recording);
    if (known === undefined) times.set(recording, [seconds]);
    else known.push(seconds);
  }
  for (const list of times.values()) list.sort((a, b) => a - b);
  const distances = heldOut.map(({ recording, seconds }) => nearest(times.get(recording) ?? [], seconds));
  const related = distances.filter((distance) => Number.isFinite(distance));
  return {
    share: distances.filter((distance) => distance <= withinSeconds).length / heldOut.length,
    meanSeconds: related.length === 0 ? undefined : mean(related),
  };
}

/** Distance from `t` to the nearest of the sorted times; Infinity when there is none. */
function nearest(sorted: readonly number[], t: number): number {
  const after = firstAtOrAfter(sorted, t);
  const above = sorted[after] ?? Infinity;
  const below = sorted[after - 1] ?? -Infinity;
  return Math.min(above - t, t - below);
}

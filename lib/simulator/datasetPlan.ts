import { at } from "../math/at";
import { permutation, splitRng, type Rng } from "../math/rng";
import { extentOf, type DatasetSize } from "./datasetSize";

/** One moment of a recording: its time stamp (µs) and the id of its files. */
export interface PlannedFrame {
  readonly id: string;
  readonly microseconds: number;
}

/** A vehicle frame and the roadside frame that belongs to it: `vehicle` is an index of `vehicleFrames`. */
export interface PlannedPair {
  readonly vehicle: number;
  readonly infrastructure: PlannedFrame;
}

/** When a recording's frames are taken and how they are numbered; known before anything is simulated. */
export interface PlannedRecording {
  readonly index: number;
  readonly intersection: number;
  readonly startMicroseconds: number;
  /** 10 Hz with jitter, now and then one or two frames missing; in the order of time. */
  readonly vehicleFrames: readonly PlannedFrame[];
  /** Frames with pictures and cooperative labels, in the order of time. */
  readonly pairs: readonly PlannedPair[];
}

const FRAME_MICROSECONDS = 100_000;
/** What a pair needs before and after it: a past step for the speed, and the whole future. */
const PAST_MICROSECONDS = 500_000;
const FUTURE_MICROSECONDS = 4_510_000;
const GAP_CHANCE = 0.012;
/** 2021-07-13 in UTC, as good a day as any. */
const FIRST_DAY_MICROSECONDS = 1_626_134_400_000_000;

/** Plans every recording of a data set: time stamps, gaps, pairs and ids. */
export function planDataset(size: DatasetSize, seed: number): PlannedRecording[] {
  const { intersections, recordingsEach, pairs, seconds } = extentOf(size);
  const count = intersections * recordingsEach;
  const rng = splitRng(seed, "plan");
  const timed = Array.from({ length: count }, (_, index) => {
    const share = Math.floor(((index + 1) * pairs) / count) - Math.floor((index * pairs) / count);
    const start = FIRST_DAY_MICROSECONDS + index * 3_600_000_000 + rng.integer(600_000_000);
    const stamps = timeStamps(rng, start, seconds[0] + (seconds[1] - seconds[0]) * rng.uniform());
    return {
      index,
      intersection: index % intersections,
      start,
      stamps,
      paired: choosePairs(rng, stamps, share),
    };
  });
  const vehicleIds = numberIds(
    rng,
    timed.map(({ stamps }) => stamps.length),
    intersections,
  );
  const roadsideIds = numberIds(
    rng,
    timed.map(({ paired }) => paired.length),
    intersections,
  );
  return timed.map(({ index, intersection, start, stamps, paired }) => ({
    index,
    intersection,
    startMicroseconds: start,
    vehicleFrames: stamps.map((microseconds, i) => ({ id: at(at(vehicleIds, index), i), microseconds })),
    pairs: paired.map((vehicle, i) => {
      const microseconds = at(stamps, vehicle) + rng.integer(50_001) - 25_000; // the two sides are not synchronised
      return { vehicle, infrastructure: { id: at(at(roadsideIds, index), i), microseconds } };
    }),
  }));
}

function timeStamps(rng: Rng, start: number, seconds: number): number[] {
  const stamps: number[] = [];
  const frames = Math.round((seconds * 1e6) / FRAME_MICROSECONDS);
  for (let i = 0; i < frames; i++) {
    const jitter = Math.round(Math.max(-4000, Math.min(4000, 1500 * rng.normal())));
    const dropped = i > 0 && rng.uniform() < GAP_CHANCE ? 1 + rng.integer(2) : 0;
    i += dropped;
    stamps.push(start + i * FRAME_MICROSECONDS + (stamps.length === 0 ? 0 : jitter));
  }
  return stamps;
}

/** `count` frames with past and future, spread over the recording and unevenly spaced. */
function choosePairs(rng: Rng, stamps: readonly number[], count: number): number[] {
  const first = at(stamps, 0);
  const last = at(stamps, stamps.length - 1);
  const usable = [...stamps.keys()].filter((i) => {
    const stamp = at(stamps, i);
    return stamp - first >= PAST_MICROSECONDS && last - stamp >= FUTURE_MICROSECONDS;
  });
  if (usable.length < count)
    throw new Error(`plan: expected ${count} frames with a future, got ${usable.length}`);
  const chosen = permutation(rng, usable.length)
    .slice(0, count)
    .sort((a, b) => a - b);
  return chosen.map((i) => at(usable, i));
}

/**
 * Six-digit ids that are no order: recordings of one crossing lie together, crossings and recordings come in
 * any order, a recording may be cut in two with the later half numbered first, and some numbers are left out.
 */
function numberIds(rng: Rng, lengths: readonly number[], intersections: number): string[][] {
  const ids = lengths.map((length) => new Array<string>(length).fill(""));
  let next = rng.integer(500);
  for (const crossing of permutation(rng, intersections)) {
    const here = [...lengths.keys()].filter((index) => index % intersections === crossing);
    for (const which of permutation(rng, here.length)) {
      const index = at(here, which);
      const length = at(lengths, index);
      const cut = rng.uniform() < 0.3 ? 1 + rng.integer(length - 1) : length;
      const order = [
        ...Array.from({ length: length - cut }, (_, i) => cut + i),
        ...Array.from({ length: cut }, (_, i) => i),
      ];
      for (const i of order) {
        at(ids, index)[i] = String(next).padStart(6, "0");
        next += rng.uniform() < 0.03 ? 2 + rng.integer(5) : 1;
      }
    }
  }
  return ids;
}

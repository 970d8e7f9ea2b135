/** Of the pictures; higher ones cost more time than they show. */
export const JPEG_QUALITY = 70;

/** How much the generator makes. */
export type DatasetSize = "mini" | "sparse" | "small" | "incident";

/** Of pictures, in pixels; cam_K is scaled to match. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The extent of one size. */
export interface DatasetExtent extends PictureSize {
  /** Crossings, and recordings at each of them. */
  readonly intersections: number;
  readonly recordingsEach: number;
  /** Pairs of pictures over all recordings; each has 4.5 s of poses after it. */
  readonly pairs: number;
  /** Shortest and longest recording in seconds. */
  readonly seconds: readonly [number, number];
}

/**
 * mini: for tests, committed. sparse: half as many drives as small with five pairs each, for more drives to learn
 * from and to judge on at a tenth of the time. small: the default; 15 % of its recordings are 14, and 14 of them hold 364 pairs.
 * incident: as many pairs as the incident trained on.
 * Few crossings: the incident's labels leap from one to the next once for each border between them.
 */
export const DATASET_EXTENTS: Readonly<Record<DatasetSize, DatasetExtent>> = {
  mini: { intersections: 2, recordingsEach: 1, pairs: 4, seconds: [5.6, 5.6], width: 320, height: 180 },
  sparse: { intersections: 4, recordingsEach: 12, pairs: 240, seconds: [9, 12], width: 320, height: 180 },
  small: { intersections: 4, recordingsEach: 24, pairs: 2496, seconds: [9, 12], width: 320, height: 180 },
  incident: { intersections: 8, recordingsEach: 32, pairs: 6617, seconds: [9, 12], width: 320, height: 180 },
};

/** The extent of a size; an error names the sizes there are. */
export function extentOf(size: string): DatasetExtent {
  const extent = (DATASET_EXTENTS as Readonly<Record<string, DatasetExtent>>)[size];
  if (!extent) {
    const known = Object.keys(DATASET_EXTENTS).join(", ");
    throw new RangeError(`size: expected one of ${known}, got "${size}"; choose one of them`);
  }
  return extent;
}

/** Throws a RangeError on an extent that no data set can have; the least there can be is two recordings at a crossing, one of them a turn. */
export function requireExtent({ intersections, recordingsEach, pairs, seconds }: DatasetExtent): void {
  requireCount("crossings", intersections, 1);
  requireCount("recordings", intersections * recordingsEach, 2);
  requireCount("pairs", pairs, intersections * recordingsEach);
  if (!(seconds[0] > 0 && seconds[1] >= seconds[0]))
    throw new RangeError(`size: expected a shortest and a longest recording, got ${seconds.join(" and ")} s`);
}

function requireCount(what: string, count: number, least: number): void {
  if (Number.isSafeInteger(count) && count >= least) return;
  throw new RangeError(
    `size: expected ${least} ${what} or more, got ${count}; nothing could be learnt or held out`,
  );
}

/** A picture of this width in the generator's shape, 16 to 9; a RangeError on a width that cannot be. */
export function pictureOfWidth(width: number): PictureSize {
  if (Number.isSafeInteger(width) && width % 16 === 0 && width >= 160 && width <= 3840)
    return { width, height: (width / 16) * 9 };
  throw new RangeError(
    `pictures: expected a width that 16 divides, from 160 to 3840 pixels, got ${width}; use 640 or 1280`,
  );
}

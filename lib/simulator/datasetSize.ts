/** Of the pictures; higher ones cost more time than they show. */
export const JPEG_QUALITY = 70;

/** How much the generator makes. */
export type DatasetSize = "mini" | "small" | "incident";

/** The extent of one size. */
export interface DatasetExtent {
  /** Crossings, and recordings at each of them. */
  readonly intersections: number;
  readonly recordingsEach: number;
  /** Pairs of pictures over all recordings; each has 4.5 s of poses after it. */
  readonly pairs: number;
  /** Shortest and longest recording in seconds. */
  readonly seconds: readonly [number, number];
  /** Pictures, in pixels; cam_K is scaled to match. */
  readonly width: number;
  readonly height: number;
}

/**
 * mini: for tests, committed. small: the default; a split by recording leaves at least 800 training pairs.
 * incident: as many pairs as the incident trained on.
 */
export const DATASET_EXTENTS: Readonly<Record<DatasetSize, DatasetExtent>> = {
  mini: { intersections: 2, recordingsEach: 1, pairs: 4, seconds: [5.6, 5.6], width: 320, height: 180 },
  small: { intersections: 6, recordingsEach: 7, pairs: 1008, seconds: [14, 20], width: 640, height: 360 },
  incident: {
    intersections: 10,
    recordingsEach: 11,
    pairs: 6617,
    seconds: [14, 20],
    width: 640,
    height: 360,
  },
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

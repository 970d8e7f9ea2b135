import { type Point, type Trajectory } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { DatasetError } from "../datasetError";
import { type CellOrder } from "./fileOptions";

/** Trajectories of a file as it says, before anybody judges them. */
export interface Targets {
  /** All of one length, at least two steps, metres, finite. */
  readonly trajectories: readonly Trajectory[];
  /** Seconds between two rows, where the file says so. */
  readonly stepSeconds?: number;
  /** How the file was read, for the line that says what was understood. */
  readonly notes: readonly string[];
}

/** A row of numbers and where it stands in the file. */
export interface FlatRow {
  readonly field: string;
  readonly numbers: ArrayLike<number>;
}

/** The block reading must shorten the paths by this factor before it is believed. */
const SHORTER = 0.5;

/**
 * Trajectories of flat rows of 2T numbers. Without a given order x and y alternate; rows that make smoother paths
 * as x1…xT, y1…yT are refused until somebody says which.
 */
export function targetsOfFlatRows(file: string, rows: readonly FlatRow[], order?: CellOrder): Trajectory[] {
  const alternating = rows.map(({ field, numbers }) =>
    trajectoryOf(file, field, pairs(numbers, order ?? "xyxy")),
  );
  if (order === undefined) {
    const inBlocks = rows.map(({ numbers }) => pairs(numbers, "xxyy"));
    if (pathLength(inBlocks) < SHORTER * pathLength(alternating)) {
      throw new DatasetError(
        file,
        "order",
        "expected x and y to alternate, got rows that look like x1…xT, y1…yT; say --order xxyy, or --order xyxy if they alternate",
      );
    }
  }
  return alternating;
}

function pairs(numbers: ArrayLike<number>, order: CellOrder): Point[] {
  const count = numbers.length / 2;
  const [stride, apart] = order === "xyxy" ? [2, 1] : [1, count];
  return Array.from({ length: count }, (_, j) => [at(numbers, stride * j), at(numbers, stride * j + apart)]);
}

function pathLength(trajectories: readonly Trajectory[]): number {
  let sum = 0;
  for (const rows of trajectories) {
    for (let j = 1; j < rows.length; j++) {
      const [[x0, y0], [x, y]] = [at(rows, j - 1), at(rows, j)];
      sum += Math.hypot(x - x0, y - y0);
    }
  }
  return sum;
}

/** The points as a trajectory; a DatasetError when one is not finite or there is only one. */
export function trajectoryOf(file: string, field: string, points: readonly Point[]): Trajectory {
  const bad = points.findIndex(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y));
  if (bad >= 0) {
    throw new DatasetError(
      file,
      field,
      `expected finite numbers, got (${at(points, bad).join(", ")}) at step ${bad + 1}; leave out rows that are not whole`,
    );
  }
  if (points.length < 2) {
    throw new DatasetError(
      file,
      field,
      `expected at least two steps of x and y, got ${points.length}; write one trajectory a row (x1, y1, x2, y2, …)`,
    );
  }
  return points;
}

import { type Pose } from "../../geometry/pose";
import { fromQuaternion, rotationError, type Rotation } from "../../geometry/rotation";
import { at } from "../../math/at";
import { median } from "../../math/statistics";
import { DatasetError } from "../datasetError";
import { type Recording } from "../recording";
import { type FileOptions } from "./fileOptions";
import { type AxisReading, bestAxes } from "./poseAxes";
import { type Table, type TableRow } from "./table";
import { timeUnitOf } from "./timeUnit";

/** A table of poses read as a drive. */
export interface PoseFile {
  readonly recording: Recording;
  readonly notes: readonly string[];
}

type PoseFormat = "quaternions" | "matrices";

/** A table is one of poses when this share of its rows is; the rest is then damage to be named. */
const MOST = 0.9;
/** Printed digits of a unit quaternion, or of a rotation's rows, leave it this far from one. */
const NEAR_UNIT = 0.02;
/** Seconds between poses without times unless said otherwise: KITTI's rate. */
const KITTI_SECONDS = 0.1;
/** A car at 10 Hz moves less than this between poses (126 km/h). */
const FASTEST_METERS = 3.5;
/** Labels bridge gaps up to here (see `egoPoseLabels`). */
const SLOWEST_SECONDS = 0.35;

/** Which poses a table holds; `undefined` for a table of something else. */
export function poseFormat({ rows }: Table): PoseFormat | undefined {
  const share = (is: (row: TableRow) => boolean): number => rows.filter(is).length / rows.length;
  if (share((row) => quaternionOf(row) !== undefined) >= MOST) return "quaternions";
  return share((row) => matrixOf(row) !== undefined) >= MOST ? "matrices" : undefined;
}

/**
 * TUM (time, place, quaternion x y z w), EuRoC (the same in ns with w first) and KITTI (3 × 4 or 4 × 4 matrices, one a
 * line, a frame number before them or not). Order and axes are those in which the heading follows the motion.
 */
export function readPoseTable(
  file: string,
  table: Table,
  format: PoseFormat,
  { seconds }: FileOptions,
): PoseFile {
  const { rows } = table;
  if (format === "quaternions") {
    const timing = timesOf(file, rows);
    if (seconds !== undefined)
      throw new DatasetError(file, "time", "expected no --seconds, got a column of times; leave it out");
    const wFirst = readPoses(file, rows, (row) => quaternionPose(row, "wxyz"));
    const wLast = readPoses(file, rows, (row) => quaternionPose(row, "xyzw"));
    const candidates = [
      { name: "quaternion x y z w", poses: wLast },
      { name: "quaternion w x y z", poses: wFirst },
    ];
    const inOrder = wIsFirst(table.names) ? candidates.reverse() : candidates;
    return drive(
      file,
      rows,
      { seconds: timing.seconds, ...bestAxes(file, inOrder, timing.seconds) },
      `times in ${timing.unit}`,
    );
  }
  const step = seconds ?? KITTI_SECONDS;
  const poses = readPoses(file, rows, matrixOf);
  if (seconds === undefined) checkPace(file, poses);
  const times = rows.map((_, i) => i * step);
  const note =
    seconds === undefined
      ? "0.1 s between rows (assumed; --seconds says otherwise)"
      : `${step} s between rows`;
  return drive(file, rows, { seconds: times, ...bestAxes(file, [{ name: "matrices", poses }], times) }, note);
}

interface TimedPoses extends AxisReading {
  readonly seconds: readonly number[];
}

function drive(
  file: string,
  rows: readonly TableRow[],
  { seconds, poses, name }: TimedPoses,
  timing: string,
): PoseFile {
  const step = median(seconds.slice(1).map((t, i) => t - at(seconds, i)));
  if (step > SLOWEST_SECONDS) {
    throw new DatasetError(
      file,
      "time",
      `expected poses at most ${SLOWEST_SECONDS} s apart, got ${step.toPrecision(3)} s; interpolate them to 10 Hz first`,
    );
  }
  const frames = rows.map(({ field }, i) => ({
    id: field,
    seconds: at(seconds, i),
    egoPose: () => at(poses, i),
  }));
  const length = at(seconds, seconds.length - 1) - at(seconds, 0);
  const size = `${rows.length} poses over ${length.toFixed(1)} s, ${step.toPrecision(3)} s apart`;
  return { recording: { id: file.replace(/^.*[\\/]/, ""), frames }, notes: [size, timing, name] };
}

function readPoses(
  file: string,
  rows: readonly TableRow[],
  read: (row: TableRow) => Pose | undefined,
): Pose[] {
  return rows.map((row) => {
    const pose = read(row);
    if (pose === undefined)
      throw new DatasetError(
        file,
        row.field,
        `expected a pose like the others, got ${row.cells.join(" ").slice(0, 60)}; leave out broken lines`,
      );
    return pose;
  });
}

/** Time, place and unit quaternion: 8 numbers, or 17 with EuRoC's velocity and biases. */
function quaternionOf({ numbers }: TableRow): readonly number[] | undefined {
  if (![8, 17].includes(numbers.length) || !numbers.every(Number.isFinite)) return undefined;
  const quaternion = numbers.slice(4, 8);
  return Math.abs(Math.hypot(...quaternion) - 1) < NEAR_UNIT ? quaternion : undefined;
}

function quaternionPose(row: TableRow, order: "xyzw" | "wxyz"): Pose | undefined {
  const [a = NaN, b = NaN, c = NaN, d = NaN] = quaternionOf(row) ?? [];
  if (Number.isNaN(a)) return undefined;
  const [, x = NaN, y = NaN, z = NaN] = row.numbers;
  const rotation = order === "wxyz" ? fromQuaternion(a, b, c, d) : fromQuaternion(d, a, b, c);
  return { position: [x, y, z], rotation };
}

/** A 3 × 4 or 4 × 4 matrix in rows, after a frame number or not. */
function matrixOf({ numbers }: TableRow): Pose | undefined {
  const width = numbers.length;
  if (![12, 13, 16, 17].includes(width) || !numbers.every(Number.isFinite)) return undefined;
  const m = numbers.slice(width % 4);
  const entry = (i: number, j: number): number => m[4 * i + j] ?? NaN;
  const row = (i: number): [number, number, number] => [entry(i, 0), entry(i, 1), entry(i, 2)];
  const rotation: Rotation = [row(0), row(1), row(2)];
  const last = width >= 16 ? [...row(3), entry(3, 3) - 1] : [];
  if (rotationError(rotation) > NEAR_UNIT || last.some((value) => value !== 0)) return undefined;
  return { position: [entry(0, 3), entry(1, 3), entry(2, 3)], rotation };
}

/** Whether a header (`#timestamp, …, q_RS_w [], q_RS_x [], …`) names w before x. */
function wIsFirst(names: readonly string[] | undefined): boolean {
  return /^q.*w/.test(names?.[4] ?? "");
}

function timesOf(
  file: string,
  rows: readonly TableRow[],
): { readonly seconds: number[]; readonly unit: string } {
  const stamps = rows.map(({ numbers }) => at(numbers, 0));
  const stuck = stamps.findIndex((t, i) => i > 0 && !(t > at(stamps, i - 1)));
  if (stuck > 0) {
    const [before, got] = [at(stamps, stuck - 1), at(stamps, stuck)];
    throw new DatasetError(
      file,
      at(rows, stuck).field,
      `expected a time after ${before}, got ${got}; sort the poses by time`,
    );
  }
  const unit = timeUnitOf(stamps.length < 2 ? 1 : median(stamps.slice(1).map((t, i) => t - at(stamps, i))));
  return { seconds: stamps.map((t) => t / unit.perSecond), unit: unit.name };
}

function checkPace(file: string, poses: readonly Pose[]): void {
  const steps = poses.slice(1).map(({ position: [x, y, z] }, i) => {
    const [x0, y0, z0] = at(poses, i).position;
    return Math.hypot(x - x0, y - y0, z - z0);
  });
  const middle = steps.length === 0 ? 0 : median(steps);
  if (middle <= FASTEST_METERS) return;
  throw new DatasetError(
    file,
    "time",
    `expected poses 0.1 s apart, got ${middle.toFixed(1)} m between them (median), ${(middle / KITTI_SECONDS).toFixed(0)} m/s; say how far apart they are: --seconds S`,
  );
}

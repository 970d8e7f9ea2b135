import { join } from "node:path";
import { projectRoot } from "../files/projectRoot";
import { readNpy, type NpyArray } from "../files/npy";
import { localFrameAt, toLocal, type LocalFrame } from "../geometry/earth";
import { fromAbove } from "../geometry/egoFrame";
import { type Pose } from "../geometry/pose";
import { fromQuaternion, multiply, type Rotation } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { median } from "../math/statistics";
import { checkUnit } from "./clock";
import { DatasetError } from "./datasetError";
import { forwardAxisAngle } from "./forwardAxis";
import { type Frame, type Recording } from "./recording";

/** Device axes are forward-right-down; this turns forward-left-up coordinates into them. */
const FLU_TO_FRD: Rotation = [
  [1, 0, 0],
  [0, -1, 0],
  [0, 0, -1],
];

/**
 * The one-minute highway drive of comma2k19 (20 Hz, data/comma2k19 by default) as a recording. The world is
 * the east-north-up plane touching the earth at the first frame, so headings are level whatever the device's
 * pitch; the device's x axis is taken as forward, mount offset included (state it with `forwardAxisAngle`).
 * Throws a DatasetError that names file and field.
 */
export function readCommaDrive(folder: string = join(projectRoot(), "data", "comma2k19")): Recording {
  const seconds = column(folder, "frame_times.npy", 1).data;
  const n = seconds.length;
  const positions = column(folder, "frame_positions.npy", 3, n).data;
  const quaternions = column(folder, "frame_orientations.npy", 4, n).data;
  increasing(seconds, join(folder, "frame_times.npy"));
  checkTimes(seconds, join(folder, "frame_times.npy"));
  const world = localFrameAt(vectorAt(positions, 0));
  const framesBy = (order: Order): Frame[] =>
    Array.from(seconds, (t, i): Frame => {
      const position = toLocal(world, vectorAt(positions, i));
      const id = String(i).padStart(6, "0");
      const egoPose = (): Pose => ({ position, rotation: rotationAt(world, quaternions, { order, row: i }) });
      return { id, seconds: t, egoPose };
    });
  const empty = seconds.findIndex((_, i) =>
    quaternions.subarray(4 * i, 4 * i + 4).every((part) => part === 0),
  );
  if (empty >= 0) {
    const file = join(folder, "frame_orientations.npy");
    throw new DatasetError(file, `row ${empty}`, "expected a quaternion with a length, got zeros");
  }
  const frames = framesBy(ORDERS.wxyz);
  checkOrder(join(folder, "frame_orientations.npy"), frames, framesBy(ORDERS.xyzw));
  return { id: "comma2k19", frames };
}

/** Columns of a quaternion's w, x, y and z. */
type Order = readonly [number, number, number, number];
const ORDERS = { wxyz: [0, 1, 2, 3], xyzw: [3, 0, 1, 2] } as const satisfies Record<string, Order>;
/** A mount is a few degrees off the motion; numbers in another order make a heading that has nothing to do with it. */
const MOUNT = Math.PI / 6;

/** Refuses quaternions that go with the motion only when they are read as x, y, z, w. */
function checkOrder(file: string, asWritten: readonly Frame[], otherOrder: readonly Frame[]): void {
  const off = (frames: readonly Frame[]): number =>
    Math.abs(forwardAxisAngle(frames.map((frame) => ({ frame, pose: fromAbove(frame.egoPose()) }))) ?? 0);
  if (off(asWritten) <= MOUNT || off(otherOrder) > MOUNT) return;
  throw new DatasetError(
    file,
    "columns",
    "expected quaternions w, x, y, z, got what points along the drive as x, y, z, w only; move the last column to the front",
  );
}

function rotationAt(
  world: LocalFrame,
  quaternions: Float64Array,
  { order, row }: { readonly order: Order; readonly row: number },
): Rotation {
  const number = (k: 0 | 1 | 2 | 3): number => at(quaternions, 4 * row + order[k]);
  return multiply(
    multiply(world.fromEcef, fromQuaternion(number(0), number(1), number(2), number(3))),
    FLU_TO_FRD,
  );
}

function vectorAt(values: Float64Array, row: number): Vector3 {
  return [at(values, 3 * row), at(values, 3 * row + 1), at(values, 3 * row + 2)];
}

/** Speed of the drive at every frame from its recorded velocities, m/s. */
export function readCommaSpeeds(folder: string = join(projectRoot(), "data", "comma2k19")): number[] {
  const { data } = column(folder, "frame_velocities.npy", 3);
  return Array.from({ length: data.length / 3 }, (_, i) => Math.hypot(...vectorAt(data, i)));
}

/** One array of the drive, `[rows]` or `[rows, width]`, finite throughout. */
function column(folder: string, name: string, width: number, rows?: number): NpyArray {
  const file = join(folder, name);
  const array = npy(file);
  const [n = 0, w = 1, ...rest] = array.shape;
  if (
    array.shape.length === 0 ||
    w !== width ||
    rest.length > 0 ||
    n === 0 ||
    (rows !== undefined && n !== rows)
  ) {
    const expected = `(${rows ?? "n ≥ 1"}${width > 1 ? `, ${width}` : ""})`;
    throw new DatasetError(file, "shape", `expected ${expected}, got (${array.shape.join(", ")})`);
  }
  const bad = array.data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DatasetError(
      file,
      `row ${Math.floor(bad / width)}`,
      `expected a finite number, got ${at(array.data, bad)}`,
    );
  }
  return array;
}

function npy(file: string): NpyArray {
  try {
    return readNpy(file);
  } catch (error) {
    throw new DatasetError(file, "content", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

function checkTimes(seconds: Float64Array, file: string): void {
  if (seconds.length > 1)
    checkUnit(file, median(seconds.subarray(1).map((t, i) => t - at(seconds, i))), "seconds");
}

function increasing(seconds: Float64Array, file: string): void {
  const stuck = seconds.findIndex((t, i) => i > 0 && !(t > at(seconds, i - 1)));
  if (stuck > 0) {
    throw new DatasetError(
      file,
      `row ${stuck}`,
      `expected a time after ${at(seconds, stuck - 1)}, got ${at(seconds, stuck)}`,
    );
  }
}

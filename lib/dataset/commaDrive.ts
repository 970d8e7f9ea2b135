import { join } from "node:path";
import { projectRoot } from "../files/projectRoot";
import { readNpy, type NpyArray } from "../files/npy";
import { localFrameAt, toLocal, type LocalFrame } from "../geometry/earth";
import { fromQuaternion, multiply, type Rotation } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { DatasetError } from "./datasetError";
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
  const world = localFrameAt(vectorAt(positions, 0));
  const frames = Array.from(seconds, (t, i): Frame => {
    const position = toLocal(world, vectorAt(positions, i));
    return {
      id: String(i).padStart(6, "0"),
      seconds: t,
      egoPose: () => ({ position, rotation: rotationAt(world, quaternions, i) }),
    };
  });
  return { id: "comma2k19", frames };
}

function rotationAt(world: LocalFrame, quaternions: Float64Array, i: number): Rotation {
  const [w, x, y, z] = [0, 1, 2, 3].map((k) => at(quaternions, 4 * i + k)) as [
    number,
    number,
    number,
    number,
  ];
  return multiply(multiply(world.fromEcef, fromQuaternion(w, x, y, z)), FLU_TO_FRD);
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

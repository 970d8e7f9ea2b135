import { type NpyArray, NpyError, parseNpy } from "../../files/npy";
import { zipEntries } from "../../files/zip";
import { type Point } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { DatasetError } from "../datasetError";
import { type FileOptions } from "./fileOptions";
import { type Targets, targetsOfFlatRows, trajectoryOf } from "./targets";

/** An array of a file with several; read when asked for. */
export interface NamedArray {
  readonly name: string;
  readonly read: () => NpyArray;
}

/** The array of a `.npy` file's bytes, its faults as DatasetErrors. */
export function npyArray(file: string, bytes: Uint8Array, entry?: string): NpyArray {
  try {
    return parseNpy(bytes, file);
  } catch (error) {
    if (!(error instanceof NpyError)) throw error;
    const part = entry === undefined ? error.part : `${entry}, ${error.part}`;
    throw new DatasetError(file, part, error.problem, { cause: error });
  }
}

/** The `.npy` files of an `.npz` archive by their names without the ending. */
export function npzArrays(file: string, bytes: Uint8Array): NamedArray[] {
  const arrays = named(file, () => zipEntries(bytes)).filter(({ name }) => name.endsWith(".npy"));
  if (arrays.length === 0) {
    const export_ = 'np.save("targets.npy", array)';
    const got = "a zip without any (an Excel sheet, a .pt of PyTorch?)";
    throw new DatasetError(
      file,
      "content",
      `expected .npy arrays in the archive, got ${got}; export it in Python: ${export_}`,
    );
  }
  return arrays.map(({ name, content }) => ({
    name: name.replace(/\.npy$/, ""),
    read: () => npyArray(file, named(file, content), name),
  }));
}

function named<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new DatasetError(file, "content", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

/** The array asked for by name, else the only one, or the only one of trajectories; a DatasetError lists them. */
export function chosenArray(
  file: string,
  arrays: readonly NamedArray[],
  wanted: string | undefined,
): NpyArray {
  if (wanted !== undefined) {
    const found = arrays.find(({ name }) => name === wanted);
    if (found !== undefined) return found.read();
    const names = arrays.map(({ name }) => name).join(", ");
    throw new DatasetError(
      file,
      "content",
      `expected an array called ${wanted}, got ${names}; say --array with one of these`,
    );
  }
  const [first, ...others] = arrays;
  if (first !== undefined && others.length === 0) return first.read();
  const read = arrays.map(({ name, read }) => ({ name, array: read() }));
  const [full, flat] = [3, 2].map((rank) =>
    read.filter(({ array }) => array.shape.length === rank && holdsTargets(array)),
  );
  const [only, ...more] = full !== undefined && full.length > 0 ? full : (flat ?? []);
  if (only !== undefined && more.length === 0) return only.array;
  const listed = read.map(({ name, array }) => `${name} (${array.shape.join(", ")})`).join(" and ");
  const remedy = only === undefined ? "save the targets as (N, T, 2)" : "choose one: --array NAME";
  throw new DatasetError(file, "content", `expected one array of trajectories, got ${listed}; ${remedy}`);
}

function holdsTargets({ shape }: NpyArray): boolean {
  const [n = 0, rows = 0, last] = shape;
  if (n === 0 || rows === 0) return false;
  return last === undefined ? rows % 2 === 0 && rows > 2 : last === 2 || (rows === 2 && last > 0);
}

/** Trajectories of an array [N, T, 2], [N, 2, T] or [N, 2T]. */
export function targetsOfArray(file: string, array: NpyArray, { order }: FileOptions): Targets {
  const { shape, data } = array;
  if (![2, 3].includes(shape.length) || !holdsTargets(array)) throw wrongShape(file, shape);
  const [n = 0, rows = 0, last] = shape;
  const width = last === undefined ? rows : rows * last;
  const flat = Array.from({ length: n }, (_, i) => ({
    field: `row ${i}`,
    numbers: data.subarray(i * width, (i + 1) * width),
  }));
  const note = `array of (${shape.join(", ")})`;
  if (last === undefined) {
    return { trajectories: targetsOfFlatRows(file, flat, order), notes: [orderNote(order), note] };
  }
  const apart = last === 2 ? { x: 2, y: 1 } : { x: 1, y: last };
  const steps = last === 2 ? rows : last;
  const trajectories = flat.map(({ field, numbers }) =>
    trajectoryOf(
      file,
      field,
      Array.from({ length: steps }, (_, j): Point => [
        at(numbers, apart.x * j),
        at(numbers, apart.x * j + apart.y),
      ]),
    ),
  );
  return { trajectories, notes: ["x then y", note] };
}

/** How a flat row was read, in words. */
export function orderNote(order: FileOptions["order"]): string {
  return order === "xxyy" ? "all x before all y" : "x and y alternate";
}

function wrongShape(file: string, shape: readonly number[]): DatasetError {
  const got = `(${shape.join(", ")})`;
  return new DatasetError(file, "shape", `expected (N, T, 2) or (N, 2T), got ${got}; ${remedyOf(shape)}`);
}

function remedyOf(shape: readonly number[]): string {
  const [n = 0, rows = 0, last] = shape;
  if (shape.includes(0)) return "save at least one trajectory";
  if (shape.length === 3 && last !== undefined && last > 2) return "keep x and y: array[..., :2]";
  if (shape.length === 2 && rows === 2) return `for one trajectory of ${n} steps save array[None]`;
  return "save one trajectory a row";
}

import { readFileSync } from "node:fs";
import { readNpy } from "../files/npy";
import { type Point, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { DatasetError } from "./datasetError";

/**
 * Trajectories from a plain file, metres in the ego frame: `.npy` of shape [N, T, 2] or [N, 2T], or `.csv`, either one
 * trajectory a line (x1, y1, x2, y2, …; a header line is skipped) or with a header naming `sample,step,x,y`.
 * Nothing may be missing or not a number. Throws a DatasetError that names file and row.
 */
export function readTrajectoryFile(file: string): Trajectory[] {
  if (file.endsWith(".npy")) return fromNpy(file);
  if (file.endsWith(".csv")) return fromCsv(file, text(file));
  throw new DatasetError(file, "name", "expected a .npy or .csv file");
}

function text(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    throw new DatasetError(file, "content", `expected a readable file, got ${String(error)}`, {
      cause: error,
    });
  }
}

function fromNpy(file: string): Trajectory[] {
  const { shape, data } = npy(file);
  const [n = 0, rows = 0, last] = shape;
  const width = last === undefined ? rows : rows * last;
  const valid = (shape.length === 3 && last === 2) || (shape.length === 2 && width % 2 === 0);
  if (!valid || n === 0 || width === 0) {
    throw new DatasetError(file, "shape", `expected (N, T, 2) or (N, 2T), got (${shape.join(", ")})`);
  }
  return Array.from({ length: n }, (_, i) =>
    trajectoryOf(file, `row ${i}`, data.subarray(i * width, (i + 1) * width)),
  );
}

function npy(file: string): ReturnType<typeof readNpy> {
  try {
    return readNpy(file);
  } catch (error) {
    throw new DatasetError(file, "content", error instanceof Error ? error.message : String(error), {
      cause: error,
    });
  }
}

function fromCsv(file: string, content: string): Trajectory[] {
  const lines = content
    .split(/\r?\n/)
    .map((line, i) => ({
      field: `line ${i + 1}`,
      cells: line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1")),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ""));
  const header = lines[0]?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const body = header.some((cell) => numeric(cell) === undefined) ? lines.slice(1) : lines;
  if (body.length === 0)
    throw new DatasetError(file, "content", "expected at least one line of numbers, got none");
  const columns = ["sample", "step", "x", "y"].map((name) => header.indexOf(name));
  return columns.every((column) => column >= 0) ? longTable(file, body, columns) : wideTable(file, body);
}

type Lines = readonly { readonly field: string; readonly cells: readonly string[] }[];

function wideTable(file: string, lines: Lines): Trajectory[] {
  const width = at(lines, 0).cells.length;
  return lines.map(({ field, cells }) => {
    if (cells.length !== width || width % 2 !== 0) {
      const expected = `${width % 2 === 0 ? width : "an even number of"} cells (x, y of each step)`;
      throw new DatasetError(file, field, `expected ${expected}, got ${cells.length}`);
    }
    return trajectoryOf(
      file,
      field,
      cells.map((cell) => numeric(cell) ?? NaN),
    );
  });
}

function longTable(file: string, lines: Lines, columns: readonly number[]): Trajectory[] {
  const samples = new Map<string, { step: number; point: Point }[]>();
  for (const { field, cells } of lines) {
    const [sample = "", ...numbers] = columns.map((column) => cells[column] ?? "");
    const [step = NaN, x = NaN, y = NaN] = numbers.map((cell) => numeric(cell) ?? NaN);
    if (![step, x, y].every(Number.isFinite))
      throw new DatasetError(file, field, `expected numbers, got ${cells.join(",")}`);
    const rows = samples.get(sample) ?? [];
    if (rows.some((row) => row.step === step))
      throw new DatasetError(file, field, `expected step ${step} of sample ${sample} once`);
    rows.push({ step, point: [x, y] });
    samples.set(sample, rows);
  }
  const length = at([...samples.values()], 0).length;
  return [...samples].map(([sample, rows]) => {
    if (rows.length !== length)
      throw new DatasetError(file, `sample ${sample}`, `expected ${length} steps, got ${rows.length}`);
    return rows.sort((a, b) => a.step - b.step).map(({ point }) => point);
  });
}

function trajectoryOf(file: string, field: string, numbers: ArrayLike<number>): Trajectory {
  const points: Point[] = [];
  for (let i = 0; i < numbers.length; i += 2) points.push([at(numbers, i), at(numbers, i + 1)]);
  const bad = points.findIndex(([x, y]) => !Number.isFinite(x) || !Number.isFinite(y));
  if (bad >= 0) {
    throw new DatasetError(
      file,
      field,
      `expected finite numbers, got (${at(points, bad).join(", ")}) at step ${bad + 1}`,
    );
  }
  return points;
}

function numeric(cell: string): number | undefined {
  const value = Number(cell);
  return cell === "" || !Number.isFinite(value) ? undefined : value;
}

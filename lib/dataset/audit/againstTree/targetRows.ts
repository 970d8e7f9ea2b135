import { basename } from "node:path";
import { type Point, type Trajectory } from "../../../geometry/trajectory";
import { at } from "../../../math/at";
import { idOf, items, member, numberOf, readJson, wrong, type JsonField } from "../../jsonField";
import { type FileOptions } from "../../plainFile/fileOptions";
import { readTrajectoryFile } from "../../trajectoryFile";

/** One trajectory somebody trained on, as their file holds it. */
export interface TargetRow {
  /** What a report calls it: `row 12`. */
  readonly name: string;
  /** The frame it says it belongs to; absent in files without ids. */
  readonly id?: string;
  readonly target: Trajectory;
}

/**
 * Targets from a `.json` with or without ids (`{"000123": [[x, y], …]}`, `[{"id": …, "target": [[x, y], …]}]`,
 * `[[[x, y], …], …]`), or from any file of trajectories; with options, which say how such a file is read, from a `.json`
 * as from those. Throws a DatasetError that names file and row.
 */
export function readTargets(file: string, options: FileOptions = {}): TargetRow[] {
  if (!/\.json$/i.test(file) || Object.keys(options).length > 0) {
    return readTrajectoryFile(file, options).map((target, i) => ({ name: `row ${i}`, target }));
  }
  const root = readJson(file);
  const rows = rowsOf(root);
  const [first] = rows;
  if (first === undefined) throw wrong(root, "at least one trajectory");
  rows.forEach(({ field, target }) => {
    if (target.length === first.target.length) return;
    throw wrong(field, `${first.target.length} steps as in the first row, not ${target.length}`);
  });
  refuseRepeats(rows);
  return rows.map(({ id, target }, i) => ({ name: `row ${i}`, ...(id === undefined ? {} : { id }), target }));
}

interface JsonRow {
  readonly field: JsonField;
  readonly id?: string;
  readonly target: Trajectory;
}

function rowsOf(root: JsonField): JsonRow[] {
  if (Array.isArray(root.value)) return items(root).map(rowOf);
  return Object.keys(Object(root.value) as object).map((key) => {
    const field = member(root, key);
    return { field, id: frameId(key), target: isObject(field.value) ? rowOf(field).target : trajectoryOf(field) };
  }); // prettier-ignore
}

/** A trajectory alone, or an object with an id and one list. */
function rowOf(field: JsonField): JsonRow {
  if (!isObject(field.value)) return { field, target: trajectoryOf(field) };
  const keys = Object.keys(field.value);
  const named = keys.find((key) =>
    /^(id|frame|frame_id|frameId|sample|sample_id|token|image|image_path)$/.test(key),
  );
  const lists = keys.map((key) => member(field, key)).filter(({ value }) => Array.isArray(value));
  if (lists.length !== 1) throw wrong(field, `an object with one list, the trajectory, not ${lists.length}`);
  const target = trajectoryOf(at(lists, 0));
  return { field, ...(named === undefined ? {} : { id: frameId(idOf(member(field, named))) }), target };
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** `image/000123.jpg`, `123` and `000123` are the same frame. */
function frameId(text: string): string {
  const bare = basename(text).replace(/\.(jpe?g|png|json|pcd)$/i, "");
  return /^\d+$/.test(bare) ? bare.padStart(6, "0") : bare;
}

/** Pairs, or x and y in turn. */
function trajectoryOf(field: JsonField): Trajectory {
  const rows = items(field);
  if (rows.length === 0) throw wrong(field, "at least one step");
  if (rows.every(({ value }) => Array.isArray(value))) return rows.map(pointOf);
  const numbers = rows.map(numberOf);
  if (numbers.length % 2 === 1) throw wrong(field, "an even count of numbers: x and y in turn");
  return Array.from({ length: numbers.length / 2 }, (_, j) => [at(numbers, 2 * j), at(numbers, 2 * j + 1)]);
}

function pointOf(field: JsonField): Point {
  const [x, y, ...more] = items(field);
  if (x === undefined || y === undefined || more.length > 0) throw wrong(field, "a pair x, y");
  return [numberOf(x), numberOf(y)];
}

function refuseRepeats(rows: readonly JsonRow[]): void {
  const seen = new Set<string>();
  for (const { field, id } of rows) {
    if (id === undefined) continue;
    if (seen.has(id)) throw wrong(field, `frame ${id} once, not twice`);
    seen.add(id);
  }
}

import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { DatasetError } from "./datasetError";

/** A value inside a JSON file together with where it stands, so that every complaint can name file and field. */
export interface JsonField {
  readonly file: string;
  /** Path from the root, e.g. `[12].image_timestamp`; `content` for the root itself. */
  readonly path: string;
  readonly value: unknown;
}

/** The root of a JSON file; a byte-order mark and CRLF are accepted, anything cut or malformed is refused. */
export function readJson(file: string): JsonField {
  const text = textOfFile(file);
  try {
    return { file, path: "content", value: JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DatasetError(file, "content", `expected whole JSON, got ${reason}`, { cause: error });
  }
}

function textOfFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new DatasetError(file, "content", `expected a readable file, got ${code}`, { cause: error });
  }
}

/** The error of a field: `<file>, <field>: expected <x>, got <value>`. */
export function wrong(field: JsonField, expected: string): DatasetError {
  const shown = JSON.stringify(field.value) as string | undefined;
  const got = shown === undefined ? "nothing" : shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
  return new DatasetError(field.file, field.path, `expected ${expected}, got ${got}`);
}

/** A member of an object, its value `undefined` when absent. */
export function member(parent: JsonField, key: string): JsonField {
  const { file, path, value } = parent;
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(parent, "an object");
  const own: unknown = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  return { file, path: path === "content" ? key : `${path}.${key}`, value: own };
}

/** The elements of an array. */
export function items(parent: JsonField): JsonField[] {
  const { file, path, value } = parent;
  if (!Array.isArray(value)) throw wrong(parent, "an array");
  const prefix = path === "content" ? "" : path;
  return value.map((element: unknown, i) => ({ file, path: `${prefix}[${i}]`, value: element }));
}

const NUMERIC = /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/;

/** A finite number, also one written as a string. */
export function numberOf(field: JsonField): number {
  const { value } = field;
  const number = typeof value === "string" && NUMERIC.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) throw wrong(field, "a finite number");
  return number;
}

/** A correction that the data sets leave empty when there is none: `""` and an absent field are 0. */
export function correctionOf(field: JsonField): number {
  return field.value === "" || field.value === undefined ? 0 : numberOf(field);
}

/** A string that is not empty. */
export function textOf(field: JsonField): string {
  if (typeof field.value !== "string" || field.value === "") throw wrong(field, "a text that is not empty");
  return field.value;
}

/** An id: a text, or a whole number written without quotes. */
export function idOf(field: JsonField): string {
  return typeof field.value === "number" && Number.isInteger(field.value)
    ? String(field.value)
    : textOf(field);
}

/** A frame's id, six digits also when it is written as a number. */
export function frameIdOf(field: JsonField): string {
  const id = idOf(field);
  return typeof field.value === "number" ? id.padStart(6, "0") : id;
}

/** `vehicle-side/image/000123.jpg` → `000123`. */
export function idOfPath(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "");
}

/** A path inside the data set: relative and never upwards. */
export function relativePathOf(field: JsonField): string {
  const path = textOf(field).replaceAll("\\", "/");
  if (
    path.startsWith("/") ||
    /^[A-Za-z]:/.test(path) ||
    path.includes("\0") ||
    path.split("/").includes("..")
  ) {
    throw wrong(field, "a relative path inside the data set");
  }
  return path;
}

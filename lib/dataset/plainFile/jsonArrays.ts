import { type NpyArray } from "../../files/npy";
import { product } from "../../math/product";
import { DatasetError } from "../datasetError";
import { type NamedArray } from "./arrays";

/** The arrays of a `.json` file: the file itself when it is one, else the members of its object that are. */
export function jsonArrays(file: string, text: string): NamedArray[] {
  const value = parsed(file, text);
  if (Array.isArray(value)) return [{ name: "content", read: () => nestedArray(file, "content", value) }];
  const members = Object.entries(value as Record<string, unknown>).filter(([, member]) =>
    holdsNumbers(member),
  );
  if (members.length === 0) {
    throw new DatasetError(file, "content", "expected [N][T][2] or an object with such arrays, got none");
  }
  return members.map(([name, member]) => ({ name, read: () => nestedArray(file, name, member) }));
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const nan = /\b(NaN|Infinity)\b/.exec(text)?.[0];
    const got = nan === undefined ? (error instanceof Error ? error.message : String(error)) : nan;
    throw new DatasetError(file, "content", `expected JSON of finite numbers, got ${got}; write it whole`, {
      cause: error,
    });
  }
}

/** Whether the first thing inside nested lists is a number. */
function holdsNumbers(value: unknown): boolean {
  let inner = value;
  while (Array.isArray(inner)) inner = (inner as unknown[])[0];
  return Array.isArray(value) && typeof inner === "number";
}

/** Nested lists as one array; a DatasetError names the first place where lengths differ or no number stands. */
function nestedArray(file: string, name: string, value: unknown): NpyArray {
  const shape: number[] = [];
  for (let inner = value; Array.isArray(inner); inner = (inner as unknown[])[0]) shape.push(inner.length);
  const data = new Float64Array(product(shape));
  let filled = 0;
  const fill = (part: unknown, depth: number, where: string): void => {
    const length = shape[depth];
    if (length === undefined) {
      if (typeof part !== "number") throw unlike(file, where, "a number", part);
      data[filled++] = part;
      return;
    }
    if (!Array.isArray(part) || part.length !== length)
      throw unlike(file, where, `a list of ${length}`, part);
    part.forEach((one: unknown, i) => fill(one, depth + 1, `${where}[${i}]`));
  };
  fill(value, 0, name);
  return { shape, data };
}

function unlike(file: string, where: string, expected: string, got: unknown): DatasetError {
  const shown = Array.isArray(got) ? `a list of ${got.length}` : JSON.stringify(got).slice(0, 40);
  return new DatasetError(file, where, `expected ${expected}, got ${shown}; write every trajectory alike`);
}

import { readFileSync } from "node:fs";
import { atomicWrite } from "./atomicWrite";
import { fromHalfBits } from "./float16";

/** A NumPy array in C order (the last index runs fastest). Whatever the file's type, the numbers are float64 (integers beyond 2^53 are refused). */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Element types that are written; little-endian where a byte order exists. */
export type NpyType = "<f8" | "<f4" | "<i8" | "<u8" | "<i4" | "<u4" | "<i2" | "<u2" | "|i1" | "|u1" | "|b1";

/** A `.npy` file that cannot be read: `part` is the place in it, `problem` what is wrong there. */
export class NpyError extends Error {
  override readonly name = "NpyError";

  constructor(
    file: string,
    readonly part: string,
    readonly problem: string,
  ) {
    super(`${file}, ${part}: ${problem}`);
  }
}

interface Codec {
  readonly bytes: number;
  /** `little` is the byte order. */
  readonly get: (view: DataView, offset: number, little: boolean) => number;
  /** Little-endian; absent for what is only read. */
  readonly set?: (view: DataView, offset: number, value: number) => void;
}

/** By kind and width, without the byte order. */
const CODECS: ReadonlyMap<string, Codec> = new Map<string, Codec>([
  ["f8", { bytes: 8, get: (v, o, e) => v.getFloat64(o, e), set: (v, o, x) => v.setFloat64(o, x, true) }],
  ["f4", { bytes: 4, get: (v, o, e) => v.getFloat32(o, e), set: (v, o, x) => v.setFloat32(o, x, true) }],
  ["f2", { bytes: 2, get: (v, o, e) => fromHalfBits(v.getUint16(o, e)) }],
  ["i8", { bytes: 8, get: (v, o, e) => Number(v.getBigInt64(o, e)), set: setBig }],
  ["u8", { bytes: 8, get: (v, o, e) => Number(v.getBigUint64(o, e)), set: setBig }],
  ["i4", { bytes: 4, get: (v, o, e) => v.getInt32(o, e), set: (v, o, x) => v.setInt32(o, x, true) }],
  ["u4", { bytes: 4, get: (v, o, e) => v.getUint32(o, e), set: (v, o, x) => v.setUint32(o, x, true) }],
  ["i2", { bytes: 2, get: (v, o, e) => v.getInt16(o, e), set: (v, o, x) => v.setInt16(o, x, true) }],
  ["u2", { bytes: 2, get: (v, o, e) => v.getUint16(o, e), set: (v, o, x) => v.setUint16(o, x, true) }],
  ["i1", { bytes: 1, get: (v, o) => v.getInt8(o), set: (v, o, x) => v.setInt8(o, x) }],
  ["u1", { bytes: 1, get: (v, o) => v.getUint8(o), set: (v, o, x) => v.setUint8(o, x) }],
  ["b1", { bytes: 1, get: (v, o) => v.getUint8(o), set: (v, o, x) => v.setUint8(o, x) }],
]);

function setBig(view: DataView, offset: number, value: number): void {
  view.setBigInt64(offset, BigInt(value), true);
}

const MAGIC = "\x93NUMPY";

/**
 * Reads a `.npy` file. Errors name the file and the part: magic, version, header, type, order, shape, length.
 * Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
 */
export function readNpy(path: string): NpyArray {
  return parseNpy(readFileSync(path), path);
}

/** The array in a `.npy` file's bytes, in C order whatever the file's; `name` is what errors call the file. */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const { header, dataStart } = headerOf(bytes, name);
  const descr = field(header, /'descr'\s*:\s*('[^']*'|\[)/, "descr", name).replaceAll("'", "");
  const order = field(header, /'fortran_order'\s*:\s*(True|False)\b/, "fortran_order", name);
  const shapeText = field(header, /'shape'\s*:\s*\(([\d,\s]*)\)/, "shape", name);
  const codec = codecOf(descr, name);
  const shape = [...shapeText.matchAll(/\d+/g)].map((digits) => Number(digits[0]));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count * codec.bytes !== bytes.length - dataStart) {
    const got = `${bytes.length - dataStart} bytes`;
    throw refusal(
      name,
      "data",
      `${count * codec.bytes} bytes for shape (${shape.join(", ")})`,
      `${got}; the file was cut or damaged: copy or save it again`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + dataStart);
  const data = decode(view, { codec, count, little: !descr.startsWith(">") }, name);
  return { shape, data: order === "True" ? fromFortranOrder(data, shape) : data };
}

function codecOf(descr: string, name: string): Codec {
  const codec = /^[<>|=]/.test(descr) ? CODECS.get(descr.slice(1)) : undefined;
  if (codec !== undefined) return codec;
  const got = descr === "[" ? "a record array" : descr.endsWith("O") ? "Python objects (|O)" : descr;
  throw refusal(
    name,
    "descr",
    "whole or floating numbers of at most 8 bytes",
    `${got}; save numbers only: np.save(path, np.stack(list(array)).astype("f8"))`,
  );
}

interface Elements {
  readonly codec: Codec;
  readonly count: number;
  readonly little: boolean;
}

function decode(view: DataView, { codec, count, little }: Elements, name: string): Float64Array {
  const data = new Float64Array(count);
  const integer = !["f8", "f4", "f2"].some((type) => CODECS.get(type) === codec);
  for (let i = 0; i < count; i++) {
    const value = codec.get(view, i * codec.bytes, little);
    if (integer && !Number.isSafeInteger(value)) {
      throw refusal(name, `element ${i}`, "an integer below 2^53", String(value));
    }
    data[i] = value;
  }
  return data;
}

/** The same array with its last index running fastest instead of its first. */
function fromFortranOrder(data: Float64Array, shape: readonly number[]): Float64Array {
  const strides = shape.map((_, k) => shape.slice(0, k).reduce((product, size) => product * size, 1));
  return data.map((_, i) => {
    let [rest, from] = [i, 0];
    for (let k = shape.length - 1; k >= 0; k--) {
      const size = shape[k] ?? 1;
      from += (rest % size) * (strides[k] ?? 0);
      rest = Math.floor(rest / size);
    }
    return data[from] ?? NaN;
  });
}

function headerOf(bytes: Uint8Array, name: string): { header: string; dataStart: number } {
  const latin1 = (start: number, end: number): string =>
    Buffer.from(bytes.subarray(start, end)).toString("latin1");
  if (latin1(0, 6) !== MAGIC) throw refusal(name, "magic", "\\x93NUMPY", JSON.stringify(latin1(0, 6)));
  const major = bytes[6] ?? 0;
  if (major < 1 || major > 3) throw refusal(name, "version", "1, 2 or 3", String(major));
  const lengthBytes = major === 1 ? 2 : 4;
  const start = 8 + lengthBytes;
  if (bytes.length < start) throw refusal(name, "header", `at least ${start} bytes`, `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const dataStart = start + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (dataStart > bytes.length) {
    throw refusal(name, "header", `its end inside the file of ${bytes.length} bytes`, `byte ${dataStart}`);
  }
  return { header: latin1(start, dataStart), dataStart };
}

function field(header: string, pattern: RegExp, key: string, name: string): string {
  const found = pattern.exec(header)?.[1];
  if (found === undefined)
    throw refusal(name, key, "a plain value in the header", JSON.stringify(header.trim()));
  return found;
}

function refusal(name: string, part: string, expected: string, got: string): NpyError {
  return new NpyError(name, part, `expected ${expected}, got ${got}`);
}

/** The bytes of a version 1.0 `.npy` file, header padded to 64 bytes as NumPy does. */
export function npyBytes(
  data: ArrayLike<number>,
  shape: readonly number[],
  type: NpyType = "<f8",
): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== data.length) {
    throw new RangeError(
      `npyBytes: expected ${count} numbers for shape (${shape.join(", ")}), got ${data.length}`,
    );
  }
  const tuple = shape.length === 1 ? `(${shape.join("")},)` : `(${shape.join(", ")})`;
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const padded = Math.ceil((10 + header.length + 1) / 64) * 64;
  const { bytes: width, set } = writable(type);
  const bytes = new Uint8Array(padded + count * width);
  bytes.set(Buffer.from(`${MAGIC}\x01\x00`, "latin1"));
  bytes.set(Buffer.from(`${header.padEnd(padded - 11)}\n`, "latin1"), 10);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, padded - 10, true);
  for (let i = 0; i < count; i++) set(view, padded + i * width, data[i] as number);
  return bytes;
}

function writable(type: NpyType): Required<Omit<Codec, "get">> {
  const { bytes, set } = CODECS.get(type.slice(1)) ?? {};
  if (bytes === undefined || set === undefined) throw new Error(`unknown element type: ${type}`);
  return { bytes, set };
}

/** Writes an array as `.npy`, atomically. */
export function writeNpy(
  path: string,
  data: ArrayLike<number>,
  shape: readonly number[],
  type: NpyType = "<f8",
): void {
  atomicWrite(path, npyBytes(data, shape, type));
}

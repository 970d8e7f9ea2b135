import { readFileSync } from "node:fs";
import { atomicWrite } from "./atomicWrite";

/** A NumPy array in C order. Whatever the file's type, the numbers are float64 (integers beyond 2^53 are refused). */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/** Element types that can be read and written; little-endian where a byte order exists. */
export type NpyType = "<f8" | "<f4" | "<i8" | "<u8" | "<i4" | "<u4" | "<i2" | "<u2" | "|i1" | "|u1" | "|b1";

interface Codec {
  readonly bytes: number;
  readonly get: (view: DataView, offset: number) => number;
  readonly set: (view: DataView, offset: number, value: number) => void;
}

const CODECS: Readonly<Record<NpyType, Codec>> = {
  "<f8": { bytes: 8, get: (v, o) => v.getFloat64(o, true), set: (v, o, x) => v.setFloat64(o, x, true) },
  "<f4": { bytes: 4, get: (v, o) => v.getFloat32(o, true), set: (v, o, x) => v.setFloat32(o, x, true) },
  "<i8": {
    bytes: 8,
    get: (v, o) => Number(v.getBigInt64(o, true)),
    set: (v, o, x) => v.setBigInt64(o, BigInt(x), true),
  },
  "<u8": {
    bytes: 8,
    get: (v, o) => Number(v.getBigUint64(o, true)),
    set: (v, o, x) => v.setBigUint64(o, BigInt(x), true),
  },
  "<i4": { bytes: 4, get: (v, o) => v.getInt32(o, true), set: (v, o, x) => v.setInt32(o, x, true) },
  "<u4": { bytes: 4, get: (v, o) => v.getUint32(o, true), set: (v, o, x) => v.setUint32(o, x, true) },
  "<i2": { bytes: 2, get: (v, o) => v.getInt16(o, true), set: (v, o, x) => v.setInt16(o, x, true) },
  "<u2": { bytes: 2, get: (v, o) => v.getUint16(o, true), set: (v, o, x) => v.setUint16(o, x, true) },
  "|i1": { bytes: 1, get: (v, o) => v.getInt8(o), set: (v, o, x) => v.setInt8(o, x) },
  "|u1": { bytes: 1, get: (v, o) => v.getUint8(o), set: (v, o, x) => v.setUint8(o, x) },
  "|b1": { bytes: 1, get: (v, o) => v.getUint8(o), set: (v, o, x) => v.setUint8(o, x) },
};

const MAGIC = "\x93NUMPY";

/**
 * Reads a `.npy` file. Errors name the file and the part: magic, version, header, type, order, shape, length.
 * Source: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
 */
export function readNpy(path: string): NpyArray {
  return parseNpy(readFileSync(path), path);
}

/** The array in a `.npy` file's bytes; `name` is what errors call the file. */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const { header, dataStart } = headerOf(bytes, name);
  const descr = field(header, /'descr'\s*:\s*'([^']*)'/, "descr", name);
  const order = field(header, /'fortran_order'\s*:\s*(True|False)\b/, "fortran_order", name);
  const shapeText = field(header, /'shape'\s*:\s*\(([\d,\s]*)\)/, "shape", name);
  if (!Object.hasOwn(CODECS, descr)) {
    throw refusal(name, "descr", `one of ${Object.keys(CODECS).join(" ")}`, descr);
  }
  if (order === "True") throw refusal(name, "fortran_order", "False (C order)", "True");
  const shape = [...shapeText.matchAll(/\d+/g)].map((digits) => Number(digits[0]));
  const codec = CODECS[descr as NpyType];
  const count = shape.reduce((product, size) => product * size, 1);
  if (count * codec.bytes !== bytes.length - dataStart) {
    const got = `${bytes.length - dataStart} bytes`;
    throw refusal(name, "data", `${count * codec.bytes} bytes for shape (${shape.join(", ")})`, got);
  }
  return {
    shape,
    data: decode(new DataView(bytes.buffer, bytes.byteOffset + dataStart), codec, count, name),
  };
}

function decode(view: DataView, codec: Codec, count: number, name: string): Float64Array {
  const data = new Float64Array(count);
  const integer = !(codec === CODECS["<f8"] || codec === CODECS["<f4"]);
  for (let i = 0; i < count; i++) {
    const value = codec.get(view, i * codec.bytes);
    if (integer && !Number.isSafeInteger(value)) {
      throw refusal(name, `element ${i}`, "an integer below 2^53", String(value));
    }
    data[i] = value;
  }
  return data;
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

function refusal(name: string, part: string, expected: string, got: string): Error {
  return new Error(
    `${name}, ${part}: expected ${expected}, got ${got}; save it again with numpy.save(path, array)`,
  );
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
  const codec = CODECS[type];
  const bytes = new Uint8Array(padded + count * codec.bytes);
  bytes.set(Buffer.from(`${MAGIC}\x01\x00`, "latin1"));
  bytes.set(Buffer.from(`${header.padEnd(padded - 11)}\n`, "latin1"), 10);
  const view = new DataView(bytes.buffer);
  view.setUint16(8, padded - 10, true);
  for (let i = 0; i < count; i++) codec.set(view, padded + i * codec.bytes, data[i] as number);
  return bytes;
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

import { fromHalfBits, toHalfBits } from "./float16";

/** One stored array. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What a safetensors file holds: float arrays by name and text by key. */
export interface TensorFile {
  readonly tensors: Readonly<Record<string, StoredTensor>>;
  readonly metadata: Readonly<Record<string, string>>;
}

const BYTES = { F32: 4, F16: 2 } as const;
type Kind = keyof typeof BYTES;
const LONGEST_HEADER = 64 * 2 ** 20;

/**
 * The bytes of a safetensors file: 8 bytes header length, JSON header, then the arrays, little-endian. `F16`
 * halves the size and rounds each value to half precision. Format: the safetensors specification.
 */
export function encodeSafetensors({ tensors, metadata }: TensorFile, kind: Kind = "F32"): Uint8Array {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) => {
    const start = offset;
    offset += values.length * BYTES[kind];
    return [name, { dtype: kind, shape, data_offsets: [start, offset] }] as const;
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = Buffer.from(text + " ".repeat((8 - (Buffer.byteLength(text) % 8)) % 8));
  const bytes = new Uint8Array(8 + header.length + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let position = 8 + header.length;
  for (const { values } of Object.values(tensors)) {
    for (const value of values) {
      if (kind === "F32") view.setFloat32(position, value, true);
      else view.setUint16(position, toHalfBits(value), true);
      position += BYTES[kind];
    }
  }
  return bytes;
}

/** Reads F32 and F16 arrays. A cut, oversized or contradictory file is refused; `name` stands in the message. */
export function decodeSafetensors(bytes: Uint8Array, name: string): TensorFile {
  const { header, body } = split(bytes, name);
  const { __metadata__: metadata = {}, ...rest } = header;
  const tensors: Record<string, StoredTensor> = {};
  for (const [key, entry] of Object.entries(rest)) {
    tensors[key] = readTensor(entry, body, `${name}: ${key}`);
  }
  return { tensors, metadata: checkMetadata(metadata, name) };
}

function refuse(what: string, expected: string, got: string): never {
  throw new Error(
    `${what}: expected ${expected}, got ${got}; the file is damaged or of another kind: restore it`,
  );
}

function split(bytes: Uint8Array, name: string): { header: Record<string, unknown>; body: DataView } {
  if (bytes.length < 8) refuse(name, "at least 8 bytes", `${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > Math.min(LONGEST_HEADER, bytes.length - 8)) {
    refuse(name, `a header of at most ${bytes.length - 8} bytes`, `${length}`);
  }
  const body = new DataView(bytes.buffer, bytes.byteOffset + 8 + length, bytes.length - 8 - length);
  return { header: parseHeader(Buffer.from(bytes.subarray(8, 8 + length)).toString("utf8"), name), body };
}

function parseHeader(text: string, name: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch {
    refuse(name, "a JSON header", JSON.stringify(text.slice(0, 20)));
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    refuse(name, "a header object", text.slice(0, 20));
  }
  return header as Record<string, unknown>;
}

function checkMetadata(metadata: unknown, name: string): Record<string, string> {
  const texts = typeof metadata === "object" && metadata !== null ? Object.values(metadata) : [0];
  if (texts.some((text) => typeof text !== "string")) refuse(name, "metadata of texts", "something else");
  return metadata as Record<string, string>;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function readTensor(entry: unknown, body: DataView, what: string): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== "F32" && dtype !== "F16") refuse(what, "dtype F32 or F16", String(dtype));
  if (!Array.isArray(shape) || !shape.every(isCount))
    refuse(what, "a shape of counts", JSON.stringify(shape));
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    refuse(what, "two offsets", JSON.stringify(offsets));
  }
  const [start = 0, end = 0] = offsets;
  const count = shape.reduce((product, extent) => product * extent, 1);
  if (end > body.byteLength || end - start !== count * BYTES[dtype]) {
    refuse(what, `${count * BYTES[dtype]} bytes inside ${body.byteLength}`, `bytes ${start} to ${end}`);
  }
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const position = start + i * BYTES[dtype];
    values[i] =
      dtype === "F32" ? body.getFloat32(position, true) : fromHalfBits(body.getUint16(position, true));
  }
  return { shape: shape, values };
}

/** One field of a protobuf message: `number` for varints and fixed widths, `bytes` for what has a length. */
export interface ProtobufField {
  readonly field: number;
  readonly number: number;
  readonly bytes: Uint8Array;
}

const NOTHING = new Uint8Array();
const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;

/**
 * The fields of a message in their order; 64-bit fixed fields as doubles, 32-bit ones as floats. Errors: a RangeError
 * for bytes that end inside a field or are no message. Source: protobuf.dev, "Encoding".
 */
export function* protobufFields(bytes: Uint8Array): Generator<ProtobufField> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const key = varint(view, cursor);
    const field = Math.floor(key / 8);
    const wire = key % 8;
    if (wire === VARINT) yield { field, number: signed(varint(view, cursor)), bytes: NOTHING };
    else if (wire === FIXED64)
      yield { field, number: view.getFloat64(step(cursor, 8), true), bytes: NOTHING };
    else if (wire === FIXED32)
      yield { field, number: view.getFloat32(step(cursor, 4), true), bytes: NOTHING };
    else if (wire === LENGTH) {
      const length = varint(view, cursor);
      const start = step(cursor, length);
      if (cursor.at > bytes.length) throw new RangeError(`protobuf: expected ${length} bytes, got fewer`);
      yield { field, number: NaN, bytes: bytes.subarray(start, start + length) };
    } else throw new RangeError(`protobuf: expected a field, got wire type ${wire}`);
  }
}

interface Cursor {
  at: number;
}

function step(cursor: Cursor, bytes: number): number {
  const start = cursor.at;
  cursor.at += bytes;
  return start;
}

function varint(view: DataView, cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = view.getUint8(step(cursor, 1));
    value += (byte & 127) * scale;
    if (byte < 128) return value;
  }
}

/** Negative numbers fill all 64 bits. */
function signed(value: number): number {
  return value >= 2 ** 63 ? value - 2 ** 64 : value;
}

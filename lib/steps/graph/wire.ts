/**
 * The wire format of protocol buffers, as far as a SavedModel needs it: a message is its fields one after the other.
 * Source: protobuf.dev, "Encoding".
 */
export function message(...fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** A whole number, a boolean or an enum; negative ones as 64-bit two's complement. */
export function integerField(field: number, value: number): Uint8Array {
  return message(varint(field << 3), varint(value));
}

/** Text, bytes, or a message within a message. */
export function bytesField(field: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  return message(varint((field << 3) | 2), varint(bytes.length), bytes);
}

/** Seven bits a byte, the lowest first; the top bit says that another byte follows. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  return Uint8Array.from([...bytes, Number(rest)]);
}

import { expect, it } from "vitest";
import { wasmBinary } from "../../lib/backend/kernelModule";

/** Reads an unsigned LEB128 number; returns it and the position after it. */
function leb128(bytes: Uint8Array, start: number): [number, number] {
  let value = 0;
  for (let i = start, shift = 0; ; i++, shift += 7) {
    const byte = bytes[i] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, i + 1];
  }
}

/** The section ids of a WebAssembly binary, in order. Source: WebAssembly core specification, 5.5.2. */
function sectionIds(bytes: Uint8Array): number[] {
  const ids: number[] = [];
  for (let at = 8; at < bytes.length;) {
    ids.push(bytes[at] ?? 0);
    const [size, content] = leb128(bytes, at + 1);
    at = content + size;
  }
  return ids;
}

it("the kernel module brings no data and no start function: both would write into tfjs's heap", () => {
  const ids = sectionIds(wasmBinary("kernels"));
  expect(ids).toContain(10); // code
  expect(ids).not.toContain(11); // data
  expect(ids).not.toContain(8); // start
});

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { npyBytes, parseNpy, readNpy, writeNpy, type NpyType } from "../../lib/files/npy";

/** A version 1.0 file with any header text and payload. */
function file(header: string, payload = new Uint8Array(0)): Uint8Array {
  const text = Buffer.from(header, "latin1");
  const length = Buffer.from([text.length & 255, text.length >> 8]);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), length, text, payload]);
}

const good = "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }";

describe("npy", () => {
  it("npyBytes of [1, 2] as <i2 is the layout of NumPy's own format note", () => {
    // 10 bytes of preamble + header padded so that the data starts at 64; 1 and 2 as little-endian int16
    const bytes = npyBytes([1, 2], [2], "<i2");
    expect(bytes.length).toBe(132);
    expect(Buffer.from(bytes.subarray(0, 8)).toString("latin1")).toBe("\x93NUMPY\x01\x00");
    expect(Buffer.from(bytes.subarray(10, 127)).toString("latin1").trimEnd()).toBe(
      "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }",
    );
    expect([...bytes.subarray(127)]).toEqual([10, 1, 0, 2, 0]);
  });

  it.each<NpyType>(["<f8", "<f4", "<i8", "<u8", "<i4", "<u4", "<i2", "<u2", "|i1", "|u1", "|b1"])(
    "parseNpy(npyBytes(x)) is x for %s",
    (type) => {
      const values = [0, 1, 100];
      const read = parseNpy(npyBytes(values, [3, 1], type), "memory");
      expect(read).toEqual({ shape: [3, 1], data: Float64Array.from(values) });
    },
  );

  it("reads big-endian and half floats: 1.5 is 3ff8… as f8, 3e00 as f2", () => {
    const one = (descr: string, bytes: readonly number[]): number[] => [
      ...parseNpy(file(good.replace("<f8", descr), Uint8Array.from(bytes)), "memory").data,
    ];
    expect(one(">f8", [0x3f, 0xf8, 0, 0, 0, 0, 0, 0])).toEqual([1.5]);
    expect(one(">f2", [0x3e, 0])).toEqual([1.5]);
    expect(one("<f2", [0, 0x3e])).toEqual([1.5]);
    expect(one(">i4", [0, 0, 1, 2])).toEqual([258]);
  });

  it("turns Fortran order into C order: element (i, j, k) of (2, 3, 4) stands at i + 2 (j + 3 k)", () => {
    const shape = [2, 3, 4];
    const bytes = npyBytes(
      Array.from({ length: 24 }, (_, n) => n),
      shape,
    );
    const fortran = Buffer.from(bytes).toString("latin1").replace("False", "True ");
    const { data } = parseNpy(Buffer.from(fortran, "latin1"), "memory");
    for (const i of [0, 1])
      for (const j of [0, 1, 2])
        for (const k of [0, 1, 2, 3]) expect(data[4 * (3 * i + j) + k]).toBe(i + 2 * (j + 3 * k));
  });

  it("keeps every float64 bit for bit, NaN and infinities included", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        expect([...parseNpy(npyBytes(values, [values.length]), "memory").data]).toEqual(values);
      }),
    );
  });

  it("writeNpy then readNpy gives the same array, and a real NumPy file comes out byte for byte", () => {
    const folder = mkdtempSync(join(tmpdir(), "npy-"));
    writeNpy(join(folder, "a.npy"), [1.5, -2], [1, 2]);
    expect(readNpy(join(folder, "a.npy"))).toEqual({ shape: [1, 2], data: Float64Array.from([1.5, -2]) });
    rmSync(folder, { recursive: true });
    const real = resolve(__dirname, "../../data/comma2k19/frame_orientations.npy");
    const { data, shape } = readNpy(real);
    const again = npyBytes(data, shape);
    const original = readFileSync(real); // NumPy pads its header differently between versions: compare the payload
    expect(Buffer.compare(again.subarray(-data.byteLength), original.subarray(-data.byteLength))).toBe(0);
  });

  it.each([
    ["not npy", Buffer.from("PK\x03\x04 zip"), "bad.npy, magic: expected \\x93NUMPY"],
    ["version 9", Buffer.from("\x93NUMPY\x09\x00\x00\x00", "latin1"), "version: expected 1, 2 or 3, got 9"],
    ["a cut preamble", Buffer.from("\x93NUMPY\x01\x00\x10", "latin1"), "header: expected at least 10 bytes"],
    [
      "a header past the end",
      Buffer.from("\x93NUMPY\x01\x00\xff\xff{}", "latin1"),
      "its end inside the file",
    ],
    ["an object array", file(good.replace("<f8", "|O"), new Uint8Array(8)), "got Python objects (|O)"],
    ["complex numbers", file(good.replace("<f8", "<c8"), new Uint8Array(8)), "got <c8"],
    ["records", file(good.replace("'<f8'", "[('x', '<f8')]"), new Uint8Array(8)), "got a record array"],
    [
      "a negative shape",
      file(good.replace("(1,)", "(-1,)"), new Uint8Array(8)),
      "shape: expected a plain value",
    ],
    ["a huge shape", file(good.replace("(1,)", "(999999999999,)")), "expected 7999999999992 bytes"],
    ["missing bytes", file(good, new Uint8Array(7)), "expected 8 bytes for shape (1), got 7 bytes"],
    ["extra bytes", file(good, new Uint8Array(9)), "got 9 bytes"],
    ["no shape", file("{'descr': '<f8', 'fortran_order': False}"), "shape: expected a plain value"],
  ])("refuses %s, naming the part", (_, bytes, message) => {
    expect(() => parseNpy(bytes, "bad.npy")).toThrow(message);
  });

  it("refuses an int64 that float64 cannot hold", () => {
    const bytes = npyBytes([0], [1], "<i8");
    new DataView(bytes.buffer).setBigInt64(bytes.length - 8, 2n ** 53n, true);
    expect(() => parseNpy(bytes, "big.npy")).toThrow("big.npy, element 0: expected an integer below 2^53");
  });

  it("npyBytes refuses a shape that does not fit", () => {
    expect(() => npyBytes([1, 2, 3], [2, 2])).toThrow("expected 4 numbers for shape (2, 2), got 3");
  });

  it("throws an Error and nothing else on random damage", () => {
    const whole = npyBytes([1, 2, 3, 4], [2, 2]);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), fc.nat(whole.length), (where, byte, cut) => {
        const damaged = whole.slice(0, cut);
        if (where < cut) damaged[where] = byte;
        try {
          const { data, shape } = parseNpy(damaged, "damaged.npy");
          expect(data.length).toBe(shape.reduce((a, b) => a * b, 1));
        } catch (error) {
          expect((error as Error).message).toMatch(/^damaged\.npy, /);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

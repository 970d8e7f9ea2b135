import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromHalfBits, toHalfBits } from "../../lib/files/float16";
import { decodeSafetensors, encodeSafetensors, type TensorFile } from "../../lib/files/safetensors";

const file: TensorFile = {
  tensors: {
    w: { shape: [2, 3], values: Float32Array.of(1, -2.5, 1 / 3, 0, 65504, 2 ** -24) },
    none: { shape: [0], values: new Float32Array() },
  },
  metadata: { about: "naïve ☕" },
};

describe("encodeSafetensors then decodeSafetensors", () => {
  it("gives the same bits back in F32, and each value's nearest half in F16", () => {
    expect(decodeSafetensors(encodeSafetensors(file), "f")).toEqual(file);
    const half = decodeSafetensors(encodeSafetensors(file, "F16"), "f").tensors["w"]?.values;
    // 1/3 in half precision is 0x3555 = 1365 / 4096
    expect(half).toEqual(Float32Array.of(1, -2.5, 1365 / 4096, 0, 65504, 2 ** -24));
  });

  it("refuses every cut of the file, with a reason", () => {
    const bytes = encodeSafetensors(file);
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSafetensors(bytes.subarray(0, length), "cut.safetensors")).toThrow(
        /^cut\.safetensors.*expected .* got .*restore it$/,
      );
    }
  });

  it("refuses headers that lie: another dtype, overlapping ends, negative or huge shapes", () => {
    const forged = (entry: object): Uint8Array => {
      const header = Buffer.from(JSON.stringify({ w: entry }));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(header.length));
      return Buffer.concat([length, header, Buffer.alloc(8)]);
    };
    const refused = (entry: object): string => {
      try {
        decodeSafetensors(forged(entry), "x");
        return "accepted";
      } catch (error) {
        return String(error);
      }
    };
    const good = { dtype: "F32", shape: [2], data_offsets: [0, 8] };
    expect(refused(good)).toBe("accepted");
    expect(refused({ ...good, dtype: "I64" })).toContain("x: w: expected dtype F32 or F16, got I64");
    expect(refused({ ...good, shape: [3] })).toContain("expected 12 bytes inside 8, got bytes 0 to 8");
    expect(refused({ ...good, shape: [-2] })).toContain("expected a shape of counts");
    expect(refused({ ...good, shape: [1e9, 1e9] })).toContain("bytes inside 8, got bytes 0 to 8");
    expect(refused({ ...good, data_offsets: [8, 16] })).toContain("bytes 8 to 16");
  });
});

describe("float16", () => {
  it("every half survives the way to float and back", () => {
    const finite = Array.from({ length: 65536 }, (_, bits) => bits).filter((b) => (b & 0x7c00) !== 0x7c00);
    expect(finite.filter((bits) => toHalfBits(fromHalfBits(bits)) !== bits)).toEqual([]);
    expect(toHalfBits(-Infinity)).toBe(0xfc00);
    expect(fromHalfBits(toHalfBits(NaN))).toBeNaN();
  });

  it("rounds to the nearest half: the error is at most half a unit in the last place", () => {
    fc.assert(
      fc.property(fc.double({ min: -60000, max: 60000, noNaN: true }), (x) => {
        const unit = Math.max(2 ** -24, 2 ** (Math.floor(Math.log2(Math.abs(x) || 1)) - 10));
        expect(Math.abs(fromHalfBits(toHalfBits(x)) - x)).toBeLessThanOrEqual(unit / 2);
      }),
    );
  });
});

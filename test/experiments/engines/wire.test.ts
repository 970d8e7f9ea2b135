import { describe, expect, it } from "vitest";
import { packData, packRun, unpackData, unpackRun } from "../../../lib/experiments/engines/wire";
import { toyPlainData } from "../../training/toyData";

describe("data on their way", () => {
  it("come out as they went in, in memory that threads share", () => {
    const data = toyPlainData();
    const { name, bytes } = packData(data);
    const back = unpackData(name, bytes);
    expect(back).toEqual(data);
    expect(back.train.features.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("are refused when any byte is another", () => {
    const { name, bytes } = packData(toyPlainData());
    for (const place of [0, 10, bytes.length - 1]) {
      const damaged = Uint8Array.from(bytes);
      damaged[place] = (damaged[place] ?? 0) ^ 1;
      expect(() => unpackData(name, damaged)).toThrow(/data: expected bytes of hash .*; the copy is damaged/);
    }
  });

  it("a run's text comes out as it went in", () => {
    expect(unpackRun(packRun('{"é": "NaN"}'))).toBe('{"é": "NaN"}');
  });
});

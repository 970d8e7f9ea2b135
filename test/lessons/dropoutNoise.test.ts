import { describe, expect, it } from "vitest";
import { dropoutNoise } from "../../lib/lessons/dropoutNoise";
import { toyPlainData } from "../training/toyData";

const data = toyPlainData();

describe("dropoutNoise(data)", () => {
  it("is 0 where dropout changes nothing, and 1 where it throws features as far as they lie apart", () => {
    const { features } = data.train;
    const still = { ...data, train: { ...data.train, draws: [features] } };
    expect(dropoutNoise(still)).toBe(0);
    const { width } = data;
    const rows = features.length / width;
    const mean = Array.from({ length: width }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += features[i * width + k] ?? 0;
      return sum / rows;
    });
    const middle = Float32Array.from(features, (_, i) => mean[i % width] ?? 0);
    expect(dropoutNoise({ ...data, train: { ...data.train, draws: [middle] } })).toBeCloseTo(1, 4);
  });

  it("refuses data without draws", () => {
    expect(() => dropoutNoise(data)).toThrow("load with frozenDropout");
  });
});

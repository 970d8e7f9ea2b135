import { describe, expect, it } from "vitest";
import { oneUpdate } from "../../lib/lessons/oneUpdate";
import { trainingConfig } from "../../lib/training/config";
import { trainingDataOf } from "../../lib/training/plainData";
import { toyPlainData } from "../training/toyData";

const data = toyPlainData();
const config = trainingConfig({ hidden: 8, batchSize: 4, accumulation: 2 });

describe("oneUpdate(config, data, rows)", () => {
  it("is the same update with half the batch and twice the accumulation", () => {
    const rows = Array.from({ length: 8 }, (_, i) => i);
    const whole = oneUpdate(config, trainingDataOf(data), rows);
    const halved = oneUpdate({ ...config, batchSize: 2, accumulation: 4 }, trainingDataOf(data), rows);
    expect(halved.gradientNorm / whole.gradientNorm).toBeCloseTo(1, 5);
    const apart = whole.weights.map((weight, i) => Math.abs(weight - (halved.weights[i] ?? NaN)));
    expect(Math.max(...apart)).toBeLessThan(1e-5); // only the order of the sums differs
  });
});

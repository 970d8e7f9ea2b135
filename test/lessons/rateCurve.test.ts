import { describe, expect, it } from "vitest";
import { rateCurve } from "../../lib/lessons/rateCurve";
import { trainingConfig } from "../../lib/training/config";

const config = trainingConfig({ epochs: 2, schedule: "warmup-cosine", batchSize: 4, accumulation: 2 });

describe("rateCurve(config, samples)", () => {
  it("has a rate for every update, from the warm-up's 0 on, over the epochs done", () => {
    const { x, y } = rateCurve(config, 32); // 8 micro-batches, 4 updates an epoch
    expect(x).toEqual([0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75]);
    expect(y).toHaveLength(8);
    expect(Math.max(...y)).toBeLessThanOrEqual(config.headLearningRate);
  });
});

import { expect, it } from "vitest";
import { reach } from "../../lib/experiments/reach";
import { trainingConfig } from "../../lib/training/config";

it("reach(config, samples) of a constant rate grows by the rate at every update", () => {
  const config = trainingConfig({ schedule: "constant", headLearningRate: 0.01, epochs: 3, batchSize: 4 });
  const far = reach(config, 10); // ⌈10 / 4⌉ = 3 updates an epoch, 9 in all
  expect(far).toHaveLength(9);
  far.forEach((distance, i) => expect(distance).toBeCloseTo(0.01 * (i + 1), 10));
});

it("reach(config, samples) under warm-up and cosine is about half of rate × updates", () => {
  const config = trainingConfig({ fixes: { strategy: "before" }, freezeBackbone: true, headLearningRate: 1 });
  const far = reach(config, 1600); // 100 updates an epoch, 700 in all
  expect((far.at(-1) ?? 0) / 700).toBeCloseTo(0.5, 2); // the mean of a half cosine and of a straight rise is 1 / 2
});

it("reach(config, samples) of no epochs is nowhere", () => {
  expect(reach(trainingConfig({ epochs: 0 }), 10)).toEqual([]);
});

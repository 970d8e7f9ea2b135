import { beforeAll, describe, expect, it } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { firstUpdate } from "../../lib/experiments/firstUpdate";
import { countParameters } from "../../lib/model/parameters";
import { teacherParameters } from "../../lib/model/teacher";
import { type Settings, trainingConfig } from "../../lib/training/config";
import { toyData } from "../training/toyData";

const data = toyData();
const BASE = { hidden: 8, weightDecay: 0, clipNorm: 1e9, headLearningRate: 0.01 } as const;
const sizes = (settings: Settings, error: number) =>
  firstUpdate(trainingConfig({ ...BASE, ...settings }), data, error);

beforeAll(() => selectBackend({ backend: "wasm", log: () => undefined }));

describe("firstUpdate(config, data, error)", () => {
  it("gives MSE a gradient ten times as large for an error ten times as large", () => {
    const [small, large] = [1, 10].map((error) => sizes({ loss: "mse" }, error).gradientNorm);
    expect((large ?? 0) / (small ?? 1)).toBeCloseTo(10, 3);
  });

  it("gives Smooth L1 the same gradient for every error beyond beta", () => {
    const [small, large] = [2, 200].map((error) => sizes({ loss: "smooth-l1" }, error).gradientNorm);
    expect((large ?? 0) / (small ?? 1)).toBeCloseTo(1, 3);
  });

  it("moves by learning rate × gradient under SGD, and no further than the clip allows", () => {
    const free = sizes({ loss: "mse", optimizer: "sgd" }, 10);
    expect(free.updateNorm / (0.01 * free.gradientNorm)).toBeCloseTo(1, 3);
    // clipped to norm 1 (times gradient / (gradient + 1e-6)), so the step is the rate
    expect(sizes({ loss: "mse", optimizer: "sgd", clipNorm: 1 }, 10).updateNorm).toBeCloseTo(0.01, 4);
  });

  it("moves every weight by the rate under AdamW, whatever the error", () => {
    // the first step of Adam is rate × g / (|g| + 1e-8): the rate, for each weight that has a gradient
    const weights = countParameters(teacherParameters(trainingConfig(BASE)));
    for (const error of [1, 100]) {
      const { updateNorm } = sizes({ loss: "mse" }, error);
      expect(updateNorm).toBeLessThanOrEqual(0.01 * Math.sqrt(weights) * 1.001);
      expect(updateNorm).toBeGreaterThan(0.9 * 0.01 * Math.sqrt(weights));
    }
  });

  it("refuses to look at no rows", () => {
    const empty = { ...data, train: { ...data.train, targets: [] } };
    expect(() => firstUpdate(trainingConfig(BASE), empty, 1)).toThrow();
  });
});

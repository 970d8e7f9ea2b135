import { beforeAll, expect, describe, it } from "vitest";
import { at } from "../../lib/math/at";
import { trainingConfig } from "../../lib/training/config";
import { createStep } from "../../lib/training/createStep";
import { createFastestStep } from "../../lib/training/fastestStep";
import { train } from "../../lib/training/train";
import { startTestBackend } from "../backend/startTestBackend";
import { toyData } from "./toyData";

beforeAll(startTestBackend);

const config = trainingConfig({
  hidden: 8,
  epochs: 3,
  batchSize: 64,
  normalisation: "standardise",
  predicts: "turn-correction",
  fixes: { initialisation: "before" },
});

describe("createFastestStep(config, data, log) on native TensorFlow", () => {
  it("is the graph from batch 64 on, says so in one line, and trains to the reference's numbers", async () => {
    const lines: string[] = [];
    const { step, kind } = createFastestStep(config, {}, (line) => lines.push(line));
    expect(kind).toBe("graph");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("one graph of native TensorFlow");
    const reference = createStep(config, {}, 1);
    const data = toyData(150, 20);
    const [fast, slow] = [
      await train(step, config, data, { stepKind: kind }),
      await train(reference, config, data),
    ];
    [step, reference].forEach((one) => one.dispose());
    fast.epochs.forEach((epoch, i) => {
      const other = at(slow.epochs, i);
      expect(Math.abs(epoch.trainLoss / other.trainLoss - 1)).toBeLessThan(1e-4);
      expect(Math.abs(epoch.validation.ade - other.validation.ade)).toBeLessThan(1e-3);
    });
  });

  it.each([
    ["a small batch", { ...config, batchSize: 4 }],
    ["SGD", { ...config, optimizer: "sgd" }],
    ["a decay that the graph cannot keep as a factor", { ...config, headLearningRate: 1, weightDecay: 1 }],
  ] as const)("is the reference for %s", (_, other) => {
    const { step, kind } = createFastestStep(other, {}, () => {
      throw new Error("nothing to tell");
    });
    step.dispose();
    expect(kind).toBe("reference");
  });
});

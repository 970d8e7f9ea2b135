import { describe, expect, it } from "vitest";
import { learningRateRange } from "../../lib/experiments/learningRateRange";
import { at } from "../../lib/math/at";
import { interruptAll } from "../../lib/task/interrupt";
import { trainingConfig } from "../../lib/training/config";
import { createHeadStep } from "../../lib/training/headStep";
import { toyData } from "../training/toyData";

const config = trainingConfig({ hidden: 8, normalisation: "standardise" });
const data = toyData();
const prepared = () => ({ step: createHeadStep(config, 1), data });

describe("learningRateRange(config, prepared, options)", () => {
  it("raises the rate by one factor from the first to the last", async () => {
    const points = await learningRateRange(config, prepared(), { from: 1e-6, to: 1e-4, updates: 5 });
    // 1e-6 · 100^(i / 4) = 1e-6 · 3.1623^i
    const wanted = [1e-6, 3.1623e-6, 1e-5, 3.1623e-5, 1e-4];
    points.forEach(({ learningRate }, i) => expect(learningRate / at(wanted, i)).toBeCloseTo(1, 4));
    expect(points).toHaveLength(5);
  });

  it("begins with the loss of the untrained step", async () => {
    const [first] = await learningRateRange(config, prepared(), { updates: 3 });
    const [again] = await learningRateRange(config, prepared(), { from: 1, to: 2, updates: 2 });
    expect(first?.loss).toBe(again?.loss); // before any update, so whatever the rate
  });

  it("finds rates that learn, and stops where the loss has grown past the limit", async () => {
    const points = await learningRateRange(config, prepared(), { to: 1e4, updates: 100 });
    const losses = points.map(({ loss }) => loss);
    const best = Math.min(...losses);
    expect(best).toBeLessThan(at(losses, 0));
    expect(points.length).toBeLessThan(100);
    expect(at(losses, losses.length - 1)).toBeGreaterThan(4 * best);
    losses
      .slice(0, -1)
      .forEach((loss, i) => expect(loss).toBeLessThanOrEqual(4 * Math.min(...losses.slice(0, i + 1))));
  });

  it("ends at Stop", async () => {
    const run = learningRateRange(config, prepared());
    interruptAll();
    await expect(run).rejects.toThrow(/interrupt|stop/i);
  });
});

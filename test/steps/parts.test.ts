import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { trainingConfig } from "../../lib/training/config";
import { lossOf } from "../../lib/steps/losses";
import { clipFactor, sgd } from "../../lib/steps/optimizers";
import { ratesAt, scheduledRate } from "../../lib/training/schedules";
import { startTestBackend } from "../backend/startTestBackend";

interface OptimizerVector {
  start: number[][];
  steps: { gradients: number[][]; norm: number; weights: number[][] }[];
}
interface Parts {
  losses: {
    prediction: number[];
    target: number[];
    cases: { loss: "mse" | "smooth-l1" | "huber"; beta: number; value: number; gradient: number[] }[];
  };
  adamw: OptimizerVector;
  sgd: OptimizerVector;
  schedules: { perEpoch: number[]; perUpdate: number[] };
}
const parts = JSON.parse(readFileSync(join(__dirname, "vectors/parts.json"), "utf8")) as Parts;

beforeAll(startTestBackend);

const near = (actual: ArrayLike<number>, expected: readonly number[]): void => {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(at(actual, i) - value)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(value)));
  });
};

describe("losses against PyTorch, values and gradients to 1e-5", () => {
  it.each(parts.losses.cases)("$loss with beta $beta", ({ value, gradient, ...options }) => {
    tf.tidy(() => {
      const target = tf.tensor1d(parts.losses.target);
      const run = tf.valueAndGrad((p: tf.Tensor) => lossOf(options, p, target));
      const { value: loss, grad } = run(tf.tensor1d(parts.losses.prediction));
      near(loss.dataSync(), [value]);
      near(grad.dataSync(), gradient);
    });
  });

  it("refuses shapes that would broadcast: [2, 1] against [2]", () => {
    expect(() => lossOf({ loss: "mse", beta: 1 }, tf.zeros([2, 1]), tf.zeros([2]))).toThrow(
      "loss: prediction and target",
    );
  });
});

describe("optimizers against PyTorch over 12 clipped updates, two groups, to 1e-5", () => {
  const rates = [1e-2, 5e-5];

  it("sgd(weight, gradient, size)", () => {
    let current: tf.Tensor[] = parts.sgd.start.map((w) => tf.tensor1d(w));
    for (const { gradients, norm, weights } of parts.sgd.steps) {
      current = current.map((weight, i) => {
        const gradient = tf.mul(tf.tensor1d(at(gradients, i)), clipFactor(norm, 1));
        return sgd(weight, gradient, { learningRate: at(rates, i), weightDecay: 0.01 });
      });
      current.forEach((weight, i) => near(weight.dataSync(), at(weights, i)));
    }
  });

  it("clipFactor leaves small gradients alone, brings large ones to the norm, lets NaN show", () => {
    expect(clipFactor(0.5, 1)).toBe(1);
    expect(clipFactor(4, 1) * 4).toBeCloseTo(1, 6);
    expect(clipFactor(NaN, 1)).toBeNaN();
  });
});

describe("ratesAt(config, moment) against PyTorch's schedulers", () => {
  it("cosine-per-epoch takes the head from 1e-2 towards 1e-4", () => {
    const config = trainingConfig({ epochs: 7 });
    const rates = parts.schedules.perEpoch.map(
      (_, epoch) => ratesAt(config, { epoch, update: 0, totalUpdates: 70 }).head,
    );
    near(
      rates.map((rate) => rate * 1e3),
      parts.schedules.perEpoch.map((rate) => rate * 1e3),
    );
  });

  it("warmup-cosine starts at 0 and peaks after a tenth of 40 updates; both groups keep their ratio", () => {
    const config = trainingConfig({ fixes: { learningRate: "before", strategy: "before" } });
    const rates = parts.schedules.perUpdate.map((_, update) =>
      ratesAt(config, { epoch: 0, update, totalUpdates: 40 }),
    );
    near(
      rates.map(({ head }) => head * 1e3),
      parts.schedules.perUpdate.map((rate) => rate * 1e3),
    );
    expect(at(rates, 4)).toEqual({ head: 5e-3, backbone: 2e-5 });
  });

  it("constant never moves", () => {
    const config = trainingConfig({ schedule: "constant" });
    expect(ratesAt(config, { epoch: 6, update: 99, totalUpdates: 100 })).toEqual({
      head: 1e-2,
      backbone: 5e-5,
    });
  });
});

describe("scheduledRate(schedule, rate, moment)", () => {
  const at8 = (epoch: number, update: number) => ({ epoch, update, totalUpdates: 8 });

  it("cosine is by epoch: full in epoch 0, half way to the final rate (default 0) in the middle one", () => {
    const rates = (finalRate?: number): number[] =>
      [0, 2].map((epoch) =>
        scheduledRate(
          { kind: "cosine", epochs: 4, ...(finalRate === undefined ? {} : { finalRate }) },
          2,
          at8(epoch, 7), // the update counts for nothing
        ),
      );
    expect(rates()).toEqual([2, 1]);
    expect(rates(1)).toEqual([2, 1.5]);
  });

  it("warmup-cosine is by update: 0, ½, 1 over a quarter of 8, half way down after three of the other six", () => {
    const schedule = { kind: "warmup-cosine", warmupShare: 0.25 } as const;
    const rates = [0, 1, 2, 5, 8].map((update) => scheduledRate(schedule, 2, at8(0, update)));
    [0, 1, 2, 1, 0].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
  });

  it("warmup-cosine takes a tenth unless it is told", () => {
    const rates = [0, 1, 2, 11].map((update) =>
      scheduledRate({ kind: "warmup-cosine" }, 4, { epoch: 0, update, totalUpdates: 20 }),
    );
    // 2 of 20 updates up; then 9 of the other 18, half of the way down
    [0, 2, 4, 2].forEach((rate, i) => expect(rates[i]).toBeCloseTo(rate, 12));
  });
});

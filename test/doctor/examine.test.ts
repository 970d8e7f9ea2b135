import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Curve, type Evidence } from "../../lib/doctor/evidence";
import { accuracy, meanError, relativeError } from "../../lib/doctor/evaluationError";
import { examine as examineAt, type ExamineOptions } from "../../lib/doctor/examine";
import { batchNorm, dense, dropout, sequential } from "../../lib/doctor/topology/layers";
import { type Recipe } from "../../lib/doctor/recipe";
import { splitRng } from "../../lib/math/rng";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

const examine = (recipe: Recipe, options: ExamineOptions = {}): Promise<Evidence> =>
  examineAt(recipe, { level: "run", ...options });

/** y = 100 + 30 a − 20 b, in the owner's units. */
function rows(count: number, label: string): Recipe["train"] {
  const rng = splitRng(1, label);
  const inputs = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
  return { inputs, targets: inputs.map(([a = 0, b = 0]) => [100 + 30 * a - 20 * b]) };
}

const line: Recipe = {
  model: sequential(
    [2],
    [dense("hidden", 8, { activation: "tanh" }), dropout("drop", 0.1), dense("output", 1)],
  ),
  train: rows(80, "train"),
  validation: rows(40, "validation"),
  loss: "mse",
  optimizer: { name: "adam", learningRate: 0.02 },
  ...{ batchSize: 8, epochs: 25, seed: 5 },
  scaling: { inputs: "standardise", targets: "standardise" },
};

const lossesOf = ({ curves = [] }: Evidence, role: Curve["role"]): readonly unknown[] =>
  curves.find((curve) => curve.role === role)?.values ?? [];

describe("examine(recipe, { level: run })", () => {
  it("learns a line and gives its predictions in the owner's units", async () => {
    const { pairs: [heldOut, trained] = [], data, settings, level } = await examine(line);
    expect(level).toBe("run");
    expect(heldOut?.split).toBe("held-out");
    expect(trained?.split).toBe("train");
    expect(heldOut?.targets[0]?.[0]).toBeCloseTo((line.validation?.targets as number[][])[0]?.[0] ?? NaN, 4);
    expect(heldOut === undefined ? NaN : relativeError(heldOut)).toBeLessThan(0.25);
    expect(data?.trainRows).toBe(80);
    expect(data?.targetMean[0]).toBeGreaterThan(90);
    expect(data?.lossOfBestConstant).toBeCloseTo(1, 5); // the variance of standardised targets
    expect(settings).toMatchObject({ loss: "mse", epochs: 25, scaling: { targets: "standardise" } });
  });

  it("brings training targets to the owner's units where rows to judge by are given apart", async () => {
    const { train, validation } = line;
    const unit = ({ inputs, targets }: Recipe["train"]): Recipe["train"] => ({
      inputs,
      targets: (targets as number[][]).map(([value = NaN]) => [(value - 100) / 36]),
    });
    if (validation === undefined) throw new Error("validation: expected rows, got none");
    const { pairs: [, trained] = [] } = await examine({
      ...line,
      ...{ train: unit(train), validation: unit(validation), evaluation: validation },
      outputs: { scale: 36, offset: 100 },
      scaling: { inputs: "standardise", targets: "none" },
    });
    expect(trained?.targets[0]?.[0]).toBeCloseTo((train.targets as number[][])[0]?.[0] ?? NaN, 3);
    expect(trained === undefined ? NaN : relativeError(trained)).toBeLessThan(0.25);
  });

  it("gives the same numbers for the same seed, dropout and first weights included, and others for another", async () => {
    const [first, again, other] = [
      await examine(line),
      await examine(line),
      await examine({ ...line, seed: 6 }),
    ];
    expect(again).toEqual(first);
    expect(lossesOf(other, "train-loss")).not.toEqual(lossesOf(first, "train-loss"));
  });

  it("starts with what the first weights say: the output's mean and spread beside the targets'", async () => {
    const { start, data } = await examine({ ...line, epochs: 1 });
    expect(start?.outputStd[0]).toBeGreaterThan(0);
    expect(Math.abs((start?.outputMean[0] ?? NaN) - (data?.targetMean[0] ?? NaN))).toBeLessThan(
      data?.targetStd[0] ?? NaN,
    );
  });

  it("goes on when the loss is no number, and says so by name", async () => {
    const evidence = await examine({ ...line, epochs: 6, optimizer: { name: "sgd", learningRate: 1e6 } });
    expect(lossesOf(evidence, "train-loss")).toHaveLength(6);
    expect(lossesOf(evidence, "validation-loss").at(-1)).toBe("NaN");
  });

  it("adds the penalty to the loss, as it is trained on: λ Σ w² of a frozen kernel of twos", async () => {
    const twos = { kernel_initializer: { class_name: "Constant", config: { value: 2 } }, trainable: false };
    const output = dense("output", 1, { l2: 0.5 });
    const model = sequential([2], [dense("hidden", 1), { ...output, config: { ...output.config, ...twos } }]);
    const [plain = NaN] = lossesOf(
      await examine({ ...line, model, epochs: 1, optimizer: { name: "sgd", learningRate: 0 } }),
      "validation-loss",
    ).map(Number);
    const free = sequential(
      [2],
      [dense("hidden", 1), { ...output, config: { ...output.config, ...twos, kernel_regularizer: null } }],
    );
    const [without = NaN] = lossesOf(
      await examine({ ...line, model: free, epochs: 1, optimizer: { name: "sgd", learningRate: 0 } }),
      "validation-loss",
    ).map(Number);
    expect(plain - without).toBeCloseTo(0.5 * 4, 5); // one weight of 2
  });

  it("judges with batch norm's moving averages, which training moves", async () => {
    const model = sequential([2], [dense("hidden", 8), batchNorm("norm", 0.5), dense("output", 1)]);
    const evidence = await examine({ ...line, model });
    const [heldOut] = evidence.pairs ?? [];
    expect(heldOut === undefined ? NaN : relativeError(heldOut)).toBeLessThan(0.25);
  });

  it("predicts class shares, and counts the right ones", async () => {
    const classes = (count: number, label: string): Recipe["train"] => {
      const { inputs } = rows(count, label);
      return { inputs, targets: (inputs as number[][]).map(([a = 0]) => [a > 0 ? 1 : 0]) };
    };
    const model = sequential(
      [2],
      [dense("hidden", 8, { activation: "relu" }), dense("output", 2, { activation: "softmax" })],
    );
    const unscaled: Recipe = { ...line, scaling: {} };
    const evidence = await examine({
      ...{ ...unscaled, model, loss: "cross-entropy" },
      train: classes(80, "train"),
      validation: classes(40, "validation"),
    });
    const [heldOut] = evidence.pairs ?? [];
    expect(heldOut?.targets[0]).toHaveLength(2); // class numbers as one-hot rows
    expect(heldOut === undefined ? NaN : accuracy(heldOut)).toBeGreaterThan(0.9);
    expect(lossesOf(evidence, "validation-metric").at(-1)).toBe(
      heldOut === undefined ? NaN : accuracy(heldOut),
    );
  });

  it("says its cost first, then goes on epoch by epoch", async () => {
    const told: [number, number, string][] = [];
    await examine({ ...line, epochs: 2 }, { onProgress: (...what) => void told.push(what) });
    expect(told.map(([done, total]) => [done, total])).toEqual([
      [0, 2],
      [1, 2],
      [2, 2],
    ]);
    expect(told[0]?.[2]).toMatch(/^20 updates in 2 epochs, about [\d.]+ (s|min \d\d s)$/); // 80 rows in batches of 8
  });

  it("keeps the epochs done when it is stopped or its time is over", async () => {
    const stop = new AbortController();
    const stopped = await examine(line, {
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 3) stop.abort();
      },
    });
    expect(lossesOf(stopped, "train-loss")).toHaveLength(3);
    expect(stopped.pairs?.[0]?.predictions).toHaveLength(40);
    expect(lossesOf(await examine(line, { budgetSeconds: 0 }), "train-loss")).toHaveLength(1);
  });

  it("leaves no tensor behind, nor does a recipe that is refused", async () => {
    const bad: Recipe = { ...line, weights: { "output/kernel": new Float32Array(3) } };
    await examine({ ...line, epochs: 1 });
    const before = tf.memory().numTensors;
    await examine({
      ...line,
      epochs: 1,
      accumulation: 3,
      optimizer: { name: "rmsprop", learningRate: 0.01, momentum: 0.5 },
    });
    await expect(examine(bad)).rejects.toThrow(/expected 8 numbers for output\/kernel, got 3/);
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ["a layer it does not know", { model: sequential([2], [{ class_name: "Fancy", config: {} }]) }, /Fancy/],
    [
      "noise it cannot seed",
      {
        model: sequential(
          [2],
          [dense("a", 1), { class_name: "GaussianNoise", config: { name: "n", stddev: 1 } }],
        ),
      },
      /expected Dropout, got GaussianNoise/,
    ],
    ["another shape of output", { model: sequential([2], [dense("a", 3)]) }, /shape \[8, 3\], got \[8, 1\]/],
    ["a batch of none", { batchSize: 0 }, /batch size: expected a whole number, at least 1, got 0/],
  ] as const)("refuses %s by name", async (_, change, message) => {
    await expect(examine({ ...line, ...change })).rejects.toThrow(message);
  });
});

describe("errors of pairs", () => {
  const pairs = {
    targets: [
      [0, 0],
      [6, 8],
    ],
    predictions: [
      [3, 4],
      [6, 8],
    ],
  };

  it("meanError is the distance of the points: 5 and 0", () => {
    expect(meanError(pairs, 2)).toBe(2.5);
    expect(meanError(pairs, 1)).toBe((3 + 4) / 4);
  });

  it("relativeError is 1 for the mean as a prediction, and NaN where a prediction is", () => {
    expect(relativeError({ targets: [[1], [3]], predictions: [[2], [2]] })).toBe(1);
    expect(relativeError({ targets: [[1], [3]], predictions: [[2], [NaN]] })).toBeNaN();
  });

  it("accuracy counts a row without numbers as wrong", () => {
    expect(
      accuracy({
        targets: [
          [0, 1],
          [1, 0],
        ],
        predictions: [
          [0.2, 0.8],
          [NaN, NaN],
        ],
      }),
    ).toBe(0.5);
    expect(accuracy({ targets: [[1], [0]], predictions: [[0.7], [0.6]] })).toBe(0.5);
  });
});

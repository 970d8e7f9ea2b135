import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../lib/doctor/examine";
import { batchNorm, dense, sequential } from "../../lib/doctor/topology/layers";
import { type Recipe } from "../../lib/doctor/recipe";
import { splitRng } from "../../lib/math/rng";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

/** y = a − b. */
function rows(count: number, label: string): { inputs: number[][]; targets: number[][] } {
  const rng = splitRng(1, label);
  const inputs = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
  return { inputs, targets: inputs.map(([a = 0, b = 0]) => [a - b]) };
}

const line: Recipe = {
  model: sequential([2], [dense("hidden", 4, { activation: "tanh" }), dense("output", 1)]),
  train: rows(32, "train"),
  validation: rows(20, "validation"),
  loss: "mse",
  optimizer: { name: "adam", learningRate: 0.01 },
  ...{ batchSize: 8, epochs: 3, seed: 5 },
};

const frozen = (name: string, units: number) => {
  const layer = dense(name, units);
  return { ...layer, config: { ...layer.config, trainable: false } };
};

/** The same number a hundred million times. */
const repeated = { class_name: "RepeatVector", config: { name: "repeated", n: 100_000_000 } };

const odd = (value: number) => [[value, 1], ...rows(31, "train").inputs];

describe("a recipe that cannot be examined is refused in one line, before any work", () => {
  it.each<[string, Partial<Recipe>, RegExp]>([
    [
      "nothing to train",
      { model: sequential([2], [frozen("only", 1)]) },
      /^model: expected weights that training may move, got none in 1 layers; /,
    ],
    [
      "a weight that is NaN",
      { weights: { "output/bias": Float32Array.of(NaN) } },
      /^weight output\/bias: expected finite numbers, got NaN at 0; /,
    ],
    [
      "another shape of output",
      { model: sequential([2], [dense("a", 3)]) },
      /^loss: expected targets of the prediction's shape \[8, 3\], got \[8, 1\]; /,
    ],
    [
      "NaN in the inputs",
      { train: { ...rows(32, "train"), inputs: odd(NaN) } },
      /^train inputs: expected finite numbers, got NaN in row 0; /,
    ],
    [
      "NaN in held-out targets",
      { validation: { ...rows(20, "v"), targets: rows(20, "v").targets.map(() => [NaN]) } },
      /^validation targets: expected finite numbers, got NaN in row 0; /,
    ],
    ["one row", { train: rows(1, "train") }, /^train: expected at least 2 rows, got 1; /],
    [
      "one value",
      { train: { ...rows(32, "train"), targets: rows(32, "train").targets.map(() => [7]) } },
      /^train targets: expected values that differ .* got the same in all 32 \(7\): there is nothing to learn; /,
    ],
    [
      "a loss that throws",
      {
        loss: () => {
          throw new Error("no such column");
        },
      },
      /^loss: expected a scalar for targets \[8, 1\] and predictions \[8, 1\], got the error "no such column"; /,
    ],
    [
      "a loss of one number a row",
      { loss: (target, prediction) => tf.sub<tf.Scalar>(target, prediction) },
      /^loss: expected one number \(a scalar\), got \[8, 1\]; take its mean/,
    ],
    [
      "an operation without gradient",
      { loss: (target, prediction) => tf.mean(tf.sub(tf.cumprod(prediction), target)) },
      /^gradient: expected operations that tfjs can differentiate, got Cumprod; /,
    ],
    [
      "layers beyond any memory", // 300 000² weights are 360 GB, which no array holds
      { model: sequential([2], [dense("a", 300_000), dense("b", 300_000), dense("output", 1)]) },
      /^memory: expected tensors that can be had, got "Invalid typed array length: 90000000000"; take smaller/,
    ],
    [
      "a batch beyond the backend's memory", // 8 rows × 2 layers × 1e8 numbers of 4 bytes
      { model: sequential([2], [dense("hidden", 1), repeated, dense("output", 1)]) },
      /^memory: expected an update that fits into \d+\.\d GB, got at least .* 6\.4 GB of outputs .* for 8 rows\)/,
    ],
  ])("%s", async (_, change, message) => {
    const before = tf.memory().numTensors;
    const told: number[] = [];
    const onProgress = (done: number): void => void told.push(done);
    await expect(examine({ ...line, ...change }, { onProgress })).rejects.toThrow(message);
    expect(told).toEqual([]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("says beforehand, with the number, that a recipe takes hours, and ends where its time does", async () => {
    const told: string[] = [];
    const evidence = await examine(
      { ...line, epochs: 100_000_000, batchSize: 1 },
      { budgetSeconds: 0.05, onProgress: (_, __, note) => void told.push(note) },
    );
    expect(told[0]).toMatch(/^3200000000 updates in 100000000 epochs, about \d+\.\d hours$/);
    expect(evidence.curves?.[0]?.values.length).toBeLessThan(10);
    expect(evidence.stages?.some(({ when }) => when === "end")).toBe(true);
  });

  it.each(["probe", "trial"] as const)(
    "stopped before its first epoch it keeps the start, frees all and judges nothing: %s",
    async (level) => {
      const stop = new AbortController();
      const before = tf.memory().numTensors;
      const evidence = await examine(line, { level, signal: stop.signal, onProgress: () => stop.abort() });
      expect(evidence.pairs).toBeUndefined();
      expect(evidence.stages?.every(({ when }) => when === "start")).toBe(true);
      expect(evidence.start?.loss).toBeGreaterThan(0);
      expect(evidence.trials).toBeUndefined();
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it("stopped in the middle of a trial it keeps the trials that are done, and frees the others", async () => {
    const stop = new AbortController();
    const before = tf.memory().numTensors;
    const evidence = await examine(line, {
      ...{ level: "trial", signal: stop.signal },
      onProgress: (_, __, note) => {
        if (note.startsWith("overfit8")) setTimeout(() => stop.abort(), 5); // while the rates are tried
      },
    });
    expect(Object.keys(evidence.trials ?? {})).toEqual(expect.arrayContaining(["overfit8"]));
    expect(evidence.trials?.seeds).toBeUndefined();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("keeps the number of tensors over many examinations, whatever is in the model", async () => {
    const model = sequential([2], [dense("hidden", 4), batchNorm("norm", 0.9), dense("output", 1)]);
    const recipe = { ...line, model, epochs: 1 };
    await examine(recipe);
    const before = tf.memory().numTensors;
    for (let i = 0; i < 20; i++) await examine({ ...recipe, seed: i });
    expect(tf.memory().numTensors).toBe(before);
  });
});

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { diagnose } from "../../lib/doctor/diagnose";
import { examine } from "../../lib/doctor/examine";
import { type Evidence } from "../../lib/doctor/evidence";
import { type Recipe } from "../../lib/doctor/recipe";
import { dense, sequential } from "../../lib/doctor/topology/layers";
import { splitRng } from "../../lib/math/rng";

beforeAll(async () => {
  await selectBackend({ backend: "wasm", log: () => undefined });
});

/** y = a − b. */
function rows(count: number): Recipe["train"] {
  const rng = splitRng(1, "rows");
  const inputs = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
  return { inputs, targets: inputs.map(([a = 0, b = 0]) => [a - b]) };
}

const line: Recipe = {
  model: sequential([2], [dense("hidden", 4, { activation: "tanh" }), dense("output", 1)]),
  ...{ train: rows(32), validation: rows(20), loss: "mse" },
  optimizer: { name: "adam", learningRate: 0.01 },
  ...{ batchSize: 8, epochs: 3, seed: 5 },
};

const lossOf = ({ curves = [] }: Evidence): number =>
  Number(curves.find(({ role }) => role === "train-loss")?.values.at(-1));

describe("where there is neither a native backend nor WASM", () => {
  it("examine works on plain tfjs, to the same loss", async () => {
    const onWasm = await examine(line, { level: "run" });
    await selectBackend({ backend: "cpu", log: () => undefined });
    try {
      const evidence = await examine(line);
      expect(tf.getBackend()).toBe("cpu");
      expect(evidence.level).toBe("probe");
      expect(evidence.stages?.every(({ probeR2 }) => Number.isFinite(probeR2))).toBe(true);
      expect(lossOf(evidence)).toBeCloseTo(lossOf(onWasm), 4); // float32, summed in another order
      expect(() => diagnose(evidence)).not.toThrow();
    } finally {
      await selectBackend({ backend: "wasm", log: () => undefined });
    }
  });
});

describe("a layer whose gradient the backend lacks", () => {
  it("runs on plain tfjs, which is said before any work, and the backend is the old one afterwards", async () => {
    const convolution = {
      class_name: "DepthwiseConv2D",
      config: { name: "each", kernel_size: [2, 2], activation: "relu" },
    };
    const { inputs, targets } = rows(24);
    const pictures = (inputs as number[][]).flatMap(([a = 0, b = 0]) => [a, b, -a, -b, a, b, -a, -b, a]);
    const train = { inputs: { data: Float32Array.from(pictures), shape: [24, 3, 3, 1] }, targets };
    const flat = { class_name: "Flatten", config: { name: "flat" } };
    const model = sequential([3, 3, 1], [convolution, flat, dense("output", 1)]);
    const told: string[] = [];
    const before = tf.memory().numTensors;
    const evidence = await examine(
      { ...line, model, train, validation: train },
      { onProgress: (_, __, note) => void told.push(note) },
    );
    expect(told[0]).toMatch(
      /^DepthwiseConv2dNativeBackprop\w+ is not there on wasm: plain tfjs does it, which is slower$/,
    );
    expect(told[1]).toMatch(/^9 updates in 3 epochs, about /); // 24 rows in batches of 8
    expect(evidence.layers?.some(({ gradientNorm }) => gradientNorm > 0)).toBe(true);
    expect(tf.getBackend()).toBe("wasm");
    expect(tf.memory().numTensors).toBe(before);
  });
});

import * as tf from "@tensorflow/tfjs";
import { type BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { adamWOptimizer } from "../../lib/backend/adamWOptimizer";
import { selectBackend } from "../../lib/backend/selectBackend";
import { startTestBackend } from "./startTestBackend";

/** Bytes of the whole WASM heap, which never shrinks. */
function heapBytes(tensor: tf.Tensor): number {
  return (tf.backend() as unknown as BackendWasm).typedArrayFromHeap(tensor).buffer.byteLength;
}

describe("adamWOptimizer(options)", () => {
  beforeEach(startTestBackend);
  afterEach(() => tf.disposeVariables());

  it("minimises through tfjs's own loop: the first step moves each weight by the learning rate", () => {
    const w = tf.variable(tf.tensor1d([1, -2]));
    const optimizer = adamWOptimizer({ learningRate: 0.1, weightDecay: 0 });
    optimizer.minimize(() => w.square().sum());
    // m̂ / √v̂ = g / |g| in the first step
    expect(w.dataSync()[0]).toBeCloseTo(0.9, 6);
    expect(w.dataSync()[1]).toBeCloseTo(-1.9, 6);
    for (let i = 0; i < 200; i++) optimizer.minimize(() => w.square().sum());
    expect(Math.max(...w.dataSync().map(Math.abs))).toBeLessThan(0.05);
    optimizer.dispose();
  });

  it("trains a layers model, learning y = 2x", async () => {
    const layer = tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" });
    const model = tf.sequential({ layers: [layer] });
    const optimizer = adamWOptimizer({ learningRate: 0.1, weightDecay: 0 });
    model.compile({ optimizer, loss: "meanSquaredError" });
    const x = tf.linspace(-1, 1, 16).reshape([16, 1]);
    await model.fit(x, x.mul(2), { epochs: 120, shuffle: false });
    expect(layer.getWeights()[0]?.dataSync()[0]).toBeCloseTo(2, 1);
    optimizer.dispose();
    model.dispose();
    x.dispose();
  });

  it("makes 1 000 steps of dense layers and attention on WASM with flat tensors and a flat heap", async () => {
    await selectBackend({ backend: "wasm", log: () => undefined });
    const [w1, w2] = [
      tf.variable(tf.randomNormal([16, 64], 0, 0.2, "float32", 1)),
      tf.variable(tf.zeros([64, 4])),
    ];
    const x = tf.randomNormal<tf.Rank.R2>([8, 16], 0, 1, "float32", 2);
    const optimizer = adamWOptimizer({ learningRate: 1e-3, clipNorm: 1 });
    const step = (): void => {
      optimizer.minimize(() => {
        const h = tf.matMul(x, w1 as tf.Tensor2D).relu(); // [8, 64]
        const mixed = tf.matMul(tf.softmax(tf.matMul(h, h, false, true)), h); // [8, 64]
        return tf
          .matMul(mixed as tf.Tensor2D, w2 as tf.Tensor2D)
          .sub(1)
          .square()
          .mean();
      });
    };
    for (let i = 0; i < 50; i++) step();
    const before = { tensors: tf.memory().numTensors, bytes: tf.memory().numBytes, heap: heapBytes(x) };
    for (let i = 0; i < 1000; i++) step();
    expect({ tensors: tf.memory().numTensors, bytes: tf.memory().numBytes, heap: heapBytes(x) }).toEqual(
      before,
    );
    optimizer.dispose();
    x.dispose();
  });

  it("refuses to go on with other variables than it began with", () => {
    const [one, two] = [tf.variable(tf.scalar(1), true, "one"), tf.variable(tf.scalar(1), true, "two")];
    const optimizer = adamWOptimizer({ learningRate: 0.1 });
    optimizer.applyGradients({ one: tf.scalar(1) });
    expect(() => optimizer.applyGradients({ two: tf.scalar(1) })).toThrow(
      "AdamW: expected gradients of one, got two; use one optimizer per set of variables",
    );
    tf.dispose([one, two]);
  });
});

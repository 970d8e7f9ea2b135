import * as tf from "@tensorflow/tfjs";
import { describe, expect, it } from "vitest";
import { huber } from "../../lib/steps/losses";
import { onBackend, type Result } from "./onBackend";
import { testBackends } from "./startTestBackend";

const BACKENDS = testBackends().filter((name) => name === "wasm" || name === "wasm-stock" || name === "cpu");

/** A user's Huber loss of slope 1 beyond 1, by cases. */
const byCases = (prediction: tf.Tensor, target: tf.Tensor): tf.Scalar => {
  const size = tf.abs(tf.sub(prediction, target));
  return tf.mean(tf.where(tf.less(size, 1), tf.mul(tf.square(size), 0.5), tf.sub(size, 0.5)));
};

const close = ({ values }: Result, expected: readonly number[]): void => {
  expect(values).toHaveLength(expected.length);
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? NaN, 6));
};

describe.each(BACKENDS)("comparisons on %s have the gradient 0", (backend) => {
  it("so a loss by tf.where has the gradient of the library's own", async () => {
    const gradient = (loss: (prediction: tf.Tensor, target: tf.Tensor) => tf.Scalar): Promise<Result> =>
      onBackend(backend, () => {
        const target = tf.tensor2d([0, 1, -2, 5], [2, 2]);
        return tf.grad((prediction) => loss(prediction, target))(tf.tensor2d([0.4, 4, -2.5, -5], [2, 2]));
      });
    const mine = await gradient(byCases);
    close(mine, [0.1, 0.25, -0.125, -0.25]); // residuals .4, 3, −.5, −10, cut to ±1, over 4 numbers
    close(mine, (await gradient((prediction, target) => huber(prediction, target, 1))).values);
  });

  it.each([
    ["less", (x: tf.Tensor, y: tf.Tensor) => tf.less(x, y), [1, 0, 0]],
    ["lessEqual", (x: tf.Tensor, y: tf.Tensor) => tf.lessEqual(x, y), [1, 1, 0]],
    ["greater", (x: tf.Tensor, y: tf.Tensor) => tf.greater(x, y), [0, 0, 1]],
    ["greaterEqual", (x: tf.Tensor, y: tf.Tensor) => tf.greaterEqual(x, y), [0, 1, 1]],
    ["equal", (x: tf.Tensor, y: tf.Tensor) => tf.equal(x, y), [0, 1, 0]],
    ["notEqual", (x: tf.Tensor, y: tf.Tensor) => tf.notEqual(x, y), [1, 0, 1]],
    ["and", (x: tf.Tensor, y: tf.Tensor) => tf.logicalAnd(tf.less(x, 9), tf.less(x, y)), [1, 0, 0]],
    ["or", (x: tf.Tensor, y: tf.Tensor) => tf.logicalOr(tf.less(x, y), tf.greater(x, y)), [1, 0, 1]],
    ["not", (x: tf.Tensor, y: tf.Tensor) => tf.logicalNot(tf.less(x, y)), [0, 1, 1]],
    ["isFinite", (x: tf.Tensor, y: tf.Tensor) => tf.isFinite(tf.add(x, y)), [1, 1, 1]],
  ] as const)("%s of x = 1, 2, 3 with 2, spread over the rows", async (_, condition, taken) => {
    // Σ where(condition, 5 x, 0): slope 5 where it holds; y is broadcast and gets none
    const slopes = (of: 0 | 1): Promise<Result> =>
      onBackend(backend, () => {
        const f = (x: tf.Tensor, y: tf.Tensor): tf.Scalar =>
          tf.sum(tf.where(condition(x, y), tf.mul(x, 5), tf.zerosLike(x)));
        const [dx, dy] = tf.grads(f)([tf.tensor1d([1, 2, 3]), tf.tensor1d([2])]);
        return (of === 0 ? dx : dy) ?? tf.scalar(NaN);
      });
    close(
      await slopes(0),
      taken.map((one) => 5 * one),
    );
    close(await slopes(1), [0]);
  });
});

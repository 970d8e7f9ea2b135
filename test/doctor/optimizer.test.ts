import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { recipeOptimizer } from "../../lib/doctor/fit/optimizer";
import { type OptimizerSettings } from "../../lib/doctor/recipe";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

const GRADIENTS = [0.5, -2, 0.25, 1];

/** One weight, from 3, through four gradients. */
function moved(settings: OptimizerSettings): number {
  const weight = tf.variable(tf.tensor1d([3]));
  const optimizer = recipeOptimizer(settings, [weight]);
  for (const value of GRADIENTS) {
    const gradient = tf.tensor1d([value]);
    optimizer.update([gradient], [settings.learningRate]);
    gradient.dispose();
  }
  const [result = NaN] = weight.dataSync();
  optimizer.dispose();
  weight.dispose();
  return result;
}

/** The same in float64, PyTorch's documented pseudocode line by line (torch.optim SGD, RMSprop, Adam, AdamW). */
function oracle({
  name,
  learningRate: lr,
  weightDecay = name === "adamw" ? 0.01 : 0,
  ...rest
}: OptimizerSettings): number {
  const { nesterov = false, epsilon = 1e-8, momentum = name === "momentum" ? 0.9 : 0 } = rest;
  let [w, b, v, m] = [3, 0, 0, 0];
  GRADIENTS.forEach((gradient, i) => {
    let g = name === "adamw" ? gradient : gradient + weightDecay * w;
    if (name === "adamw") w -= lr * weightDecay * w;
    if (name === "adam" || name === "adamw") {
      m = 0.9 * m + 0.1 * g;
      v = 0.999 * v + 0.001 * g * g;
      w -= (lr * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + epsilon);
      return;
    }
    if (name === "rmsprop") {
      v = 0.99 * v + 0.01 * g * g;
      g = g / (Math.sqrt(v) + epsilon);
    }
    b = momentum * b + g;
    w -= lr * (nesterov ? g + momentum * b : momentum === 0 ? g : b);
  });
  return w;
}

describe("recipeOptimizer(settings, weights)", () => {
  const cases: OptimizerSettings[] = [
    { name: "sgd", learningRate: 0.1 },
    { name: "sgd", learningRate: 0.1, weightDecay: 0.2 },
    { name: "momentum", learningRate: 0.1 },
    { name: "momentum", learningRate: 0.1, momentum: 0.5, nesterov: true, weightDecay: 0.1 },
    { name: "rmsprop", learningRate: 0.05 },
    { name: "rmsprop", learningRate: 0.05, epsilon: 0.5, momentum: 0.7 },
    { name: "adam", learningRate: 0.1 },
    { name: "adam", learningRate: 0.1, weightDecay: 0.3, epsilon: 0.1 },
    { name: "adamw", learningRate: 0.1 },
    { name: "adamw", learningRate: 0.1, weightDecay: 0.3 },
  ];
  it.each(cases)("moves a weight as the formula says: $name $weightDecay $epsilon $momentum", (settings) => {
    expect(moved(settings)).toBeCloseTo(oracle(settings), 5);
  });

  it("clips the global norm before anything else: gradients 3 and 4 to a norm of 1 are .6 and .8", () => {
    const weights = [tf.variable(tf.tensor1d([0])), tf.variable(tf.tensor1d([0]))];
    const gradients = [tf.tensor1d([3]), tf.tensor1d([4])];
    const optimizer = recipeOptimizer({ name: "sgd", learningRate: 1, clipNorm: 1 }, weights);
    const { gradientNorm, clipFactor } = optimizer.update(gradients, [1, 0.5]); // the second has half the rate
    expect(gradientNorm).toBeCloseTo(5, 5);
    expect(clipFactor).toBeCloseTo(0.2, 5);
    expect(weights.map((weight) => weight.dataSync()[0])).toEqual([
      expect.closeTo(-0.6, 5),
      expect.closeTo(-0.4, 5),
    ]);
    optimizer.dispose();
    tf.dispose([weights, gradients]);
  });
});

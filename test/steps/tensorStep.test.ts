import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { frozenModel } from "../../lib/steps/stepModel";
import { createTensorStep } from "../../lib/steps/tensorStep";
import { trainVector, type TrainVector } from "./vectors/trainVectors";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

/** Largest |a − b| relative to max(1, |b|). */
function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    largest = Math.max(
      largest,
      Math.abs(at(actual, i) - at(expected, i)) / Math.max(1, Math.abs(at(expected, i))),
    );
  }
  return largest;
}

function train(vector: TrainVector) {
  const step = createTensorStep(frozenModel(vector.options), vector.options, vector.start);
  const losses: number[] = [];
  const norms = vector.updates.map((batches, k) => {
    for (const batch of batches) {
      losses.push(step.forward(batch).loss);
      step.backward(1 / vector.accumulation);
    }
    const head = at(vector.rates, k % vector.rates.length);
    return step.update({ head, backbone: 0 }).gradientNorm;
  });
  return { step, losses, norms };
}

describe("createTensorStep(model, options, weights) against PyTorch from the same weights, order and masks", () => {
  it.each(["old", "new"] as const)("100 updates with the %s fusion: losses within 1e-4", (name) => {
    const vector = trainVector(name);
    const { step, losses, norms } = train(vector);
    expect(vector.updates).toHaveLength(100);
    expect(worst(losses, vector.losses)).toBeLessThan(1e-4);
    expect(worst(norms, vector.norms)).toBeLessThan(1e-3); // sums of squares over 12 000 float32 numbers
    const { weights } = step.save();
    for (const [key, values] of Object.entries(vector.end)) {
      expect(worst(weights[key] ?? [], values), key).toBeLessThan(1e-3);
    }
    step.dispose();
  });

  it("the recordings contain what they are for: a short batch, a short group, clipped and unclipped steps", () => {
    const old = trainVector("old");
    expect(old.updates.slice(0, 4).map((batches) => batches.map(({ size }) => size))).toEqual([
      [4, 4, 4, 4],
      [4, 4, 4, 4],
      [4, 1],
      [4, 4, 4, 4],
    ]);
    expect(Math.min(...trainVector("new").norms)).toBeGreaterThan(1);
    expect(Math.min(...old.norms)).toBeLessThan(1);
  });
});

describe("a training step's life", () => {
  const vector = trainVector("new");
  const first = at(at(vector.updates, 0), 0);
  const create = () => createTensorStep(frozenModel(vector.options), vector.options, vector.start);

  it("1 000 steps leave no tensor behind, and dispose frees the rest", () => {
    const before = tf.memory().numTensors;
    const step = create();
    const turn = (): void => {
      step.forward(first);
      step.backward(1);
      step.update({ head: 1e-3, backbone: 0 });
    };
    turn();
    const started = tf.memory().numTensors;
    for (let k = 0; k < 1000; k++) turn();
    expect(tf.memory().numTensors).toBe(started);
    step.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("save then load in another step goes on bit for bit", () => {
    const one = create();
    const two = create();
    const turn = (step: typeof one): number => {
      const { loss } = step.forward(first);
      step.backward(1);
      step.update({ head: 1e-2, backbone: 0 });
      return loss;
    };
    for (let k = 0; k < 5; k++) turn(one);
    two.load(one.save());
    for (let k = 0; k < 5; k++) expect(turn(two)).toBe(turn(one));
    expect(two.save()).toEqual(one.save());
    one.dispose();
    two.dispose();
  });

  it("evidence of a plain SGD update: the change is learning rate × clipped gradient, layer by layer", () => {
    const options = { ...vector.options, optimizer: "sgd", weightDecay: 0, clipNorm: 1 } as const;
    const step = createTensorStep(frozenModel(options), options, vector.start);
    step.forward(first);
    step.backward(1);
    step.measureNextUpdate();
    const { gradientNorm, clipFactor } = step.update({ head: 0.1, backbone: 0 });
    const evidence = step.evidence();
    expect(evidence.map(({ name }) => name)).toEqual(step.parameters.map(({ name }) => name));
    expect(Math.hypot(...evidence.map((entry) => entry.gradientNorm))).toBeCloseTo(gradientNorm, 3);
    expect(clipFactor).toBeCloseTo(1 / gradientNorm, 4);
    const output = evidence.find(({ name }) => name === "head.3.weight");
    // float32 weights of size .5 hold a change only to about 3e-8 each
    expect((output?.updateNorm ?? 0) / (0.1 * clipFactor * (output?.gradientNorm ?? 0))).toBeCloseTo(1, 3);
    step.dispose();
  });

  it("names what is wrong with weights, calls out of turn, and inputs of another width", () => {
    const model = frozenModel(vector.options);
    const { "head.0.bias": bias, ...rest } = vector.start;
    expect(() => createTensorStep(model, vector.options, rest)).toThrow(
      "training step: head.0.bias: expected 64 numbers, got none",
    );
    const withNaN = { ...rest, "head.0.bias": Float32Array.from(bias ?? []).fill(NaN, 3, 4) };
    expect(() => createTensorStep(model, vector.options, withNaN)).toThrow("that are finite, got NaN at 3");
    const step = create();
    expect(() => {
      step.backward(1);
    }).toThrow("expected a forward before it");
    expect(() => step.update({ head: 1, backbone: 1 })).toThrow("expected a gradient, got none");
    expect(() => step.predict(2, { kind: "features", values: new Float32Array(10) })).toThrow(
      "expected 2 × 32 numbers, got 10",
    );
    step.dispose();
  });
});

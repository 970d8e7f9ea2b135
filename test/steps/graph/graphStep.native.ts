import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../../lib/math/at";
import { createGraphStep } from "../../../lib/steps/graph/graphStep";
import { type TrainStep } from "../../../lib/steps/trainStep";
import { startTestBackend } from "../../backend/startTestBackend";
import { batchesOf, NEW, OLD, train, weightsOf } from "../dense/trainings";
import { testAgainstPyTorch, testAgainstTensorStep, testForeignState, testLooking } from "../stepAgreement";

beforeAll(startTestBackend);

testAgainstPyTorch("createGraphStep", createGraphStep);
testAgainstTensorStep("createGraphStep", createGraphStep, [
  ["decay that halves the weights many times over", { ...NEW, weightDecay: 60 }, [4], 1],
]);

testLooking("createGraphStep", createGraphStep);

describe("a graph step's life", () => {
  const batches = batchesOf(OLD, [4], 6);

  it("a run continued from save() in a new step goes on bit for bit, while the first stands still", () => {
    const first = createGraphStep(OLD, weightsOf(OLD));
    train(first, batches.slice(0, 3));
    const state = first.save();
    const second = createGraphStep(OLD, weightsOf(OLD));
    second.load(state);
    expect(second.save()).toEqual(state);
    const continued = train(second, batches.slice(3));
    expect(first.save()).toEqual(state);
    expect(train(first, batches.slice(3))).toEqual(continued);
    expect(first.save()).toEqual(second.save());
    first.dispose();
    second.dispose();
  });

  it("2 500 steps leave no tensor behind and memory flat, and dispose frees the rest", () => {
    const before = tf.memory().numTensors;
    const step = createGraphStep(OLD, weightsOf(OLD));
    const batch = at(batchesOf(OLD, [64], 1), 0);
    const turn = (): void => {
      step.forward(batch);
      step.backward(1);
      step.update({ head: 1e-3, backbone: 0 });
    };
    for (let k = 0; k < 500; k++) turn();
    const started = { tensors: tf.memory().numTensors, resident: process.memoryUsage.rss() };
    for (let k = 0; k < 2000; k++) turn();
    expect(tf.memory().numTensors).toBe(started.tensors);
    // one batch kept a step, features, targets and masks, 64 × (24 + 90 + 48 + 48 + 48 + 24) float32, would be 144 MB
    expect(process.memoryUsage.rss() - started.resident).toBeLessThan(50e6);
    step.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a graph step refuses", () => {
  const create = (): TrainStep => createGraphStep(NEW, weightsOf(NEW));
  const batch = at(batchesOf(NEW, [4], 1), 0);

  it("SGD, scenes, and features, targets or masks of another size, and keeps no tensor", () => {
    const step = create();
    const before = tf.memory().numTensors;
    const masks = Object.fromEntries(Object.entries(batch.masks).filter(([site]) => site !== "fusion"));
    expect(() => createGraphStep({ ...NEW, optimizer: "sgd" }, weightsOf(NEW))).toThrow(
      "graph step: expected optimizer adamw, got sgd",
    );
    expect(() => step.forward({ ...batch, input: { kind: "scenes", indices: [0] } })).toThrow(
      "expected features, got scenes",
    );
    expect(() => step.forward({ ...batch, size: 3 })).toThrow("target: expected 270 numbers, got 360");
    expect(() => step.predict(3, batch.input)).toThrow("features: expected 3 × 24 numbers, got 96");
    expect(() => step.forward({ ...batch, masks })).toThrow(
      "dropout mask fusion: expected 4 × 24 numbers, got none",
    );
    expect(tf.memory().numTensors).toBe(before);
    step.dispose();
  });

  it("calls out of order, and a decay that would turn the weights round", () => {
    const step = create();
    expect(() => step.backward(1)).toThrow("backward: expected a forward before it");
    expect(() => step.update({ head: 1, backbone: 0 })).toThrow("update: expected a gradient, got none");
    step.forward(batch);
    step.backward(1);
    expect(() => step.update({ head: 100, backbone: 0 })).toThrow(
      "graph step: expected learning rate × weight decay below 1, got 1",
    );
    step.dispose();
  });

  testForeignState(create);
});

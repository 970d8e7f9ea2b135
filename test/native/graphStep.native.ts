import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { createGraphStep } from "../../lib/native/graphStep";
import { frozenModel } from "../../lib/training/stepModel";
import { createTensorStep } from "../../lib/training/tensorStep";
import { type TrainStep } from "../../lib/training/trainStep";
import { startTestBackend } from "../backend/startTestBackend";
import { batchesOf, NEW, OLD, train, weightsOf, worst } from "../training/denseStep/trainings";
import { trainVector } from "../training/vectors/trainVectors";

beforeAll(startTestBackend);

describe("createGraphStep(options, weights) against PyTorch from the same weights, order and masks", () => {
  it.each(["old", "new"] as const)("100 updates with the %s fusion: losses within 1e-4", (name) => {
    const vector = trainVector(name);
    const step = createGraphStep(vector.options, vector.start);
    const losses: number[] = [];
    const norms = vector.updates.map((batches, k) => {
      for (const batch of batches) {
        losses.push(step.forward(batch).loss);
        step.backward(1 / vector.accumulation);
      }
      return step.update({ head: at(vector.rates, k % vector.rates.length), backbone: 0 }).gradientNorm;
    });
    expect(worst(losses, vector.losses)).toBeLessThan(1e-4);
    expect(worst(norms, vector.norms)).toBeLessThan(1e-3);
    const { weights } = step.save();
    for (const [key, values] of Object.entries(vector.end)) {
      expect(worst(weights[key] ?? [], values), key).toBeLessThan(1e-3);
    }
    step.dispose();
  });
});

describe("createGraphStep(options, weights) against createTensorStep", () => {
  it.each([
    ["new fusion, MSE, batch 4 and a short one", NEW, [4, 4, 4, 1], 1],
    ["old fusion, Smooth L1, accumulation 3", OLD, [4, 4, 2], 3],
    ["Huber, batch 7", { ...NEW, loss: "huber", beta: 0.7 } as const, [7], 1],
    ["no clip, batch 2", { ...NEW, clipNorm: 1e9 }, [2], 1],
    ["decay that halves the weights many times over", { ...NEW, weightDecay: 60 }, [4], 1],
  ] as const)("%s: 100 losses, norms and the weights within 1e-4", (_, options, sizes, accumulation) => {
    const batches = batchesOf(options, sizes, 100 * accumulation);
    const tensor = createTensorStep(frozenModel(options), options, weightsOf(options));
    const graph = createGraphStep(options, weightsOf(options));
    const expected = train(tensor, batches, accumulation);
    const actual = train(graph, batches, accumulation);
    expect(actual.losses).toHaveLength(100 * accumulation);
    expect(worst(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(worst(actual.norms, expected.norms)).toBeLessThan(1e-4);
    const [mine, theirs] = [graph.save(), tensor.save()];
    for (const [name, values] of Object.entries(theirs.weights)) {
      expect(worst(mine.weights[name] ?? [], values), name).toBeLessThan(1e-4);
    }
    tensor.dispose();
    graph.dispose();
  });

  it.each([
    ["new", NEW],
    ["old", OLD],
  ] as const)("%s fusion: predictions, activations and update evidence agree", (_, options) => {
    const batches = batchesOf(options, [4], 4);
    const tensor = createTensorStep(frozenModel(options), options, weightsOf(options));
    const graph = createGraphStep(options, weightsOf(options));
    for (const step of [tensor, graph]) {
      train(step, batches.slice(0, 3));
      step.measureNextUpdate();
      train(step, batches.slice(3));
    }
    const expected = tensor.evidence();
    const actual = graph.evidence();
    expect(actual.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const key of ["gradientNorm", "weightNorm", "updateNorm"] as const) {
      const [a, b] = [actual.map((entry) => entry[key]), expected.map((entry) => entry[key])];
      expect(worst(a, b), key).toBeLessThan(1e-4);
    }
    const { input } = at(batchesOf(options, [100], 1), 0);
    expect(worst(graph.predict(100, input), tensor.predict(100, input))).toBeLessThan(1e-4);
    const stages = tensor.activations(100, input);
    const graphStages = graph.activations(100, input);
    expect(Object.keys(graphStages)).toEqual(Object.keys(stages));
    for (const [stage, values] of Object.entries(stages)) {
      expect(worst(graphStages[stage] ?? [], values), stage).toBeLessThan(1e-4);
    }
    tensor.dispose();
    graph.dispose();
  });
});

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

  it("a state of another model", () => {
    const step = create();
    const weights = weightsOf({ ...NEW, hidden: 16 });
    expect(() => step.load({ ...step.save(), weights })).toThrow(
      "state: fusion.linear.weight: expected 576 numbers",
    );
    step.dispose();
  });
});

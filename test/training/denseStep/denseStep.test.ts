import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../../lib/math/at";
import { createDenseStep } from "../../../lib/training/denseStep/denseStep";
import { frozenModel } from "../../../lib/training/stepModel";
import { createTensorStep } from "../../../lib/training/tensorStep";
import { type TrainStep } from "../../../lib/training/trainStep";
import { trainVector } from "../vectors/trainVectors";
import { batchesOf, finalState, NEW, OLD, train, weightsOf, worst } from "./trainings";
import { startTestBackend } from "../../backend/startTestBackend";

beforeAll(startTestBackend);

describe("createDenseStep(options, weights) against PyTorch from the same weights, order and masks", () => {
  it.each(["old", "new"] as const)("100 updates with the %s fusion: losses within 1e-4", (name) => {
    const vector = trainVector(name);
    const step = createDenseStep(vector.options, vector.start, { threads: 2 });
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

describe("createDenseStep(options, weights) against createTensorStep", () => {
  it.each([
    ["new fusion, MSE, batch 4 and a short one", NEW, [4, 4, 4, 1], 1],
    ["old fusion, Smooth L1, accumulation 3", OLD, [4, 4, 2], 3],
    ["Huber, batch 7", { ...NEW, loss: "huber", beta: 0.7 } as const, [7], 1],
    ["no clip, batch 2", { ...NEW, clipNorm: 1e9 }, [2], 1],
  ] as const)("%s: 100 losses, norms and the weights within 1e-4", (_, options, sizes, accumulation) => {
    const batches = batchesOf(options, sizes, 100 * accumulation);
    const tensor = createTensorStep(frozenModel(options), options, weightsOf(options));
    const dense = createDenseStep(options, weightsOf(options), { threads: 1 });
    const expected = train(tensor, batches, accumulation);
    const actual = train(dense, batches, accumulation);
    expect(actual.losses).toHaveLength(100 * accumulation);
    expect(worst(actual.losses, expected.losses)).toBeLessThan(1e-4);
    expect(worst(actual.norms, expected.norms)).toBeLessThan(1e-4);
    const [mine, theirs] = [dense.save(), tensor.save()];
    for (const [name, values] of Object.entries(theirs.weights)) {
      expect(worst(mine.weights[name] ?? [], values), name).toBeLessThan(1e-4);
    }
    tensor.dispose();
    dense.dispose();
  });

  it.each([
    ["new", NEW],
    ["old", OLD],
  ] as const)("%s fusion: predictions, activations and update evidence agree", (_, options) => {
    const batches = batchesOf(options, [4], 4);
    const tensor = createTensorStep(frozenModel(options), options, weightsOf(options));
    const dense = createDenseStep(options, weightsOf(options), { threads: 1 });
    for (const step of [tensor, dense]) {
      train(step, batches.slice(0, 3));
      step.measureNextUpdate();
      train(step, batches.slice(3));
    }
    const expected = tensor.evidence();
    const actual = dense.evidence();
    expect(actual.map(({ name }) => name)).toEqual(expected.map(({ name }) => name));
    for (const key of ["gradientNorm", "weightNorm", "updateNorm"] as const) {
      const [a, b] = [actual.map((entry) => entry[key]), expected.map((entry) => entry[key])];
      expect(worst(a, b), key).toBeLessThan(1e-4);
    }
    const { input } = at(batchesOf(options, [100], 1), 0); // more rows than there is room for at once
    expect(worst(dense.predict(100, input), tensor.predict(100, input))).toBeLessThan(1e-4);
    const stages = tensor.activations(100, input);
    const denseStages = dense.activations(100, input);
    expect(Object.keys(denseStages)).toEqual(Object.keys(stages));
    for (const [stage, values] of Object.entries(stages)) {
      expect(worst(denseStages[stage] ?? [], values), stage).toBeLessThan(1e-4);
    }
    tensor.dispose();
    dense.dispose();
  });
});

describe("the same bits", () => {
  it.each([
    ["new fusion", NEW, 1],
    ["old fusion, accumulation 3", OLD, 3],
  ] as const)("%s: 1, 2 and 3 threads, and plain JavaScript", (_, options, accumulation) => {
    const batches = batchesOf(options, [4, 4, 4, 4, 1], 15);
    const one = finalState(options, { threads: 1 }, batches, accumulation);
    for (const engine of [{ threads: 2 }, { threads: 3 }, { kernels: "plain" }] as const) {
      expect(finalState(options, engine, batches, accumulation)).toEqual(one);
    }
  });

  it("an update applied at once, as saving and measuring do, and one folded into the next forward", () => {
    const batches = batchesOf(OLD, [4], 12);
    const folded = finalState(OLD, { threads: 1 }, batches);
    const step = createDenseStep(OLD, weightsOf(OLD), { threads: 1 });
    for (const [i, batch] of batches.entries()) {
      step.forward(batch);
      step.backward(1);
      if (i % 2 === 0) step.measureNextUpdate();
      step.update({ head: 1e-3 * (1 - i / 24), backbone: 0 });
      step.save();
    }
    expect(step.save()).toEqual(folded.state);
    step.dispose();
  });

  it("a run continued from save() in a new step, and rows that outgrow their room within a group", () => {
    const batches = batchesOf(OLD, [4, 4, 4, 70], 8);
    const whole = finalState(OLD, { threads: 1 }, batches, 4);
    const group = (step: TrainStep, from: number): void => {
      for (const batch of batches.slice(from, from + 4)) {
        step.forward(batch);
        step.backward(1 / 4);
      }
      step.update({ head: 1e-3 * (1 - (from + 3) / 16), backbone: 0 });
    };
    const first = createDenseStep(OLD, weightsOf(OLD), { threads: 2 });
    group(first, 0);
    const second = createDenseStep(OLD, weightsOf(OLD), { threads: 1 });
    second.load(first.save());
    group(second, 4);
    expect(second.save()).toEqual(whole.state);
    first.dispose();
    second.dispose();
  });
});

describe("a dense step refuses", () => {
  const create = (): TrainStep => createDenseStep(NEW, weightsOf(NEW), { threads: 1 });
  const batch = at(batchesOf(NEW, [4], 1), 0);

  it("SGD, scenes, and features, targets or masks of another size", () => {
    const step = create();
    const masks = Object.fromEntries(Object.entries(batch.masks).filter(([site]) => site !== "fusion"));
    expect(() => createDenseStep({ ...NEW, optimizer: "sgd" }, weightsOf(NEW))).toThrow(
      "expected optimizer adamw, got sgd",
    );
    expect(() => createDenseStep(NEW, weightsOf(NEW), { threads: 0 })).toThrow(
      "expected 1 to 64 threads, got 0",
    );
    expect(() => step.forward({ ...batch, input: { kind: "scenes", indices: [0] } })).toThrow(
      "expected features, got scenes",
    );
    expect(() => step.forward({ ...batch, size: 3 })).toThrow("features: expected 3 × 24 numbers, got 96");
    expect(() => step.forward({ ...batch, target: new Float32Array(90) })).toThrow(
      "target: expected 360 numbers, got 90",
    );
    expect(() => step.forward({ ...batch, masks })).toThrow(
      "dropout mask fusion: expected 4 × 24 numbers, got none",
    );
    step.dispose();
  });

  it("calls out of order", () => {
    const step = create();
    expect(() => step.backward(1)).toThrow("backward: expected a forward before it");
    expect(() => step.update({ head: 1, backbone: 0 })).toThrow("update: expected a gradient, got none");
    step.forward(batch);
    expect(() => step.predict(4, batch.input)).toThrow("predict: expected backward after forward");
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

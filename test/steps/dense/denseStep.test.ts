import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../../lib/math/at";
import { createDenseStep } from "../../../lib/steps/dense/denseStep";
import { frozenModel } from "../../../lib/steps/stepModel";
import { createTensorStep } from "../../../lib/steps/tensorStep";
import { type TrainStep } from "../../../lib/steps/trainStep";
import { testAgainstPyTorch, testAgainstTensorStep, testForeignState, testLooking } from "../stepAgreement";
import { batchesOf, finalState, NEW, OLD, weightsOf } from "./trainings";
import { startTestBackend } from "../../backend/startTestBackend";

beforeAll(startTestBackend);

testAgainstPyTorch("createDenseStep", (options, weights) =>
  createDenseStep(options, weights, { threads: 2 }),
);
testAgainstTensorStep("createDenseStep", (options, weights) =>
  createDenseStep(options, weights, { threads: 1 }),
);

testLooking("createDenseStep", (options, weights) => createDenseStep(options, weights, { threads: 1 }));
testLooking("createTensorStep", (options, weights) =>
  createTensorStep(frozenModel(options), options, weights),
);

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
    step.backward(1);
    expect(() => step.predict(4, batch.input)).toThrow("predict: expected update after backward");
    step.dispose();
  });

  testForeignState(create);
});

import { describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { type Weights } from "../../lib/model/parameters";
import { frozenModel } from "../../lib/steps/stepModel";
import { createTensorStep } from "../../lib/steps/tensorStep";
import { type StepOptions, type TrainStep } from "../../lib/steps/trainStep";
import { batchesOf, NEW, OLD, train, weightsOf, worst } from "./dense/trainings";
import { trainVector } from "./vectors/trainVectors";

type CreateStep = (options: StepOptions, weights: Weights) => TrainStep;

/** What a step is trained with beside createTensorStep: its options, the batch sizes in turn, micro-batches an update. */
type Case = readonly [name: string, options: StepOptions, sizes: readonly number[], accumulation: number];

const CASES: readonly Case[] = [
  ["new fusion, MSE, batch 4 and a short one", NEW, [4, 4, 4, 1], 1],
  ["old fusion, Smooth L1, accumulation 3", OLD, [4, 4, 2], 3],
  ["Huber, batch 7", { ...NEW, loss: "huber", beta: 0.7 }, [7], 1],
  ["no clip, batch 2", { ...NEW, clipNorm: 1e9 }, [2], 1],
  ["the prompt's numbers behind the feature", { ...NEW, promptNumbers: true }, [4, 3], 1],
  ["the prompt's numbers before the old fusion block", { ...OLD, promptNumbers: true }, [4], 2],
];

/** Tests that the head's step `name` follows PyTorch's stored runs. */
export function testAgainstPyTorch(name: string, create: CreateStep): void {
  describe(`${name}(options, weights) against PyTorch from the same weights, order and masks`, () => {
    it.each(["old", "new"] as const)("100 updates with the %s fusion: losses within 1e-4", (fusion) => {
      const vector = trainVector(fusion);
      const step = create(vector.options, vector.start);
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
}

/** Tests that the head's step `name` has createTensorStep's numbers, in `more` cases too. */
export function testAgainstTensorStep(name: string, create: CreateStep, more: readonly Case[] = []): void {
  describe(`${name}(options, weights) against createTensorStep`, () => {
    it.each([...CASES, ...more])(
      "%s: 100 losses, norms and the weights within 1e-4",
      (_, options, sizes, accumulation) => {
        const batches = batchesOf(options, sizes, 100 * accumulation);
        const tensor = createTensorStep(frozenModel(options), options, weightsOf(options));
        const step = create(options, weightsOf(options));
        const expected = train(tensor, batches, accumulation);
        const actual = train(step, batches, accumulation);
        expect(actual.losses).toHaveLength(100 * accumulation);
        expect(worst(actual.losses, expected.losses)).toBeLessThan(1e-4);
        expect(worst(actual.norms, expected.norms)).toBeLessThan(1e-4);
        const [mine, theirs] = [step.save(), tensor.save()];
        for (const [key, values] of Object.entries(theirs.weights)) {
          expect(worst(mine.weights[key] ?? [], values), key).toBeLessThan(1e-4);
        }
        tensor.dispose();
        step.dispose();
      },
    );

    it.each([
      ["new", NEW],
      ["old", OLD],
      ["new and prompt numbers,", { ...NEW, promptNumbers: true }],
    ] as const)("%s fusion: predictions, activations and update evidence agree", (_, options) => {
      const batches = batchesOf(options, [4], 4);
      const tensor = createTensorStep(frozenModel(options), options, weightsOf(options));
      const step = create(options, weightsOf(options));
      for (const either of [tensor, step]) {
        train(either, batches.slice(0, 3));
        either.measureNextUpdate();
        train(either, batches.slice(3));
      }
      const expected = tensor.evidence();
      const actual = step.evidence();
      expect(actual.map((entry) => entry.name)).toEqual(expected.map((entry) => entry.name));
      for (const key of ["gradientNorm", "weightNorm", "updateNorm"] as const) {
        const [a, b] = [actual.map((entry) => entry[key]), expected.map((entry) => entry[key])];
        expect(worst(a, b), key).toBeLessThan(1e-4);
      }
      const { input } = at(batchesOf(options, [100], 1), 0); // more rows than a step may have room for at once
      expect(worst(step.predict(100, input), tensor.predict(100, input))).toBeLessThan(1e-4);
      const [inside, stepInside] = [tensor.inside(100, input), step.inside(100, input)];
      for (const part of ["activations", "beforeGelu"] as const) {
        expect(Object.keys(stepInside[part])).toEqual(Object.keys(inside[part]));
        for (const [name, values] of Object.entries(inside[part])) {
          expect(worst(stepInside[part][name] ?? [], values), `${part} ${name}`).toBeLessThan(1e-4);
        }
      }
      tensor.dispose();
      step.dispose();
    });
  });
}

/** Tests that looking inside a step between its groups, and at its gradient within one, changes no bit of the training. */
export function testLooking(name: string, create: CreateStep): void {
  it.each([
    ["new", NEW],
    ["old", OLD],
  ] as const)(`${name}, %s fusion: gradients are right, and looking changes nothing`, (_, options) => {
    const batches = batchesOf(options, [4, 3], 4);
    const [watched, alone] = [create(options, weightsOf(options)), create(options, weightsOf(options))];
    const tensor = createTensorStep(frozenModel(options), options, weightsOf(options));
    expect(() => watched.gradients()).toThrow("gradients: expected some pending, got none; call forward");
    for (const pair of [batches.slice(0, 2), batches.slice(2)]) {
      watched.inside(4, at(pair, 0).input);
      for (const batch of pair) {
        for (const step of [watched, alone, tensor]) {
          step.forward(batch);
          step.backward(1 / 2);
        }
      }
      const [mine, theirs] = [watched.gradients(), tensor.gradients()];
      for (const [parameter, values] of Object.entries(theirs)) {
        expect(worst(mine[parameter] ?? [], values), parameter).toBeLessThan(1e-5);
      }
      const all = Object.values(mine).flatMap((values) => [...values]);
      const norms = [watched, alone, tensor].map(
        (step) => step.update({ head: 1e-3, backbone: 0 }).gradientNorm,
      );
      expect(Math.hypot(...all) / at(norms, 0)).toBeCloseTo(1, 4);
    }
    expect(watched.save()).toEqual(alone.save());
    [watched, alone, tensor].forEach((step) => step.dispose());
  });
}

/** Tests that a step, made by `create` for NEW, takes no weights of another width. */
export function testForeignState(create: () => TrainStep): void {
  it("a state of another model", () => {
    const step = create();
    const weights = weightsOf({ ...NEW, hidden: 16 });
    expect(() => step.load({ ...step.save(), weights })).toThrow(
      "state: fusion.linear.weight: expected 576 numbers",
    );
    step.dispose();
  });
}

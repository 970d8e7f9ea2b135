import { describe, expect, it } from "vitest";
import { NORMALISERS } from "../../lib/dataset/normaliser";
import { PREDICTS } from "../../lib/dataset/predicts";
import { at } from "../../lib/math/at";
import { decodeOutput, encodeTargets, fitTargetCode } from "../../lib/training/targetCode";
import { type SampleSet } from "../../lib/training/trainingData";
import { toyData } from "./toyData";

const toy = toyData();
/** Toy cars keep their speed exactly, which leaves a correction nothing along x: these also gain or lose some. */
const changing = (set: SampleSet): SampleSet => ({
  ...set,
  targets: set.targets.map((target, row) =>
    target.map(([x, y], j) => [x + 0.1 * ((row % 5) - 2) * ((j + 1) / 10) ** 2, y] as const),
  ),
});
const [train, validation] = [changing(toy.train), changing(toy.validation)];
const pairs = PREDICTS.flatMap((predicts) =>
  NORMALISERS.map((normalisation) => [predicts, normalisation] as const),
);

describe("a target code", () => {
  it.each(pairs)(
    "%s, %s: decodeOutput(encodeTargets(set)) is the set's places within a millimetre",
    (...pair) => {
      const code = fitTargetCode({ predicts: pair[0], normalisation: pair[1] }, train);
      const decoded = decodeOutput(code, encodeTargets(code, validation), validation);
      validation.targets.forEach((target, row) =>
        target.forEach(([x, y], j) => {
          const [dx, dy] = [at(at(decoded, row), j)[0] - x, at(at(decoded, row), j)[1] - y];
          expect(Math.hypot(dx, dy)).toBeLessThan(1e-3);
        }),
      );
    },
  );

  it("takes each row's own motion: rows 5 and 2 decode as rows 5 and 2", () => {
    const code = fitTargetCode({ predicts: "turn-correction", normalisation: "none" }, train);
    const decoded = decodeOutput(code, encodeTargets(code, validation, [5, 2]), validation, [5, 2]);
    expect(at(at(decoded, 0), 44)[0]).toBeCloseTo(at(at(validation.targets, 5), 44)[0], 3);
    expect(at(at(decoded, 1), 44)[0]).toBeCloseTo(at(at(validation.targets, 2), 44)[0], 3);
  });

  it("fits its normaliser to what is predicted: steps of a car at constant speed have its step as their mean", () => {
    const code = fitTargetCode({ predicts: "steps", normalisation: "standardise-steps" }, toy.train);
    const steps = toy.train.targets.map((target) => at(target, 44)[0] / 45); // toy cars keep their speed along x
    const expected = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    for (const [x] of code.normaliser.offset) expect(x).toBeCloseTo(expected, 9);
  });
});

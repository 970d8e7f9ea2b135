import { describe, expect, it } from "vitest";
import { healthyRecipe } from "../../../lib/doctor/practice/healthy";
import { drawChanges } from "../../../lib/doctor/prove/randomChanges";
import { type Recipe } from "../../../lib/doctor/recipe";
import { batchNorm, dense, dropout, sequential } from "../../../lib/doctor/topology/layers";
import { splitRng } from "../../../lib/math/rng";

const recipe: Recipe = {
  model: sequential(
    [1],
    [
      dense("hidden", 4, { activation: "relu" }),
      batchNorm("norm", 0.95),
      dropout("drop", 0.2),
      dense("output", 1),
    ],
  ),
  train: { inputs: [[1], [2], [4]], targets: [[1], [2], [6]] },
  loss: "mse",
  optimizer: { name: "adam", learningRate: 0.01 },
  ...{ batchSize: 2, epochs: 3, seed: 1 },
};

const kinds = (draws: number, own = recipe, epochs?: number): Map<string, number> => {
  const counts = new Map<string, number>();
  for (let i = 0; i < draws; i++) {
    const rng = splitRng(i, "draw");
    const drawn = drawChanges(own, { count: 1, rng, ...(epochs === undefined ? {} : { epochs }) });
    for (const { kind } of drawn) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
};

describe("drawChanges(recipe, { count, rng })", () => {
  it("draws every kind but data, each as often as any other", () => {
    const draws = 19 * 100;
    const counts = kinds(draws, recipe, 9);
    expect([...counts.keys()].sort()).toEqual([
      ...["activation", "batch-norm-momentum", "batch-size", "clip-norm", "dropout", "epochs", "freeze"],
      ...[
        "initialiser",
        "learning-rate",
        "loss",
        "normalisation-layer",
        "optimizer",
        "output-bias",
        "outputs",
      ],
      ...["scale-inputs", "scale-targets", "schedule", "weight-penalty", "width"],
    ]);
    // 100 each; beyond 4 deviations (√(1900 · 1/19 · 18/19) = 9.7) a kind is not drawn evenly.
    for (const [kind, count] of counts) expect([kind, Math.abs(count - 100) < 39]).toEqual([kind, true]);
  });

  it("draws no epochs where all sets are as long as the recipe, and nothing that a classifier cannot take", () => {
    expect(kinds(200).has("epochs")).toBe(false);
    const classes: Recipe = { ...recipe, loss: "cross-entropy" };
    const counts = kinds(300, classes);
    for (const kind of ["loss", "scale-targets", "outputs"]) expect(counts.has(kind)).toBe(false);
  });

  it("draws what a function as a model can take: nothing of the network", () => {
    const model = () => {
      throw new Error("never built");
    };
    const counts = kinds(300, { ...recipe, model });
    expect([...counts.keys()].sort()).toEqual([
      ...["batch-size", "clip-norm", "learning-rate", "loss", "optimizer", "outputs", "scale-inputs"],
      ...["scale-targets", "schedule"],
    ]);
  });

  it("draws as many as asked, of different kinds, the same for the same stream", () => {
    const { recipe: own } = healthyRecipe(3);
    const draw = () => drawChanges(own, { count: 4, rng: splitRng(5, "set") });
    expect(new Set(draw().map(({ kind }) => kind)).size).toBe(4);
    expect(draw()).toEqual(draw());
  });

  it("refuses more changes than there are kinds", () => {
    expect(() => drawChanges(recipe, { count: 30, rng: splitRng(1, "set") })).toThrow(
      /random changes: expected 30 kinds that this recipe takes, got 1[78]; prove smaller sets/,
    );
  });
});

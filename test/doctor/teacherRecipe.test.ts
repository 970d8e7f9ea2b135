import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { examine } from "../../lib/doctor/examine";
import { type Curve } from "../../lib/doctor/evidence";
import { teacherRecipe } from "../../lib/doctor/teacherRecipe";
import { createHeadStep } from "../../lib/training/headStep";
import { trainingConfig, type Settings } from "../../lib/training/config";
import { type Run } from "../../lib/training/run";
import { train } from "../../lib/training/train";
import { startTestBackend } from "../backend/startTestBackend";
import { toyData } from "../training/toyData";

beforeAll(startTestBackend);

const data = toyData();

async function trained(settings: Settings): Promise<Run> {
  const config = trainingConfig({ hidden: 8, epochs: 3, ...settings });
  const step = createHeadStep(config);
  try {
    return await train(step, config, data);
  } finally {
    step.dispose();
  }
}

const valuesOf = (curves: readonly Curve[] | undefined, role: Curve["role"]): number[] =>
  (curves?.find((curve) => curve.role === role)?.values ?? []).map(Number);

/** Largest |a − b| / |b|; the first rate of a warm-up is 0. */
function distance(a: readonly number[], b: readonly number[]): number {
  expect(a).toHaveLength(b.length);
  return Math.max(
    ...a.map((value, i) => Math.abs(value - (b[i] ?? NaN)) / Math.max(1e-9, Math.abs(b[i] ?? NaN))),
  );
}

describe("teacherRecipe(config, data), examined", () => {
  const variants: [string, Settings][] = [
    ["after, dropout on", {}],
    [
      "before, accumulation 4 and warm-up",
      {
        fixes: { fusion: "before", initialisation: "before", loss: "before" },
        accumulation: 4,
        schedule: "warmup-cosine",
      },
    ],
    ["Huber on standardised steps", { normalisation: "standardise-steps", loss: "huber", beta: 0.5 }],
    ["SGD", { optimizer: "sgd", headLearningRate: 1e-3, normalisation: "divide-by-100" }],
  ];
  it.each(variants)("has every epoch's losses of train within 1e-5: %s", async (_, settings) => {
    const run = await trained(settings);
    const { curves } = await examine(teacherRecipe(run.config, data));
    const of = (field: "trainLoss" | "validationLoss" | "headLearningRate" | "meanGradientNorm") =>
      run.epochs.map((epoch) => epoch[field]);
    expect(distance(valuesOf(curves, "train-loss"), of("trainLoss"))).toBeLessThan(1e-5);
    expect(distance(valuesOf(curves, "validation-loss"), of("validationLoss"))).toBeLessThan(1e-5);
    expect(distance(valuesOf(curves, "learning-rate"), of("headLearningRate"))).toBeLessThan(1e-12);
    expect(distance(valuesOf(curves, "gradient-norm"), of("meanGradientNorm"))).toBeLessThan(1e-4);
  });

  it("judges in metres what train judges in metres", async () => {
    const run = await trained({ normalisation: "divide-by-100" });
    const { curves, pairs } = await examine(teacherRecipe(run.config, data));
    expect(
      distance(
        valuesOf(curves, "validation-metric"),
        run.epochs.map(({ validation }) => validation.ade),
      ),
    ).toBeLessThan(1e-4);
    expect(pairs?.[0]?.targets[2]?.[89]).toBeCloseTo(data.validation.targets[2]?.[44]?.[1] ?? NaN, 4);
  });

  it("refuses what a recipe cannot say, by name", () => {
    expect(() => teacherRecipe(trainingConfig({ normalisation: "standardise" }), data)).toThrow(
      /expected normalisation none, .* got standardise/,
    );
  });

  it("leaves no tensor behind", async () => {
    const recipe = teacherRecipe(trainingConfig({ hidden: 8, epochs: 1 }), data);
    await examine(recipe);
    const before = tf.memory().numTensors;
    await examine(recipe);
    expect(tf.memory().numTensors).toBe(before);
  });
});

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { startClock } from "../../../lib/doctor/clock";
import { meanError } from "../../../lib/doctor/evaluationError";
import { examine } from "../../../lib/doctor/examine";
import { makeReady } from "../../../lib/doctor/fit/ready";
import { dense, sequential, withConfig } from "../../../lib/doctor/topology/layers";
import { type Recipe } from "../../../lib/doctor/recipe";
import { overfit8 } from "../../../lib/doctor/trial/overfit8";
import { learningRates } from "../../../lib/doctor/trial/rates";
import { scaledTargets } from "../../../lib/doctor/trial/scaledTargets";
import { otherSeeds } from "../../../lib/doctor/trial/seeds";
import { shuffledLabelsLoss } from "../../../lib/doctor/trial/shuffledLabels";
import { type TrialInput } from "../../../lib/doctor/trial/trials";
import { splitRng } from "../../../lib/math/rng";
import { startTestBackend } from "../../backend/startTestBackend";

beforeAll(startTestBackend);

/** y = 100 a − 100 b, a bend beside it. */
function rows(count: number, label: string): { inputs: number[][]; targets: number[][] } {
  const rng = splitRng(1, label);
  const inputs = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
  return { inputs, targets: inputs.map(([a = 0, b = 0]) => [100 * (a - b + 0.5 * Math.sin(2 * a))]) };
}

const hidden = dense("hidden", 8, { activation: "tanh" });
const bend: Recipe = {
  model: sequential([2], [hidden, dense("output", 1)]),
  train: rows(64, "train"),
  validation: rows(32, "validation"),
  loss: "mse",
  optimizer: { name: "adam", learningRate: 0.03 },
  ...{ batchSize: 32, epochs: 12, seed: 5 },
  scaling: { targets: "standardise" },
};

/** One trial of a recipe by itself; `run` gives it what its training would have given. */
async function tried<T>(
  recipe: Recipe,
  trial: (input: TrialInput) => Promise<T>,
  isTrained = false,
): Promise<T> {
  const evidence = isTrained ? await examine(recipe, { level: "run" }) : ({ format: 1 } as const);
  const ready = await makeReady(recipe);
  try {
    return await trial({ ready, evidence, clock: startClock({}, 1) });
  } finally {
    ready.model.dispose();
  }
}

const LONG = 240_000; // short on a machine of its own, long beside others

describe("trials of a recipe", () => {
  it(
    "eight rows are learnt by a sound network, and not by one whose weights are all zero",
    async () => {
      expect(await tried(bend, overfit8)).toBeLessThan(0.05);
      const zeros = { kernel_initializer: { class_name: "Zeros", config: {} } };
      const model = sequential([2], [withConfig(hidden, zeros), withConfig(dense("output", 1), zeros)]);
      // only the output's bias moves: the best constant, 1, is what it can learn
      expect(await tried({ ...bend, model }, overfit8)).toBeCloseTo(1, 1);
    },
    LONG,
  );

  it("eight rows are not asked of a loss whose best constant costs nothing", async () => {
    expect(
      await tried(
        { ...bend, loss: (t, p) => tf.neg(tf.mean<tf.Scalar>(tf.squaredDifference(t, p))) },
        overfit8,
      ),
    ).toBeUndefined();
  });

  it(
    "rates go up by decades, next to nothing at first, and end behind the first that reaches four times the best",
    async () => {
      const rates = (await tried(bend, learningRates)) ?? [];
      expect(rates.map(({ rate }) => rate)).toEqual(
        [1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10].slice(0, rates.length),
      );
      expect(rates[0]?.loss).toBeCloseTo(rates[1]?.loss ?? NaN, 2);
      expect(Math.min(...rates.map(({ loss }) => loss))).toBeLessThan(0.5);
      for (const [i, { loss }] of rates.slice(0, -1).entries()) {
        expect(loss).toBeLessThanOrEqual(4 * Math.min(...rates.slice(0, i + 1).map((one) => one.loss)));
      }
    },
    LONG,
  );

  it(
    "shuffled labels are hardly learnt, where the true ones are",
    async () => {
      // knowing nothing costs 1
      expect(await tried(bend, shuffledLabelsLoss)).toBeGreaterThan(0.7);
      expect(
        await tried({ ...bend, epochs: 20 }, async ({ ready }) => {
          const { curves = [] } = await examine(ready.recipe, { level: "run" });
          return curves.find(({ role }) => role === "train-loss")?.values.at(-1);
        }),
      ).toBeLessThan(0.4);
    },
    LONG,
  );

  it(
    "scaled targets mend what raw ones break; targets that are scaled, and classes, are left alone",
    async () => {
      const raw: Recipe = { ...bend, scaling: {} };
      const [heldOut] = (await examine(raw, { level: "run" })).pairs ?? [];
      const own = heldOut === undefined ? NaN : meanError(heldOut, 1);
      expect(await tried(raw, scaledTargets)).toBeLessThan(0.7 * own);
      expect(await tried(bend, scaledTargets)).toBeUndefined();
      expect(await tried({ ...raw, loss: "bce" }, scaledTargets)).toBeUndefined();
    },
    LONG,
  );

  it(
    "three seeds, the recipe's own first, in the owner's units",
    async () => {
      const seeds = (await tried({ ...bend, epochs: 2 }, otherSeeds, true)) ?? [];
      const [heldOut] = (await examine({ ...bend, epochs: 2 }, { level: "run" })).pairs ?? [];
      expect(seeds[0]).toBe(heldOut === undefined ? NaN : meanError(heldOut, 1));
      expect(new Set(seeds).size).toBe(3);
    },
    LONG,
  );

  it(
    "at level trial all are there, the same again, told one by one, and nothing stays",
    async () => {
      const short: Recipe = {
        ...bend,
        train: rows(16, "few"),
        validation: rows(50, "v"),
        batchSize: 16,
        epochs: 2,
      };
      const told: [number, number, string][] = [];
      const before = tf.memory().numTensors;
      const evidence = await examine(short, {
        level: "trial",
        onProgress: (...what) => void told.push(what),
      });
      expect(tf.memory().numTensors).toBe(before);
      expect(told[0]?.[2]).toMatch(/^2 updates in 2 epochs and short trainings, about \d+/);
      expect(told.at(-1)?.slice(0, 2)).toEqual([8, 8]); // two epochs, six trials
      expect(evidence.level).toBe("trial");
      expect(Object.keys(evidence.trials ?? {}).sort()).toEqual(
        ["noiseCeilingR2", "overfit8", "rates", "seeds", "shuffledLabelsLoss"], // targets are scaled as it is
      );
      expect(await examine(short, { level: "trial" })).toEqual(evidence);
    },
    LONG,
  );

  it("past the budget none begins, and the level says so", async () => {
    const short = await examine({ ...bend, epochs: 1 }, { level: "trial", budgetSeconds: 0 });
    expect(short.trials).toBeUndefined();
    expect(short.level).toBe("probe");
  });
});

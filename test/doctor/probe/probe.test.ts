import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Evidence } from "../../../lib/doctor/evidence";
import { examine } from "../../../lib/doctor/examine";
import { batchNorm, dense, dropout, sequential, withConfig } from "../../../lib/doctor/topology/layers";
import { type Recipe, type RecipeLoss } from "../../../lib/doctor/recipe";
import { splitRng } from "../../../lib/math/rng";
import { startTestBackend } from "../../backend/startTestBackend";

beforeAll(startTestBackend);

/** y = a − b. */
function rows(count: number, label: string): { inputs: number[][]; targets: number[][] } {
  const rng = splitRng(1, label);
  const inputs = Array.from({ length: count }, () => [rng.normal(), rng.normal()]);
  return { inputs, targets: inputs.map(([a = 0, b = 0]) => [a - b]) };
}

const hidden = dense("hidden", 8, { activation: "tanh" });
const line: Recipe = {
  model: sequential([2], [hidden, dense("output", 1)]),
  train: rows(64, "train"),
  validation: rows(40, "validation"),
  loss: "mse",
  optimizer: { name: "sgd", learningRate: 0.05 },
  ...{ batchSize: 8, epochs: 2, seed: 5 },
};

const layersOf = ({ layers = [] }: Evidence, name: string) => layers.filter(({ layer }) => layer === name);

describe("examine(recipe, { level: probe })", () => {
  it("changes no number of the training, dropout and batch norm included", async () => {
    const model = sequential([2], [hidden, batchNorm("norm", 0.9), dropout("drop", 0.2), dense("output", 1)]);
    const [run, probe] = [
      await examine({ ...line, model }, { level: "run" }),
      await examine({ ...line, model }),
    ];
    expect(probe.curves).toEqual(run.curves);
    expect(probe.pairs).toEqual(run.pairs);
    expect(probe.start).toEqual(run.start);
    expect([run.level, probe.level]).toEqual(["run", "probe"]);
  });

  it("names the stages before the output, the inputs first, at the start and at the end", async () => {
    const model = sequential([2], [hidden, dropout("drop", 0.2), dense("more", 3), dense("output", 1)]);
    const { stages = [] } = await examine({ ...line, model });
    expect(stages.map(({ stage, when }) => `${stage} ${when}`)).toEqual([
      ...["inputs start", "hidden start", "more start"],
      ...["inputs end", "hidden end", "more end"],
    ]);
    expect(stages[0]?.probeR2).toBeGreaterThan(0.95); // a straight line of both columns
  });

  it("of plain steps, a layer moves by the rate times its gradient; looked at at 0, 1, 2, 4, 8 and the last", async () => {
    const evidence = await examine(line);
    const facts = layersOf(evidence, "hidden");
    expect(facts.map(({ update }) => update)).toEqual([0, 1, 2, 4, 8, 15]); // 16 updates
    for (const { updateNorm, gradientNorm, weightNorm } of facts) {
      expect(updateNorm).toBeCloseTo(0.05 * gradientNorm, 6);
      expect(weightNorm).toBeGreaterThan(0.5);
    }
  });

  it("a frozen layer stands still, has no gradient, and is told from one that learns", async () => {
    const model = sequential([2], [withConfig(hidden, { trainable: false }), dense("output", 1)]);
    const evidence = await examine({ ...line, model });
    expect(layersOf(evidence, "hidden").every((one) => one.frozen && one.updateNorm === 0)).toBe(true);
    expect(layersOf(evidence, "output").every((one) => !one.frozen && one.updateNorm > 0)).toBe(true);
  });

  it("both modes cost the same without dropout and batch norm; dropout costs more while training", async () => {
    const { modes } = await examine(line);
    expect(modes?.trainLoss).toBeCloseTo(modes?.evaluationLoss ?? NaN, 6);
    const model = sequential([2], [hidden, dropout("drop", 0.6), dense("output", 1)]);
    const dropped = (await examine({ ...line, model, epochs: 12 })).modes;
    expect(dropped?.trainLoss).toBeGreaterThan(1.3 * (dropped?.evaluationLoss ?? NaN));
  });

  it("sees through a functional model of two inputs, and a model in a model", async () => {
    const model = (): tf.LayersModel => {
      const [a, b] = [tf.input({ shape: [2], name: "a" }), tf.input({ shape: [2], name: "b" })];
      const inner = tf.sequential({
        name: "inner",
        layers: [tf.layers.dense({ units: 4, inputShape: [2], activation: "relu", name: "in_a" })],
      });
      const joined = tf.layers.concatenate({ name: "both" }).apply([inner.apply(a) as tf.SymbolicTensor, b]);
      const output = tf.layers.dense({ units: 1, name: "output" }).apply(joined) as tf.SymbolicTensor;
      return tf.model({ inputs: [a, b], outputs: output });
    };
    const set = (count: number, label: string): Recipe["train"] => {
      const { inputs, targets } = rows(count, label);
      return { inputs: { a: inputs, b: inputs }, targets };
    };
    const evidence = await examine({ ...line, model, train: set(64, "train"), validation: set(40, "v") });
    const names = new Set(evidence.stages?.map(({ stage }) => stage));
    expect([...names].sort()).toEqual(["both", "inner"]);
    expect(layersOf(evidence, "in_a")).not.toHaveLength(0);
  });

  it.each<[string, RecipeLoss, (facts: NonNullable<Evidence["lossFunction"]>) => void]>([
    [
      "a mean",
      (target, prediction) => tf.mean(tf.squaredDifference(target, prediction)),
      ({ own, permuted, doubled, perfect }) => {
        expect(doubled).toBeCloseTo(own, 5);
        expect(permuted).not.toBeCloseTo(own, 3);
        expect(perfect).toBe(0);
      },
    ],
    [
      "a sum, twice as much for every row twice",
      (target, prediction) => tf.sum(tf.squaredDifference(target, prediction)),
      ({ own, doubled }) => expect(doubled / own).toBeCloseTo(2, 4),
    ],
    [
      "[N] against [N, 1], which no order changes",
      (target, prediction) => tf.mean(tf.square(tf.sub(prediction, tf.reshape(target, [-1])))),
      ({ own, permuted, perfect, constant }) => {
        expect(permuted).toBeCloseTo(own, 4);
        // every row with every other: twice the variance against once, for the mean
        expect(perfect).toBeCloseTo(2 * (constant ?? NaN), 3);
      },
    ],
  ])("asks a loss given as a function: %s", async (_, loss, check) => {
    const { lossFunction } = await examine({ ...line, loss, epochs: 1 });
    expect(lossFunction).toBeDefined();
    if (lossFunction !== undefined) check(lossFunction);
  });
});

import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { diagnose } from "../../../lib/doctor/diagnose";
import { watchFit, type WatchedFit } from "../../../lib/doctor/watch/watchFit";
import { splitRng } from "../../../lib/math/rng";
import { startTestBackend } from "../../backend/startTestBackend";
import { digits, fitted, houses, type OwnFit } from "./ownFits";

beforeAll(startTestBackend);
afterEach(() => vi.restoreAllMocks());

/** tfjs shuffles rows and drops units by Math.random: the same draws for every fit of a test. */
function sameDraws(): { calls: () => number } {
  vi.restoreAllMocks();
  const rng = splitRng(1, "Math.random");
  const random = vi.spyOn(Math, "random").mockImplementation(() => rng.uniform());
  return { calls: () => random.mock.calls.length };
}

const bits = (model: tf.LayersModel): number[][] =>
  model.getWeights().map((weight) => [...new Uint32Array(weight.dataSync<"float32">().slice().buffer)]);

async function watched(own: OwnFit): Promise<{ model: tf.LayersModel; watch: WatchedFit }> {
  const watches: WatchedFit[] = [];
  const model = await fitted(own, (made) => {
    const watch = watchFit(made, own.data);
    watches.push(watch);
    return watch.callbacks;
  });
  const [watch] = watches;
  if (watch === undefined) throw new Error("not watched");
  return { model, watch };
}

describe("watchFit(model, data)", () => {
  it.each([
    ["a small regression", houses],
    ["a small convolution with batch norm and dropout", digits],
  ] as const)("changes no bit of the training of %s", async (_, own) => {
    sameDraws();
    const plain = await fitted(own(), () => undefined);
    sameDraws();
    const { model } = await watched(own());
    expect(bits(model)).toEqual(bits(plain));
    plain.dispose();
    model.dispose();
  });

  it("draws nothing before the training is over", async () => {
    const draws = sameDraws();
    const plain = await fitted(houses(), () => undefined);
    const without = draws.calls();
    const again = sameDraws();
    const { model } = await watched(houses()); // no dropout: looking at both modes draws nothing either
    expect(again.calls()).toBe(without);
    plain.dispose();
    model.dispose();
  });

  it("gives what the doctor wants: curves, start, stages, layers, modes, pairs, settings and data", async () => {
    const { model, watch } = await watched(houses());
    const evidence = watch.evidence();
    expect(evidence.curves?.map(({ name, role }) => [name, role])).toEqual([
      ["val_loss", "validation-loss"],
      ["loss", "train-loss"],
      ["learning rate", "learning-rate"],
    ]);
    expect(evidence.curves?.[0]?.at).toEqual([1, 2, 3, 4, 5, 6]);
    expect(evidence.settings).toEqual({
      ...{ loss: "mse", optimizer: { name: "sgd", learningRate: 0.01 } },
      ...{ batchSize: 40, epochs: 6 },
    });
    expect(evidence.data).toMatchObject({ trainRows: 200, heldOutRows: 50 });
    expect(Math.abs((evidence.data?.targetMean[0] ?? 0) - 22)).toBeLessThan(2); // targets lie around 22
    expect(Math.abs(evidence.start?.outputMean[0] ?? NaN)).toBeLessThan(3); // an untrained output around 0
    expect(evidence.start?.loss).toBeGreaterThan(300); // about 22²
    const stages = evidence.stages?.map(({ when }) => when);
    expect(stages?.filter((when) => when === "start").length).toBe(
      stages?.filter((when) => when === "end").length,
    );
    expect(evidence.stages?.every(({ probeR2 }) => Number.isFinite(probeR2))).toBe(true);
    // 5 updates an epoch, 6 epochs: updates 0, 1, 2, 4, 8 and 16 of 30, three layers each.
    expect(evidence.layers?.map(({ update }) => update)).toEqual(
      [0, 1, 2, 4, 8, 16].flatMap((u) => [u, u, u]),
    );
    expect(evidence.layers?.every(({ updateNorm, gradientNorm }) => updateNorm > 0 && gradientNorm > 0)).toBe(
      true,
    );
    expect(evidence.modes?.trainLoss).toBeCloseTo(evidence.modes?.evaluationLoss ?? NaN, 4); // no dropout, no batch norm
    expect(evidence.pairs?.map(({ split, targets }) => [split, targets.length])).toEqual([
      ["held-out", 50],
      ["train", 200],
    ]);
    const [row] = evidence.pairs?.[0]?.predictions ?? [];
    const x = tf.tensor2d([houses().data.validation.inputs as number[][]][0]?.slice(0, 1) ?? []);
    const said = model.predict(x) as tf.Tensor;
    expect(row?.[0]).toBeCloseTo(said.dataSync()[0] ?? NaN, 5);
    expect(() => diagnose(evidence)).not.toThrow();
    tf.dispose([x, said]);
    model.dispose();
  });

  it("reads classes: accuracy is a metric, batch norm and dropout make the modes differ", async () => {
    const { model, watch } = await watched(digits());
    const { curves, settings, modes, pairs } = watch.evidence();
    expect(settings).toMatchObject({
      loss: "cross-entropy",
      optimizer: { name: "adam", learningRate: 0.01 },
    });
    expect(curves?.map(({ role }) => role)).toContain("validation-metric");
    expect(modes?.trainLoss).not.toBe(modes?.evaluationLoss);
    expect(pairs?.[0]?.predictions[0]?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5);
    model.dispose();
  });

  it("without validation says nothing of held-out rows", async () => {
    const own = houses();
    const watches: WatchedFit[] = [];
    const model = await fitted(own, (made) => {
      const watch = watchFit(made, { train: own.data.train });
      watches.push(watch);
      return watch.callbacks;
    });
    const evidence = watches[0]?.evidence();
    expect(evidence?.pairs?.map(({ split }) => split)).toEqual(["train"]);
    expect(evidence?.data?.heldOutRows).toBe(0);
    expect(evidence?.stages?.some((stage) => "probeR2" in stage)).toBe(false);
    model.dispose();
  });

  it("in the middle of a fit gives what is known so far, and a loss that is no number by its name", async () => {
    const own = houses();
    const model = own.model();
    model.compile({ optimizer: tf.train.sgd(1e30), loss: "meanSquaredError" });
    const { callbacks, evidence } = watchFit(model, own.data);
    expect(() => evidence()).toThrow(/watchFit: expected a fit that has begun, got none/);
    const x = tf.tensor2d(own.data.train.inputs as number[][]);
    const y = tf.tensor2d(own.data.train.targets as number[][]);
    let middle: ReturnType<typeof evidence> | undefined;
    const stop = { onEpochEnd: () => void (middle ??= evidence()) };
    await model.fit(x, y, {
      epochs: 2,
      callbacks: [callbacks, stop] as unknown as tf.CustomCallbackArgs,
    });
    expect(middle?.pairs).toBeUndefined();
    expect(middle?.curves?.[0]?.at).toHaveLength(1);
    expect(
      evidence()
        .curves?.find(({ role }) => role === "train-loss")
        ?.values.at(-1),
    ).toBe("NaN");
    tf.dispose([x, y]);
    model.dispose();
  });

  it("leaves no tensor behind", async () => {
    const own = digits();
    const growth = async (fit: () => Promise<tf.LayersModel>): Promise<number> => {
      const before = tf.memory().numTensors;
      (await fit()).dispose();
      return tf.memory().numTensors - before; // the optimizer's own, which are its owner's
    };
    const plain = await growth(() => fitted(own, () => undefined));
    expect(await growth(async () => (await watched(own)).model)).toBe(plain);
  });

  it("refuses rows that the model does not take, before any fit", () => {
    const { model: make, data } = houses();
    const model = make();
    const narrow = {
      inputs: [
        [1, 2],
        [3, 4],
      ],
      targets: [[1], [2]],
    };
    expect(() => watchFit(model, { train: narrow })).toThrow(/13/);
    const uneven = { inputs: data.train.inputs, targets: [[1]] };
    expect(() => watchFit(model, { train: uneven })).toThrow(/expected 1 rows, one for each target, got 200/);
    expect(() => watchFit({ layers: [], getWeights: () => [] }, data)).toThrow(/expected a tf.LayersModel/);
    model.dispose();
  });
});

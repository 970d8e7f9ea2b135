import * as fc from "fast-check";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Change } from "../../../lib/doctor/change";
import { applyChange, applyChanges } from "../../../lib/doctor/changes/applyChange";
import { examine } from "../../../lib/doctor/examine";
import { faultNamed } from "../../../lib/doctor/faults/faults";
import { buildModel } from "../../../lib/doctor/fit/buildModel";
import { drawOf } from "../../../lib/doctor/practice/draw";
import { healthyRecipe } from "../../../lib/doctor/practice/healthy";
import { drawChanges } from "../../../lib/doctor/prove/randomChanges";
import { type ModelTopology, type Recipe } from "../../../lib/doctor/recipe";
import {
  batchNorm,
  dense,
  dropout,
  layerNorm,
  sequential,
  type LayerJson,
} from "../../../lib/doctor/topology/layers";
import { leavesOf, nameOf } from "../../../lib/doctor/topology/leaves";
import { splitRng } from "../../../lib/math/rng";
import { startTestBackend } from "../../backend/startTestBackend";

beforeAll(startTestBackend);

const glorot: Change = { kind: "initialiser", layers: "hidden", to: "glorotUniform" };

/** Two inputs, two outputs, a layer of every kind that a change is about. */
const base: Recipe = {
  model: sequential(
    [2],
    [
      dense("first", 4, { activation: "relu" }),
      batchNorm("norm", 0.99),
      dropout("drop", 0.2),
      dense("second", 3, { activation: "tanh", l2: 0.1 }),
      dense("output", 2),
    ],
  ),
  train: {
    inputs: [
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
    targets: [
      [1, 10],
      [2, 20],
      [3, 30],
      [6, 20],
    ],
  },
  validation: { inputs: [[0.5, 0.5]], targets: [[3, 20]] },
  loss: "mse",
  optimizer: { name: "adam", learningRate: 0.01, clipNorm: 5 },
  ...{ batchSize: 2, epochs: 3, seed: 1 },
};

const layer = ({ model }: Recipe, name: string): LayerJson => {
  const found = leavesOf(model as ModelTopology).find((one) => nameOf(one) === name);
  if (found === undefined) throw new Error(`no layer ${name}`);
  return found;
};

/** What a recipe's training comes to, bit for bit. */
async function predictions(recipe: Recipe): Promise<unknown> {
  const { pairs } = await examine({ ...recipe, epochs: Math.min(2, recipe.epochs) }, { level: "run" });
  return pairs?.[0]?.predictions;
}

describe("applyChange(recipe, change)", () => {
  it("leaves the recipe as it is, and what it gives can be trained: any change of any kind", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 1e6 }),
        async (seed, draw) => {
          const { recipe } = healthyRecipe(seed);
          const before = structuredClone(recipe);
          const [change] = drawChanges(recipe, { count: 1, rng: splitRng(draw, "change") });
          if (change === undefined) throw new Error("nothing drawn");
          const changed = applyChange(recipe, change);
          expect(recipe).toEqual(before);
          expect(changed).not.toEqual(before);
          const { pairs } = await examine({ ...changed, epochs: 1 }, { level: "run" });
          expect(pairs?.[0]?.predictions.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 24, seed: 1 },
    );
  });

  it.each([
    ["rate-too-low", (own: Recipe) => [rate(own)]],
    ["rate-too-high", (own: Recipe) => [rate(own)]],
    ["rising-schedule", (own: Recipe) => [schedule(own)]],
    ["warm-up-too-long", (own: Recipe) => [rate(own), schedule(own)]],
    ["plain-sgd", (own: Recipe) => [optimizer(own)]],
    ["huge-epsilon", (own: Recipe) => [optimizer(own)]],
    ["clipped-away", (own: Recipe) => [optimizer(own)]],
    ["negated-loss", (own: Recipe) => [loss(own)]],
    ["batch-mean-loss", (own: Recipe) => [loss(own)]],
    ["broadcast-loss", (own: Recipe) => [loss(own)]],
    ["hidden-nan", (own: Recipe) => [optimizer(own), schedule(own), loss(own)]],
    ["frozen-layers", () => [{ kind: "freeze", layers: [] }, glorot] as const],
    ["too-short", (own: Recipe) => [rate(own), { kind: "epochs", to: own.epochs }, batch(own)] as const],
    ["relu-output", () => [outputIs("linear")]],
    ["squashed-output", () => [outputIs("linear")]],
    ["no-activation", (own: Recipe) => [hidden(own)]],
    ["zero-weights", () => [glorot, { ...glorot, layers: "output" }] as const],
    ["large-weights", (own: Recipe) => [glorot, hidden(own)]],
    ["dead-units", (own: Recipe) => [glorot, hidden(own)]],
    ["dropout-too-high", () => [{ kind: "dropout", to: 0 }] as const],
    ["penalty-too-high", () => [{ kind: "weight-penalty", to: 0 }] as const],
    ["normalised-output", () => [{ kind: "normalisation-layer", remove: "last_norm" }] as const],
    ["normalised-inputs", () => [{ kind: "normalisation-layer", remove: "first_norm" }] as const],
  ] as const)("takes %s out again: the training is the healthy one bit for bit", async (name, inverse) => {
    const fault = faultNamed(name);
    const own = Array.from({ length: 60 }, (_, i) => healthyRecipe(i + 1).recipe).find(
      (recipe) => fault.fits(recipe) && isPlain(recipe),
    );
    if (own === undefined) throw new Error(`no recipe takes ${name}`);
    const repaired = applyChanges(fault.apply(own, drawOf(own.seed)), inverse(own));
    expect(await predictions(repaired)).toEqual(await predictions(own));
  });

  it("scale-inputs mends inputs thousands of times too wide: the training is the healthy one to rounding", async () => {
    const { recipe } = healthyRecipe(1);
    const wide = faultNamed("large-inputs").apply(recipe, drawOf(1));
    const mended = applyChange(wide, { kind: "scale-inputs", to: "standardise" });
    const [own, after] = [await predictions(recipe), await predictions(mended)] as number[][][];
    own?.flat().forEach((value, i) => expect(after?.flat()[i]).toBeCloseTo(value, 2));
  });
});

// What the library's faults took away, from the healthy recipe.
const rate = ({ optimizer: { learningRate } }: Recipe): Change => ({
  kind: "learning-rate",
  to: learningRate,
});
const schedule = ({ schedule: to = "constant" }: Recipe): Change => ({ kind: "schedule", to });
const optimizer = ({ optimizer: to }: Recipe): Change => ({ kind: "optimizer", to });
const loss = (own: Recipe): Change => ({ kind: "loss", to: own.loss as "mse" });
const batch = ({ batchSize: to }: Recipe): Change => ({ kind: "batch-size", to });
const outputIs = (to: string): Change => ({ kind: "activation", layers: "output", to });
const hidden = ({ model }: Recipe): Change => ({
  kind: "activation",
  layers: "hidden",
  to: String(leavesOf(model as ModelTopology)[0]?.config["activation"]),
});

/** Nothing in it that the changes would take away beside the fault. */
function isPlain({ model }: Recipe): boolean {
  const leaves = leavesOf(model as ModelTopology);
  const hasPenalty = leaves.some(({ config }) => (config["kernel_regularizer"] ?? null) !== null);
  return !hasPenalty && !leaves.some(({ class_name: kind }) => kind === "Dropout");
}

describe("what a change does to a topology", () => {
  it("activation: hidden ones before the output, the output with what follows it, or by name", () => {
    const changed = applyChange(base, { kind: "activation", layers: "hidden", to: "elu" });
    expect(["first", "second", "output"].map((name) => layer(changed, name).config["activation"])).toEqual([
      "elu",
      "elu",
      "linear",
    ]);
    const named = applyChange(base, { kind: "activation", layers: ["second"], to: "elu" });
    expect(layer(named, "first").config["activation"]).toBe("relu");
    expect(layer(named, "second").config["activation"]).toBe("elu");
  });

  it("activation: finds the function in a layer of its own, and leaves one function behind a kernel", () => {
    const alone = { class_name: "ReLU", config: { name: "act" } };
    const model = sequential(
      [2],
      [
        dense("first", 4),
        alone,
        dense("output", 2, { activation: "sigmoid" }),
        { class_name: "Softmax", config: { name: "last" } },
      ],
    );
    const hiddenElu = applyChange({ ...base, model }, { kind: "activation", layers: "hidden", to: "elu" });
    expect(layer(hiddenElu, "first").config["activation"]).toBe("linear");
    expect(layer(hiddenElu, "act")).toEqual({
      class_name: "Activation",
      config: { name: "act", activation: "elu" },
    });
    const straight = applyChange({ ...base, model }, { kind: "activation", layers: "output", to: "linear" });
    expect(layer(straight, "output").config["activation"]).toBe("linear");
    expect(layer(straight, "last").config["activation"]).toBe("linear");
  });

  it("initialiser: kernel anew from a spread, bias at 0", () => {
    const wide: Change = { kind: "initialiser", layers: ["first"], to: "randomNormal", std: 0.3 };
    expect(layer(applyChange(base, wide), "first").config).toMatchObject({
      kernel_initializer: { class_name: "RandomNormal", config: { mean: 0, stddev: 0.3 } },
      bias_initializer: { class_name: "Zeros" },
    });
  });

  it("width: hidden layers alone, rounded, never none", () => {
    const units = (recipe: Recipe) =>
      ["first", "second", "output"].map((name) => layer(recipe, name).config["units"]);
    expect(units(applyChange(base, { kind: "width", factor: 2.5 }))).toEqual([10, 8, 2]); // 4 · 2.5 and 3 · 2.5, rounded
    expect(units(applyChange(base, { kind: "width", factor: 0.01 }))).toEqual([1, 1, 2]);
  });

  it("dropout, weight-penalty, batch-norm-momentum: every layer that has one", () => {
    const changed = applyChanges(base, [
      { kind: "dropout", to: 0 },
      { kind: "weight-penalty", to: 0 },
      { kind: "batch-norm-momentum", to: 0.5 },
    ]);
    expect(layer(changed, "drop").config["rate"]).toBe(0);
    expect(layer(changed, "second").config["kernel_regularizer"]).toBeNull();
    expect(layer(changed, "norm").config["momentum"]).toBe(0.5);
    const penalised = applyChange(base, { kind: "weight-penalty", to: 0.2 });
    expect(layer(penalised, "output").config["kernel_regularizer"]).toEqual({
      class_name: "L1L2",
      config: { l1: 0, l2: 0.2 },
    });
  });

  it("dropout into a chain that has none: behind each hidden layer", () => {
    const model = sequential([2], [dense("a", 4), dense("b", 4), dense("output", 2)]);
    const changed = applyChange({ ...base, model }, { kind: "dropout", to: 0.25 });
    expect(leavesOf(changed.model as ModelTopology).map(nameOf)).toEqual([
      ...["a", "dropout_behind_a", "b", "dropout_behind_b", "output"],
    ]);
    expect(layer(changed, "dropout_behind_b").config["rate"]).toBe(0.25);
  });

  it("freeze: exactly these layers", () => {
    const frozen = applyChange(base, { kind: "freeze", layers: ["first"] });
    const other = applyChange(frozen, { kind: "freeze", layers: ["second"] });
    expect(layer(other, "first").config["trainable"]).toBeUndefined();
    expect(layer(other, "second").config["trainable"]).toBe(false);
  });

  it("output-bias: the mean of each target column, 3 and 20, in training units", () => {
    const { weights } = applyChange(base, { kind: "output-bias", to: "target-mean" });
    expect([...(weights?.["output/bias"] ?? [])]).toEqual([3, 20]); // (1 + 2 + 3 + 6) / 4, (10 + 20 + 30 + 20) / 4
    const scaled = applyChange(
      { ...base, scaling: { targets: "divide-by-100" } },
      { kind: "output-bias", to: "target-mean" },
    );
    expect(scaled.weights?.["output/bias"]?.[1]).toBeCloseTo(0.2, 6);
  });

  it("output-bias of a classifier: what its activation turns into the classes' shares", () => {
    const output = dense("output", 2, { activation: "softmax" });
    const classes: Recipe = {
      ...base,
      model: sequential([2], [output]),
      loss: "cross-entropy",
      train: { ...base.train, targets: [[0], [1], [1], [1]] },
    };
    const [no = NaN, yes = NaN] =
      applyChange(classes, { kind: "output-bias", to: "target-mean" }).weights?.["output/bias"] ?? [];
    expect(Math.exp(no)).toBeCloseTo(0.25, 5); // one of four
    expect(Math.exp(yes)).toBeCloseTo(0.75, 5);
  });

  it("normalisation-layer: the first of a chain hands the input's shape on", async () => {
    const model = sequential([2], [layerNorm("norm"), dense("output", 2)]);
    const changed = applyChange({ ...base, model }, { kind: "normalisation-layer", remove: "norm" });
    const built = await buildModel(changed);
    expect(built.layers.map(({ name }) => name)).toEqual(["output"]);
    expect(built.inputs[0]?.shape).toEqual([null, 2]);
    built.dispose();
  });
});

describe("pre-trained weights", () => {
  const ones = (count: number) => new Float32Array(count).fill(1);
  const loaded: Recipe = {
    ...base,
    weights: {
      ...{ "first/kernel": ones(8), "first/bias": ones(4), "norm/gamma": ones(4), "second/kernel": ones(12) },
      ...{ "output/kernel": ones(6), "output/bias": ones(2) },
    },
  };
  const kept = (change: Change) => Object.keys(applyChange(loaded, change).weights ?? {});
  const all = Object.keys(loaded.weights ?? {});

  it.each([
    [{ kind: "activation", layers: "hidden", to: "elu" }, all],
    [{ kind: "freeze", layers: ["first"] }, all],
    [{ kind: "learning-rate", to: 1 }, all],
    [{ kind: "output-bias", to: "target-mean" }, all],
    [
      { kind: "initialiser", layers: ["second"], to: "heNormal" },
      all.filter((name) => !name.startsWith("second")),
    ],
    [{ kind: "normalisation-layer", remove: "norm" }, all.filter((name) => !name.startsWith("norm"))],
    [{ kind: "width", factor: 2 }, ["output/bias"]],
  ] as const)("stay for layers that %j does not touch", (change, names) => {
    expect(kept(change)).toEqual(names);
  });

  it("fit the changed model: it is built with them", async () => {
    const built = await buildModel(
      applyChange(loaded, { kind: "initialiser", layers: ["second"], to: "zeros" }),
    );
    const values = built.getWeights().map((weight) => weight.dataSync());
    expect([...(values[0] ?? [])]).toEqual([...ones(8)]);
    expect(
      built
        .getLayer("second")
        .getWeights()[0]
        ?.dataSync()
        .every((value) => value === 0),
    ).toBe(true);
    built.dispose();
  });
});

describe("a graph of layers", () => {
  /** Two ways from the input that meet again. */
  function graph(): ModelTopology {
    const input = tf.input({ shape: [2], name: "in" });
    const left = tf.layers.dense({ units: 4, activation: "relu", name: "left" }).apply(input);
    const norm = tf.layers.batchNormalization({ name: "norm" }).apply(left) as tf.SymbolicTensor;
    const right = tf.layers
      .dense({ units: 4, activation: "relu", name: "right" })
      .apply(input) as tf.SymbolicTensor;
    const both = tf.layers.add({ name: "both" }).apply([norm, right]);
    const output = tf.layers.dense({ units: 2, name: "output" }).apply(both) as tf.SymbolicTensor;
    const model = tf.model({ inputs: input, outputs: output });
    const json = model.toJSON(null, false) as unknown as ModelTopology;
    model.dispose();
    return json;
  }

  const built = async (change: Change) => {
    const changed = applyChange({ ...base, model: graph() }, change);
    return { changed, model: await buildModel(changed) };
  };

  it("loses its normalisation: what came in goes on to what came after", async () => {
    const { model } = await built({ kind: "normalisation-layer", remove: "norm" });
    expect(model.layers.map(({ name }) => name)).not.toContain("norm");
    const inbound = model.getLayer("both").inboundNodes[0]?.inboundLayers.map(({ name }) => name);
    expect(inbound).toEqual(["left", "right"]);
    model.dispose();
  });

  it("gets dropout behind both hidden layers, and still learns", async () => {
    const { changed, model } = await built({ kind: "dropout", to: 0.5 });
    expect(model.getLayer("norm").inboundNodes[0]?.inboundLayers[0]?.name).toBe("dropout_behind_left");
    expect(model.getLayer("both").inboundNodes[0]?.inboundLayers[1]?.name).toBe("dropout_behind_right");
    model.dispose();
    const { pairs } = await examine({ ...changed, epochs: 1 }, { level: "run" });
    expect(pairs?.[0]?.predictions[0]?.every(Number.isFinite)).toBe(true);
  });

  it("takes activations and widths as a chain does", async () => {
    const { model } = await built({ kind: "width", factor: 2 });
    expect(model.getLayer("both").outputShape).toEqual([null, 8]);
    model.dispose();
  });

  it("as Keras 3 writes it: references inside objects are rewired too", () => {
    const tensor = (name: string) => ({
      class_name: "__keras_tensor__",
      config: { shape: [null, 4], dtype: "float32", keras_history: [name, 0, 0] },
    });
    const node = (name: string) => [{ args: [tensor(name)], kwargs: {} }];
    const keras3: ModelTopology = {
      class_name: "Functional",
      config: {
        name: "model",
        layers: [
          {
            class_name: "InputLayer",
            config: { name: "in", batch_shape: [null, 2] },
            name: "in",
            inbound_nodes: [],
          },
          {
            class_name: "Dense",
            config: { name: "hidden", units: 4 },
            name: "hidden",
            inbound_nodes: node("in"),
          },
          {
            class_name: "LayerNormalization",
            config: { name: "norm" },
            name: "norm",
            inbound_nodes: node("hidden"),
          },
          {
            class_name: "Dense",
            config: { name: "output", units: 2 },
            name: "output",
            inbound_nodes: node("norm"),
          },
        ],
        input_layers: [["in", 0, 0]],
        output_layers: [["output", 0, 0]],
      },
    };
    const inboundOf = (change: Change, name: string) =>
      (layer(applyChange({ ...base, model: keras3 }, change), name) as unknown as { inbound_nodes: unknown })
        .inbound_nodes;
    expect(inboundOf({ kind: "normalisation-layer", remove: "norm" }, "output")).toEqual(node("hidden"));
    const added: Change = { kind: "dropout", to: 0.5 };
    expect(inboundOf(added, "dropout_behind_hidden")).toEqual(node("hidden"));
    expect(inboundOf(added, "norm")).toEqual(node("dropout_behind_hidden"));
  });
});

describe("a change that a recipe cannot take is refused by name", () => {
  it.each([
    [
      { kind: "data", repair: "labels" },
      /change data: expected a change of the training, got labels; no training mends it: mend the labels/,
    ],
    [{ kind: "learning-rate", to: NaN }, /change learning-rate: expected a rate above 0, got NaN/],
    [{ kind: "epochs", to: 1.5 }, /change epochs: expected a whole number, at least 1, got 1.5/],
    [{ kind: "clip-norm", to: -1 }, /change clip-norm: expected a norm above 0, got -1/],
    [
      { kind: "activation", layers: ["hidden_9"], to: "elu" },
      /change activation: expected layers of first, norm, drop, second, output, got hidden_9/,
    ],
    [
      { kind: "activation", layers: "hidden", to: "fancy" },
      /change activation: expected one of linear, .*, got fancy/,
    ],
    [
      { kind: "activation", layers: ["drop"], to: "elu" },
      /expected a layer that has an activation, got drop/,
    ],
    [
      { kind: "initialiser", layers: "hidden", to: "fancy" },
      /change initialiser: expected one of zeros, .*, got fancy/,
    ],
    [{ kind: "initialiser", layers: "hidden", to: "heNormal", std: 1 }, /beside std, got heNormal/],
    [{ kind: "freeze", layers: ["nobody"] }, /change freeze: expected layers of .*, got nobody/],
    [
      { kind: "normalisation-layer", remove: "drop" },
      /change normalisation-layer: expected one of norm, got drop/,
    ],
    [
      { kind: "scale-targets", to: "increments" },
      /change scale-targets: expected one of none, divide-by-100, standardise, robust, got increments/,
    ],
    [{ kind: "dropout", to: 1 }, /change dropout: expected a share of 0 up to 1, got 1/],
    [{ kind: "width", factor: 0 }, /change width: expected a factor above 0, got 0/],
    [
      { kind: "outputs", to: { scale: 0, offset: 0 } },
      /change outputs: expected a scale that is not 0, got 0/,
    ],
  ] as const)("%j", (change, message) => {
    expect(() => applyChange(base, change)).toThrow(message);
  });

  it.each([
    "activation",
    "initialiser",
    "dropout",
    "weight-penalty",
    "width",
    "freeze",
    "output-bias",
  ] as const)("%s of a model given as a function", (kind) => {
    const changes: Readonly<Record<typeof kind, Change>> = {
      activation: { kind: "activation", layers: "hidden", to: "elu" },
      initialiser: glorot,
      dropout: { kind: "dropout", to: 0 },
      "weight-penalty": { kind: "weight-penalty", to: 0 },
      width: { kind: "width", factor: 2 },
      freeze: { kind: "freeze", layers: [] },
      "output-bias": { kind: "output-bias", to: "target-mean" },
    };
    const model = (): tf.LayersModel =>
      tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [2] })] });
    expect(() => applyChange({ ...base, model }, changes[kind])).toThrow(
      new RegExp(
        `change ${kind}: expected a model as a topology, got a function; write the model as its JSON`,
      ),
    );
    expect(applyChange({ ...base, model }, { kind: "learning-rate", to: 1 }).model).toBe(model);
  });

  it("batch-norm-momentum of a model without batch norm, width of one without a hidden layer", () => {
    const model = sequential([2], [dense("output", 2)]);
    expect(() => applyChange({ ...base, model }, { kind: "batch-norm-momentum", to: 0.9 })).toThrow(
      /expected a model with batch norm/,
    );
    expect(() => applyChange({ ...base, model }, { kind: "width", factor: 2 })).toThrow(
      /expected a hidden layer, got none/,
    );
  });
});

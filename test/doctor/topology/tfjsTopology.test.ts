import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { buildModel } from "../../../lib/doctor/fit/buildModel";
import { type ModelTopology, type Recipe } from "../../../lib/doctor/recipe";
import { startTestBackend } from "../../backend/startTestBackend";

beforeAll(startTestBackend);

const rest: Omit<Recipe, "model"> = {
  train: { inputs: [[0, 0]], targets: [[0]] },
  ...{ loss: "mse", optimizer: { name: "sgd", learningRate: 0.1 } },
  ...{ batchSize: 1, epochs: 1, seed: 3 },
};

const policy = {
  ...{ module: "keras", class_name: "DTypePolicy", registered_name: null },
  config: { name: "float32" },
};
const he = {
  ...{ module: "keras.initializers", class_name: "HeNormal", registered_name: null },
  config: { seed: null },
};
const zeros = { module: "keras.initializers", class_name: "Zeros", config: {}, registered_name: null };

/** A dense layer as Keras 3.5 writes it. */
function dense3(name: string, units: number, odd: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ...{ module: "keras.layers", class_name: "Dense", registered_name: null },
    config: {
      ...{ name, trainable: true, dtype: policy, units, activation: "relu", use_bias: true },
      ...{ kernel_initializer: he, bias_initializer: zeros, kernel_constraint: null },
      kernel_regularizer: { module: "keras.regularizers", class_name: "L2", config: { l2: 0.01 } },
      ...odd,
    },
    build_config: { input_shape: [null, 2] },
  };
}

const input3 = {
  ...{ module: "keras.layers", class_name: "InputLayer", registered_name: null },
  config: { batch_shape: [null, 2], dtype: "float32", sparse: false, name: "in" },
};

const tensor = (layer: string) => ({
  class_name: "__keras_tensor__",
  config: { shape: [null, 2], dtype: "float32", keras_history: [layer, 0, 0] },
});

const call = (...layers: string[]) => [
  { args: layers.length === 1 ? [tensor(layers[0] ?? "")] : [layers.map(tensor)], kwargs: {} },
];

const sequential3: ModelTopology = {
  ...{ module: "keras", class_name: "Sequential", registered_name: null },
  config: { name: "s", trainable: true, dtype: policy, layers: [input3, dense3("a", 4), dense3("b", 1)] },
};

async function outputOf(model: ModelTopology): Promise<{ shape: number[]; weights: string[] }> {
  const built = await buildModel({ ...rest, model });
  const shape = tf.tidy(() => (built.apply(tf.ones([3, 2])) as tf.Tensor).shape);
  const weights = built.weights.map(({ originalName }) => originalName);
  built.dispose();
  return { shape, weights };
}

describe("a topology as its framework wrote it", () => {
  it("of tfjs: toJSON(), and the model.json around it", async () => {
    const own = tf.sequential({
      layers: [tf.layers.dense({ units: 4, inputShape: [2], name: "a", activation: "relu6" })],
    });
    const json = own.toJSON(null, false) as ModelTopology;
    own.dispose();
    expect(await outputOf(json)).toEqual({ shape: [3, 4], weights: ["a/kernel", "a/bias"] });
    expect((await outputOf({ format: "layers-model", modelTopology: json })).shape).toEqual([3, 4]);
  });

  it("of Keras 2: a functional model inside model_config, with a list as axis", async () => {
    const zero = { class_name: "Zeros", config: {} };
    const layers = [
      {
        ...{ class_name: "InputLayer", name: "in", inbound_nodes: [] },
        config: { batch_input_shape: [null, 2], dtype: "float32", sparse: false, ragged: false, name: "in" },
      },
      {
        ...{ class_name: "Dense", name: "a", inbound_nodes: [[["in", 0, 0, {}]]] },
        config: {
          ...{ name: "a", trainable: true, dtype: "float32", units: 4, activation: "silu", use_bias: true },
          kernel_initializer: { class_name: "GlorotUniform", config: { seed: 7 } },
          bias_initializer: zero,
        },
      },
      {
        ...{ class_name: "BatchNormalization", name: "n", inbound_nodes: [[["a", 0, 0, {}]]] },
        config: { name: "n", axis: [1], momentum: 0.9, epsilon: 1e-3, beta_initializer: zero },
      },
    ];
    const config = { name: "m", layers, input_layers: [["in", 0, 0]], output_layers: [["n", 0, 0]] };
    const model = { model_config: { class_name: "Functional", config } };
    expect((await outputOf(model)).shape).toEqual([3, 4]);
  });

  it("of Keras 3: batch_shape, dtype policies, nested initialisers and regularisers; the draws are ours", async () => {
    expect(await outputOf(sequential3)).toEqual({
      shape: [3, 1],
      weights: ["a/kernel", "a/bias", "b/kernel", "b/bias"],
    });
    const [one, two] = [
      await buildModel({ ...rest, model: sequential3 }),
      await buildModel({ ...rest, model: sequential3 }),
    ];
    const valuesOf = (model: tf.LayersModel) => [...(model.weights[0]?.read().dataSync() ?? [])];
    expect(valuesOf(one)).toEqual(valuesOf(two));
    expect(new Set(valuesOf(one)).size).toBe(8); // 2 × 4 draws
    tf.tidy(() => one.apply(tf.ones([3, 2])) as tf.Tensor); // tfjs knows a chain's penalties once it was called
    const penalties = tf.tidy(() => one.calculateLosses().map((penalty) => penalty.dataSync()[0] ?? NaN));
    expect(penalties).toHaveLength(2); // .01 × the squares of both kernels
    const squares = valuesOf(one).reduce((sum, value) => sum + value * value, 0);
    expect(penalties[0]).toBeCloseTo(0.01 * squares, 5);
    one.dispose();
    two.dispose();
  });

  it("of Keras 3: a functional model whose branches are added, and one model in another", async () => {
    const layers = [
      { ...input3, name: "in", inbound_nodes: [] },
      { ...dense3("left", 4), name: "left", inbound_nodes: call("in") },
      { ...dense3("right", 4), name: "right", inbound_nodes: call("in") },
      {
        ...{ module: "keras.layers", class_name: "Add", name: "add" },
        ...{ config: { name: "add", dtype: policy }, inbound_nodes: call("left", "right") },
      },
    ];
    const config = { name: "f", layers, input_layers: [["in", 0, 0]], output_layers: ["add", 0, 0] };
    const functional = { class_name: "Functional", config };
    expect((await outputOf(functional)).shape).toEqual([3, 4]);
    const outer = {
      class_name: "Sequential",
      config: { name: "o", layers: [functional, dense3("last", 2)] },
    };
    expect((await outputOf(outer)).shape).toEqual([3, 2]);
  });

  it("draws orthogonal first weights for recurrent layers: columns of length 1, at right angles", async () => {
    const lstm = {
      class_name: "LSTM",
      config: { name: "l", units: 3, batch_input_shape: [null, 4, 2], return_sequences: false },
    };
    const model = { class_name: "Sequential", config: { name: "s", layers: [lstm, dense3("b", 1)] } };
    const built = await buildModel({ ...rest, model });
    const recurrent = built.weights.find(({ originalName }) => originalName === "l/recurrent_kernel");
    // [3, 12]: three orthonormal rows
    const w = [...(recurrent?.read().dataSync<"float32">() ?? [])];
    built.dispose();
    const row = (i: number) => w.slice(12 * i, 12 * (i + 1));
    const dot = (i: number, j: number) => row(i).reduce((sum, x, k) => sum + x * (row(j)[k] ?? NaN), 0);
    for (const i of [0, 1, 2]) for (const j of [0, 1, 2]) expect(dot(i, j)).toBeCloseTo(i === j ? 1 : 0, 5);
  });

  it.each([
    [
      "a layer that tfjs lacks",
      { ...sequential3, config: { layers: [input3, { ...dense3("q", 1), class_name: "EinsumDense" }] } },
      /layer q: expected one of tfjs' layers, got EinsumDense/,
    ],
    [
      "an activation that tfjs lacks",
      { ...sequential3, config: { layers: [input3, dense3("a", 1, { activation: "glu" })] } },
      /activation of a: expected one of tfjs', got glu/,
    ],
    [
      "groups, which tfjs would leave out in silence",
      { ...sequential3, config: { layers: [input3, dense3("a", 1, { groups: 2 })] } },
      /layer a: expected groups 1, got 2/,
    ],
    [
      "what is no model",
      { class_name: "Dense", config: {} },
      /expected a Sequential, Functional or Model, got Dense/,
    ],
    [
      "layers that are no list",
      { class_name: "Sequential", config: { layers: 3 } },
      /expected a list of objects as layers, got 3/,
    ],
  ])("refuses %s by name", async (_, model, message) => {
    await expect(buildModel({ ...rest, model })).rejects.toThrow(message);
  });
});

import * as tf from "@tensorflow/tfjs";
import { splitRng } from "../../../lib/math/rng";
import { type Recipe } from "../../../lib/doctor/recipe";

/** A model and data as tfjs' own examples have them, written anew. */
export interface OwnFit {
  readonly model: () => tf.LayersModel;
  readonly data: Required<Pick<Recipe, "train" | "validation">>;
  readonly fit: tf.ModelFitArgs;
}

/** Prices of houses from thirteen numbers: two layers of sigmoids and plain gradient steps. */
export function houses(rows = 200, epochs = 6): OwnFit {
  const part = (count: number, label: string) => {
    const rng = splitRng(3, label);
    const inputs = Array.from({ length: count }, () => Array.from({ length: 13 }, () => rng.normal()));
    return {
      inputs,
      targets: inputs.map(([a = 0, b = 0, c = 0]) => [22 + 6 * a - 3 * b + 2 * Math.tanh(c) + rng.normal()]),
    };
  };
  return {
    model: () => {
      const dense = (units: number, seed: number) =>
        tf.layers.dense({
          units,
          activation: "sigmoid",
          kernelInitializer: tf.initializers.leCunNormal({ seed }),
        });
      const first = tf.layers.dense({
        ...{ inputShape: [13], units: 50, activation: "sigmoid" },
        kernelInitializer: tf.initializers.leCunNormal({ seed: 1 }),
        kernelRegularizer: tf.regularizers.l2({ l2: 1e-4 }),
      });
      const output = tf.layers.dense({
        units: 1,
        kernelInitializer: tf.initializers.glorotUniform({ seed: 3 }),
      });
      const model = tf.sequential({ layers: [first, dense(50, 2), output] });
      model.compile({ optimizer: tf.train.sgd(0.01), loss: "meanSquaredError" });
      return model;
    },
    data: { train: part(rows, "train"), validation: part(Math.ceil(rows / 4), "validation") },
    fit: { epochs, batchSize: 40 },
  };
}

/** Digits that are bright rows of a picture: convolution, batch norm, pooling, dropout, Adam and classes. */
export function digits(rows = 60, epochs = 2, side = 8): OwnFit {
  const classes = 4;
  const part = (count: number, label: string) => {
    const rng = splitRng(4, label);
    const labels = Array.from({ length: count }, () => rng.integer(classes));
    const data = Float32Array.from(
      labels.flatMap((digit) =>
        Array.from(
          { length: side * side },
          (_, i) => (Math.floor(i / side / (side / classes)) === digit ? 1 : 0) + 0.4 * rng.normal(),
        ),
      ),
    );
    return {
      inputs: { data, shape: [count, side, side, 1] },
      targets: labels.map((digit) => Array.from({ length: classes }, (_, k) => (k === digit ? 1 : 0))),
    };
  };
  return {
    model: () => {
      const kernelInitializer = tf.initializers.varianceScaling({ seed: 5 });
      const model = tf.sequential({
        layers: [
          tf.layers.conv2d({
            inputShape: [side, side, 1],
            kernelSize: 3,
            filters: 8,
            activation: "relu",
            kernelInitializer,
          }),
          tf.layers.batchNormalization(),
          tf.layers.maxPooling2d({ poolSize: [2, 2] }),
          tf.layers.flatten(),
          tf.layers.dropout({ rate: 0.25 }),
          tf.layers.dense({ units: classes, activation: "softmax", kernelInitializer }),
        ],
      });
      model.compile({
        optimizer: tf.train.adam(0.01),
        loss: "categoricalCrossentropy",
        metrics: ["accuracy"],
      });
      return model;
    },
    data: { train: part(rows, "train"), validation: part(Math.ceil(rows / 4), "validation") },
    fit: { epochs, batchSize: 20 },
  };
}

/** Tensors of one part; the caller disposes them. */
export function tensorsOf({ inputs, targets }: OwnFit["data"]["train"]): { x: tf.Tensor; y: tf.Tensor } {
  const tensor = (rows: unknown): tf.Tensor => {
    if (Array.isArray(rows)) return tf.tensor2d(rows as number[][]);
    const { data, shape } = rows as { data: Float32Array; shape: number[] };
    return tf.tensor(data, shape);
  };
  return { x: tensor(inputs), y: tensor(targets) };
}

/** Fits a fresh model as its owner would; the caller disposes it. */
export async function fitted(
  { model: make, data, fit }: OwnFit,
  callbacksOf: (model: tf.LayersModel) => tf.CustomCallbackArgs | undefined,
): Promise<tf.LayersModel> {
  const model = make();
  const [train, validation] = [tensorsOf(data.train), tensorsOf(data.validation)];
  const callbacks = callbacksOf(model);
  await model.fit(train.x, train.y, {
    ...fit,
    validationData: [validation.x, validation.y],
    ...(callbacks === undefined ? {} : { callbacks }),
  });
  tf.dispose([train, validation]);
  return model;
}

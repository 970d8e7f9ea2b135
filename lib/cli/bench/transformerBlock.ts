import * as tf from "@tensorflow/tfjs";
import { adamWState, adamWUpdate, disposeAdamW } from "../../backend/adamW";
import { at } from "../../math/at";
import { splitRng } from "../../math/rng";
import { dense, gelu, layerNorm, type TensorWeights } from "../../model/layers";
import { mse } from "../../steps/losses";
import { type Training } from "./runner";
import { denseParameters, normParameters, sizeOf, type Parameter } from "../../model/parameters";

/** A pre-norm transformer block as a small backbone has it. */
const TOKENS = 64;
const WIDTH = 256;
const HEADS = 4;

const PARAMETERS: readonly Parameter[] = [
  ...normParameters("norm1", WIDTH),
  ...denseParameters("query", WIDTH, WIDTH),
  ...denseParameters("key", WIDTH, WIDTH),
  ...denseParameters("value", WIDTH, WIDTH),
  ...denseParameters("merge", WIDTH, WIDTH),
  ...normParameters("norm2", WIDTH),
  ...denseParameters("expand", WIDTH, 4 * WIDTH),
  ...denseParameters("contract", 4 * WIDTH, WIDTH),
];

/** [B, S, H] → [B, S, H]: x + attention(norm(x)), then x + mlp(norm(x)). */
function runBlock(weights: TensorWeights, x: tf.Tensor): tf.Tensor {
  const attended = tf.add(x, dense(weights, "merge", attention(weights, layerNorm(weights, "norm1", x))));
  const wide = gelu(dense(weights, "expand", layerNorm(weights, "norm2", attended))); // [B, S, 4H]
  return tf.add(attended, dense(weights, "contract", wide));
}

function attention(weights: TensorWeights, x: tf.Tensor): tf.Tensor {
  const [batch = 0] = x.shape;
  const heads = (name: string): tf.Tensor =>
    tf.transpose(dense(weights, name, x).reshape([batch, TOKENS, HEADS, WIDTH / HEADS]), [0, 2, 1, 3]); // [B, heads, S, d]
  const scores = tf.matMul(heads("query"), heads("key"), false, true).mul(1 / Math.sqrt(WIDTH / HEADS));
  const mixed = tf.matMul(tf.softmax(scores), heads("value")); // [B, heads, S, d]
  return mixed.transpose([0, 2, 1, 3]).reshape([batch, TOKENS, WIDTH]);
}

/**
 * A training run of one block on random tokens; call it on the backend it shall live on. The same numbers for the
 * same batch size on every backend.
 */
export function trainBlock(batchSize: number): Training {
  const rng = splitRng(1, "block");
  const normal = (shape: readonly number[], scale: number): tf.Tensor =>
    tf.tensor(
      Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => scale * rng.normal()),
      [...shape],
    );
  const first = ({ name, shape }: Parameter): tf.Tensor =>
    shape.length === 2
      ? normal(shape, 1 / Math.sqrt(at(shape, 0)))
      : tf.fill([...shape], name.startsWith("norm") && name.endsWith(".weight") ? 1 : 0);
  const variables = PARAMETERS.map((parameter) => tf.tidy(() => tf.variable(first(parameter))));
  const x = normal([batchSize, TOKENS, WIDTH], 1);
  const target = normal([batchSize, TOKENS, WIDTH], 1);
  const state = adamWState(variables);
  const lossOf = (...tensors: tf.Tensor[]): tf.Scalar => {
    const weights = Object.fromEntries(PARAMETERS.map(({ name }, i) => [name, at(tensors, i)]));
    return mse(runBlock(weights, x), target);
  };
  return {
    step: () =>
      tf.tidy(() => {
        const { value, grads } = tf.valueAndGrads(lossOf)(variables);
        adamWUpdate(variables, grads, state, { learningRate: 1e-3, clipNorm: 1 });
        return at(value.dataSync(), 0);
      }),
    dispose: () => {
      disposeAdamW(state);
      tf.dispose([...variables, x, target]);
    },
  };
}

/** Parameters of the block, for the table's heading. */
export const BLOCK_PARAMETERS = PARAMETERS.reduce((sum, parameter) => sum + sizeOf(parameter), 0);

import * as tf from "@tensorflow/tfjs";
import { adamWState, adamWUpdate, disposeAdamW } from "../../backend/adamW";
import { clipFactor, globalNorm } from "../../backend/gradientNorm";
import { at } from "../../math/at";
import { type OptimizerSettings } from "../recipe";

/** What one update did. */
export interface Updated {
  /** Global norm before clipping. */
  readonly gradientNorm: number;
  /** What the gradients were multiplied with. */
  readonly clipFactor: number;
}

/** Moves weights by gradients, both in the order of the weights it was made for. */
export interface Optimizer {
  /** `rates`: one learning rate for each weight. The gradients stay the caller's. */
  readonly update: (gradients: readonly tf.Tensor[], rates: readonly number[]) => Updated;
  readonly dispose: () => void;
}

/** PyTorch's α of RMSprop. */
const RMSPROP_DECAY = 0.99;

/**
 * The optimizer by name with PyTorch's arithmetic: weight decay is added to the gradient, for AdamW taken off the
 * weight; momentum b ← μ b + g, Nesterov g + μ b; RMSprop g / (√v + ε). The caller disposes it.
 */
export function recipeOptimizer(settings: OptimizerSettings, weights: readonly tf.Variable[]): Optimizer {
  const { name } = settings;
  switch (name) {
    case "adamw":
      return adam(settings, weights, { decoupled: settings.weightDecay ?? 0.01 });
    case "adam":
      return adam(settings, weights, { decoupled: 0 });
    case "sgd":
    case "momentum":
    case "rmsprop":
      return plain(settings, weights);
    default:
      throw new Error(`unknown optimizer: ${String(name satisfies never)}`);
  }
}

function adam(
  settings: OptimizerSettings,
  weights: readonly tf.Variable[],
  { decoupled }: { readonly decoupled: number },
): Optimizer {
  const state = adamWState(weights);
  const { epsilon = 1e-8 } = settings;
  return {
    update: (gradients, learningRate) => {
      const { clipped, ...result } = prepared(settings, weights, gradients);
      adamWUpdate(weights, clipped, state, { learningRate, epsilon, weightDecay: decoupled });
      tf.dispose(clipped);
      return result;
    },
    dispose: () => disposeAdamW(state),
  };
}

function plain(settings: OptimizerSettings, weights: readonly tf.Variable[]): Optimizer {
  const zeros = (): tf.Variable[] =>
    weights.map(({ shape }) => tf.tidy(() => tf.variable(tf.zeros(shape), false)));
  const momentum = settings.momentum ?? (settings.name === "momentum" ? 0.9 : 0);
  const squares = settings.name === "rmsprop" ? zeros() : [];
  const moved = momentum === 0 ? [] : zeros();
  return {
    update: (gradients, rates) => {
      const { clipped, ...result } = prepared(settings, weights, gradients);
      weights.forEach((weight, i) => {
        tf.tidy(() => {
          const scaled =
            squares.length === 0
              ? at(clipped, i)
              : byRootMeanSquare(at(clipped, i), at(squares, i), settings);
          const step =
            moved.length === 0 ? scaled : withMomentum(scaled, at(moved, i), { settings, momentum });
          weight.assign(tf.sub(weight, tf.mul(step, at(rates, i))));
        });
      });
      tf.dispose(clipped);
      return result;
    },
    dispose: () => tf.dispose([squares, moved]),
  };
}

function byRootMeanSquare(
  gradient: tf.Tensor,
  square: tf.Variable,
  { epsilon = 1e-8 }: OptimizerSettings,
): tf.Tensor {
  square.assign(tf.add(tf.mul(square, RMSPROP_DECAY), tf.mul(tf.square(gradient), 1 - RMSPROP_DECAY)));
  return tf.div(gradient, tf.add(tf.sqrt(square), epsilon));
}

function withMomentum(
  gradient: tf.Tensor,
  buffer: tf.Variable,
  { settings, momentum }: { readonly settings: OptimizerSettings; readonly momentum: number },
): tf.Tensor {
  buffer.assign(tf.add(tf.mul(buffer, momentum), gradient));
  return settings.nesterov === true ? tf.add(gradient, tf.mul(buffer, momentum)) : buffer;
}

/** Gradients clipped to the global norm, then with the coupled weight decay; the caller disposes them. */
function prepared(
  { name, clipNorm, weightDecay = 0 }: OptimizerSettings,
  weights: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
): Updated & { readonly clipped: tf.Tensor[] } {
  const gradientNorm = globalNorm(gradients);
  const factor = clipNorm === undefined ? 1 : clipFactor(gradientNorm, clipNorm);
  const coupled = name === "adamw" ? 0 : weightDecay;
  const clipped = tf.tidy(() =>
    gradients.map((gradient, i) => {
      const scaled = factor === 1 ? gradient.clone() : tf.mul(gradient, factor);
      return coupled === 0 ? scaled : tf.add(scaled, tf.mul(at(weights, i), coupled));
    }),
  );
  return { gradientNorm, clipFactor: factor, clipped };
}

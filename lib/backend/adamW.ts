import * as tf from "@tensorflow/tfjs";
import { wholePower } from "../math/wholePower";
import { adamWImplementation, clipFactor, globalNorm } from "./gradientNorm";

export interface AdamWOptions {
  /** Step size: one for all variables, or one for each in their order. */
  readonly learningRate: number | readonly number[];
  /** Decay of the first moment, default 0.9. */
  readonly beta1?: number;
  /** Decay of the second moment, default 0.999. */
  readonly beta2?: number;
  /** Added to √v̂, default 1e-8. */
  readonly epsilon?: number;
  /** Decoupled decay, default 0.01: every step first multiplies a variable by 1 − learningRate·weightDecay. */
  readonly weightDecay?: number;
  /** Gradients are scaled so that their global norm is at most this; default: not clipped. */
  readonly clipNorm?: number;
}

/** The moments of the variables and the number of updates made; dispose the moments with `disposeAdamW`. */
export interface AdamWState {
  step: number;
  readonly first: readonly tf.Variable[];
  readonly second: readonly tf.Variable[];
}

export interface AdamWResult {
  /** Global norm of the gradients before clipping. */
  readonly gradientNorm: number;
  /** What they were multiplied with. */
  readonly clipFactor: number;
}

/** Zero moments for these variables; the caller disposes them with `disposeAdamW`. */
export function adamWState(variables: readonly tf.Variable[]): AdamWState {
  const zeros = (): tf.Variable[] =>
    variables.map((variable) => tf.tidy(() => tf.variable(tf.zeros(variable.shape), false)));
  return { step: 0, first: zeros(), second: zeros() };
}

export function disposeAdamW(state: AdamWState): void {
  tf.dispose([...state.first, ...state.second]);
}

/**
 * One AdamW update with global gradient clipping, in place: w ← w(1 − lr·wd) − lr·m̂ / (√v̂ + epsilon).
 * The gradients stay the caller's. On the tuned WASM backend and on native TensorFlow one fused pass does it,
 * elsewhere plain tensor operations; native's differ in the last digits. With clipping a NaN gradient makes every variable NaN, as in PyTorch.
 * Source: Loshchilov and Hutter 2019, algorithm 2; clip factor min(1, clipNorm / (norm + 1e-6)).
 */
export function adamWUpdate(
  variables: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  state: AdamWState,
  options: AdamWOptions,
): AdamWResult {
  requireMatching(variables, gradients, state, options);
  const implementation = adamWImplementation();
  const gradientNorm = globalNorm(gradients);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01, learningRate } = options;
  const clip = options.clipNorm === undefined ? 1 : clipFactor(gradientNorm, options.clipNorm);
  state.step += 1;
  const correction1 = 1 - wholePower(beta1, state.step);
  const rootCorrection2 = Math.sqrt(1 - wholePower(beta2, state.step));
  const slots = variables.map((variable, i) => {
    const lr = typeof learningRate === "number" ? learningRate : (learningRate[i] as number);
    return {
      variable,
      gradient: gradients[i] as tf.Tensor,
      first: state.first[i] as tf.Variable,
      second: state.second[i] as tf.Variable,
      decay: 1 - lr * weightDecay,
      rate: lr / correction1,
    };
  });
  implementation.update(slots, { clip, beta1, beta2, rootCorrection2, epsilon });
  return { gradientNorm, clipFactor: clip };
}

function requireMatching(
  variables: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  state: AdamWState,
  { learningRate }: AdamWOptions,
): void {
  const rates = typeof learningRate === "number" ? variables.length : learningRate.length;
  for (const [what, count] of [
    ["gradients", gradients.length],
    ["moments", state.first.length],
    ["learning rates", rates],
  ] as const) {
    if (count !== variables.length) {
      throw new Error(
        `adamW: expected ${variables.length} ${what}, one for each variable, got ${count}; pass them in the same order`,
      );
    }
  }
  variables.forEach((variable, i) => {
    const shape = (gradients[i] as tf.Tensor).shape;
    if (!tf.util.arraysEqual(shape, variable.shape)) {
      throw new Error(
        `adamW: expected a gradient of shape [${variable.shape.join(", ")}] for ${variable.name}, got [${shape.join(", ")}]; pass them in the same order`,
      );
    }
  });
}

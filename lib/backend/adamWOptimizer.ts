import * as tf from "@tensorflow/tfjs";
import type { Optimizer } from "@tensorflow/tfjs-core/dist/optimizers/optimizer";
import { adamWState, adamWUpdate, disposeAdamW, type AdamWOptions, type AdamWState } from "./adamW";

/** AdamW's settings with one learning rate for all variables. */
export interface AdamWOptimizerOptions extends Omit<AdamWOptions, "learningRate"> {
  readonly learningRate: number;
}

/**
 * AdamW with global clipping for code that takes a tfjs optimizer (`minimize`, `model.compile`). The
 * variables of the first update are those of every later one; dispose it to free the moments.
 */
export function adamWOptimizer(options: AdamWOptimizerOptions): Optimizer {
  return new AdamWOptimizer(options);
}

class AdamWOptimizer extends tf.Optimizer {
  /** Name that tfjs writes into a saved model. */
  static readonly className = "AdamW";
  private state: AdamWState | undefined;
  private names: readonly string[] = [];

  constructor(private readonly options: AdamWOptimizerOptions) {
    super();
  }

  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    const named = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor] as const)
      : Object.entries(gradients);
    const variables = named.map(([name]) => tf.engine().registeredVariables[name] as tf.Variable);
    if (this.state === undefined) {
      this.state = adamWState(variables);
      this.names = variables.map(({ name }) => name);
    }
    this.requireSameVariables(variables);
    adamWUpdate(
      variables,
      named.map(([, tensor]) => tensor),
      this.state,
      this.options,
    );
    this.incrementIterations();
  }

  private requireSameVariables(variables: readonly tf.Variable[]): void {
    const names = variables.map(({ name }) => name);
    if (String(names) === String(this.names)) return;
    throw new Error(
      `AdamW: expected gradients of ${this.names.join(", ")}, got ${names.join(", ")}; use one optimizer per set of variables`,
    );
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...this.options };
  }

  override dispose(): void {
    if (this.state !== undefined) disposeAdamW(this.state);
    this.state = undefined;
    super.dispose();
  }
}

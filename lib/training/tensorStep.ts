import * as tf from "@tensorflow/tfjs";
import { at } from "../math/at";
import { checkWeights, type Parameter, type Weights } from "../model/parameters";
import { type TensorWeights } from "../model/layers";
import { lossOf } from "./losses";
import { adamW, clipFactor, sgd } from "./optimizers";
import { type StepModel } from "./stepModel";
import {
  type Batch,
  type ForwardResult,
  type Rates,
  type StepInput,
  type StepOptions,
  type StepState,
  type TrainStep,
  type UpdateEvidence,
  type UpdateResult,
} from "./trainStep";

/**
 * The readable training step: tfjs differentiates the model, one tensor per parameter is replaced at each
 * update. Runs every model on every backend; faster steps are held equal to it.
 */
export function createTensorStep(model: StepModel, options: StepOptions, weights: Weights): TrainStep {
  return new TensorStep(model, options, weights);
}

class TensorStep implements TrainStep {
  readonly parameters: readonly Parameter[];
  private weights: tf.Tensor[];
  private first: tf.Tensor[] = [];
  private second: tf.Tensor[] = [];
  /** Gradient of the last forward, then the sum over micro-batches. */
  private fresh: tf.Tensor[] = [];
  private pending: tf.Tensor[] = [];
  private updates = 0;
  private measuring = false;
  private measured: UpdateEvidence[] = [];

  constructor(
    private readonly model: StepModel,
    private readonly options: StepOptions,
    weights: Weights,
  ) {
    this.parameters = model.parameters;
    checkWeights("training step", this.parameters, weights);
    this.weights = this.tensors(weights);
    if (options.optimizer === "adamw") {
      this.first = this.weights.map((w) => tf.zerosLike(w));
      this.second = this.weights.map((w) => tf.zerosLike(w));
    }
  }

  forward({ size, input, target, masks }: Batch): ForwardResult {
    tf.dispose(this.fresh);
    let prediction = new Float32Array();
    const { value, grads } = tf.tidy(() => {
      const wanted = tf.tensor2d(target, [size, target.length / size]); // [B, 90]
      const maskTensors = Object.fromEntries(
        Object.entries(masks).map(([site, mask]) => [site, tf.tensor2d(mask, [size, mask.length / size])]),
      );
      const lossOfWeights = (...weights: tf.Tensor[]): tf.Scalar => {
        const { trajectory } = this.model.run(this.named(weights), size, input, maskTensors);
        const output = tf.reshape(trajectory, wanted.shape); // [B, 90]
        prediction = output.dataSync<"float32">().slice();
        return lossOf(this.options, output, wanted);
      };
      return tf.valueAndGrads(lossOfWeights)(this.weights);
    });
    this.fresh = grads;
    const loss = at(value.dataSync(), 0);
    value.dispose();
    return { loss, prediction };
  }

  backward(scale: number): void {
    if (this.fresh.length === 0)
      throw new Error("backward: expected a forward before it, got none; call forward");
    const summed = tf.tidy(() =>
      this.fresh.map((gradient, i) => {
        const scaled = tf.mul(gradient, scale);
        const before = this.pending[i];
        return before === undefined ? scaled : tf.add(before, scaled);
      }),
    );
    tf.dispose([this.fresh, this.pending]);
    this.fresh = [];
    this.pending = summed;
  }

  update(rates: Rates): UpdateResult {
    if (this.pending.length === 0) {
      throw new Error("update: expected a gradient, got none; call forward and backward first");
    }
    const norms = this.pending.map(norm);
    const gradientNorm = Math.hypot(...norms);
    const factor = clipFactor(gradientNorm, this.options.clipNorm);
    const old = this.weights;
    this.updates++;
    this.step(rates, factor);
    if (this.measuring) this.measured = this.measure(old, norms);
    this.measuring = false;
    tf.dispose([old, this.pending]);
    this.pending = [];
    return { gradientNorm, clipFactor: factor };
  }

  /** Replaces weights (and moments) by their next values; the old weights stay for measuring. */
  private step(rates: Rates, factor: number): void {
    const { optimizer, weightDecay } = this.options;
    const oldMoments = [this.first, this.second];
    const next = tf.tidy(() =>
      this.weights.map((weight, i) => {
        const gradient = factor === 1 ? at(this.pending, i) : tf.mul(at(this.pending, i), factor);
        const learningRate = rates[at(this.parameters, i).group];
        const size = { learningRate, weightDecay, t: this.updates };
        if (optimizer === "sgd") return { weight: sgd(weight, gradient, size) };
        return { ...adamW({ weight, first: at(this.first, i), second: at(this.second, i) }, gradient, size) };
      }),
    );
    this.weights = next.map(({ weight }) => weight);
    if (optimizer === "sgd") return;
    this.first = next.flatMap((state) => ("first" in state ? [state.first] : []));
    this.second = next.flatMap((state) => ("second" in state ? [state.second] : []));
    tf.dispose(oldMoments);
  }

  measureNextUpdate(): void {
    this.measuring = true;
  }

  evidence(): readonly UpdateEvidence[] {
    return this.measured;
  }

  private measure(old: readonly tf.Tensor[], norms: readonly number[]): UpdateEvidence[] {
    return this.parameters.map(({ name }, i) => ({
      name,
      gradientNorm: at(norms, i),
      weightNorm: norm(at(old, i)),
      updateNorm: tf.tidy(() => norm(tf.sub(at(this.weights, i), at(old, i)))),
    }));
  }

  predict(size: number, input: StepInput): Float32Array {
    return tf.tidy(() =>
      this.model.run(this.named(this.weights), size, input, {}).trajectory.dataSync<"float32">().slice(),
    );
  }

  activations(size: number, input: StepInput): Readonly<Record<string, Float32Array>> {
    return tf.tidy(() => {
      const { activations } = this.model.run(this.named(this.weights), size, input, {});
      return Object.fromEntries(
        Object.entries(activations).map(([stage, x]) => [stage, x.dataSync<"float32">().slice()]),
      );
    });
  }

  save(): StepState {
    return {
      weights: this.copies(this.weights),
      first: this.copies(this.first),
      second: this.copies(this.second),
      updates: this.updates,
    };
  }

  load({ weights, first, second, updates }: StepState): void {
    checkWeights("state", this.parameters, weights);
    if (this.options.optimizer === "adamw") {
      checkWeights("state: first moment", this.parameters, first);
      checkWeights("state: second moment", this.parameters, second);
    }
    this.dispose();
    this.weights = this.tensors(weights);
    if (this.options.optimizer === "adamw") {
      this.first = this.tensors(first);
      this.second = this.tensors(second);
    }
    this.updates = updates;
  }

  dispose(): void {
    tf.dispose([this.weights, this.first, this.second, this.fresh, this.pending]);
    this.weights = this.first = this.second = this.fresh = this.pending = [];
  }

  private named(tensors: readonly tf.Tensor[]): TensorWeights {
    return Object.fromEntries(this.parameters.map(({ name }, i) => [name, at(tensors, i)]));
  }

  private tensors(weights: Weights): tf.Tensor[] {
    return this.parameters.map(({ name, shape }) => tf.tensor(weights[name] ?? [], [...shape]));
  }

  private copies(tensors: readonly tf.Tensor[]): Weights {
    return Object.fromEntries(
      tensors.map((tensor, i) => [at(this.parameters, i).name, tensor.dataSync<"float32">().slice()]),
    );
  }
}

/** L2 norm; the sum is the backend's, in float32. */
function norm(tensor: tf.Tensor): number {
  return tf.tidy(() => Math.sqrt(at(tf.sum(tf.square(tensor)).dataSync(), 0)));
}

import * as tf from "@tensorflow/tfjs";
import { adamWState, adamWUpdate, disposeAdamW, type AdamWState } from "../backend/adamW";
import { clipFactor, globalNorm } from "../backend/gradientNorm";
import { at } from "../math/at";
import { checkWeights, type Parameter, type Weights } from "../model/parameters";
import { type TensorWeights } from "../model/layers";
import { lossOf } from "./losses";
import { ADAM, sgd } from "./optimizers";
import { inputRows } from "./stepInput";
import { type StepModel } from "./stepModel";
import type * as Step from "./trainStep";

/**
 * The readable training step: tfjs differentiates the model, one variable per parameter is written at each
 * update. Runs every model on every backend; faster steps are held equal to it.
 */
export function createTensorStep(
  model: StepModel,
  options: Step.StepOptions,
  weights: Weights,
): Step.TrainStep {
  return new TensorStep(model, options, weights);
}

/** Rows that evaluation sends through at once. */
const EVALUATED_ROWS = 64;

class TensorStep implements Step.TrainStep {
  readonly parameters: readonly Parameter[];
  private weights: tf.Variable[];
  private moments: AdamWState;
  /** Gradient of the last forward, then the sum over micro-batches. */
  private fresh: tf.Tensor[] = [];
  private pending: tf.Tensor[] = [];
  private measuring = false;
  private measured: Step.UpdateEvidence[] = [];

  constructor(
    private readonly model: StepModel,
    private readonly options: Step.StepOptions,
    weights: Weights,
  ) {
    this.parameters = model.parameters;
    checkWeights("training step", this.parameters, weights);
    this.weights = this.variables(weights);
    this.moments = adamWState(options.optimizer === "adamw" ? this.weights : []);
  }

  forward({ size, input, target, masks }: Step.Batch): Step.ForwardResult {
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
        const scaled = scale === 1 ? gradient.clone() : tf.mul(gradient, scale);
        const before = this.pending[i];
        return before === undefined ? scaled : tf.add(before, scaled);
      }),
    );
    tf.dispose([this.fresh, this.pending]);
    this.fresh = [];
    this.pending = summed;
  }

  update(rates: Step.Rates): Step.UpdateResult {
    if (this.pending.length === 0) {
      throw new Error("update: expected a gradient, got none; call forward and backward first");
    }
    const before = this.measuring ? this.weights.map((weight) => weight.clone()) : [];
    const result = this.options.optimizer === "sgd" ? this.stepSgd(rates) : this.stepAdamW(rates);
    if (this.measuring) this.measured = this.measure(before);
    this.measuring = false;
    tf.dispose([before, this.pending]);
    this.pending = [];
    return result;
  }

  private stepAdamW(rates: Step.Rates): Step.UpdateResult {
    const { weightDecay, clipNorm } = this.options;
    const learningRate = this.parameters.map(({ group }) => rates[group]);
    const options = { ...ADAM, learningRate, weightDecay, clipNorm };
    return adamWUpdate(this.weights, this.pending, this.moments, options);
  }

  private stepSgd(rates: Step.Rates): Step.UpdateResult {
    const { weightDecay, clipNorm } = this.options;
    const gradientNorm = globalNorm(this.pending);
    const factor = clipFactor(gradientNorm, clipNorm);
    this.moments.step++;
    this.weights.forEach((weight, i) => {
      const learningRate = rates[at(this.parameters, i).group];
      tf.tidy(() => {
        weight.assign(sgd(weight, tf.mul(at(this.pending, i), factor), { learningRate, weightDecay }));
      });
    });
    return { gradientNorm, clipFactor: factor };
  }

  measureNextUpdate(): void {
    this.measuring = true;
  }

  evidence(): readonly Step.UpdateEvidence[] {
    return this.measured;
  }

  private measure(old: readonly tf.Tensor[]): Step.UpdateEvidence[] {
    return this.parameters.map(({ name }, i) => ({
      name,
      gradientNorm: globalNorm([at(this.pending, i)]),
      weightNorm: globalNorm([at(old, i)]),
      updateNorm: tf.tidy(() => globalNorm([tf.sub(at(this.weights, i), at(old, i))])),
    }));
  }

  predict(size: number, input: Step.StepInput): Float32Array {
    return this.inside(size, input).activations["output"] ?? new Float32Array();
  }

  /** In pieces, so that evaluating a whole set takes little memory however large it is. */
  inside(size: number, input: Step.StepInput): Step.Inside {
    const inside = { activations: {}, beforeGelu: {} };
    for (let first = 0; first < size; first += EVALUATED_ROWS) {
      const count = Math.min(EVALUATED_ROWS, size - first);
      tf.tidy(() => {
        const rows = inputRows(input, size, [first, first + count]);
        const output = this.model.run(this.named(this.weights), count, rows, {});
        copyRows(inside.activations, output.activations, { size, first, count });
        copyRows(inside.beforeGelu, output.beforeGelu, { size, first, count });
      });
    }
    return inside;
  }

  gradients(): Weights {
    if (this.pending.length === 0) {
      throw new Error("gradients: expected some pending, got none; call forward and backward first");
    }
    return this.copies(this.pending);
  }

  save(): Step.StepState {
    return {
      weights: this.copies(this.weights),
      first: this.copies(this.moments.first),
      second: this.copies(this.moments.second),
      updates: this.moments.step,
    };
  }

  load({ weights, first, second, updates }: Step.StepState): void {
    checkWeights("state", this.parameters, weights);
    if (this.options.optimizer === "adamw") {
      checkWeights("state: first moment", this.parameters, first);
      checkWeights("state: second moment", this.parameters, second);
    }
    this.dispose();
    this.weights = this.variables(weights);
    const adamW = this.options.optimizer === "adamw";
    this.moments = adamW
      ? { step: updates, first: this.variables(first), second: this.variables(second) }
      : { step: updates, first: [], second: [] };
  }

  dispose(): void {
    disposeAdamW(this.moments);
    tf.dispose([this.weights, this.fresh, this.pending]);
    this.weights = [];
    this.fresh = this.pending = [];
  }

  private named(tensors: readonly tf.Tensor[]): TensorWeights {
    return Object.fromEntries(this.parameters.map(({ name }, i) => [name, at(tensors, i)]));
  }

  private variables(values: Weights): tf.Variable[] {
    return this.parameters.map(({ name, shape }) =>
      tf.tidy(() => tf.variable(tf.tensor(values[name] ?? [], [...shape]))),
    );
  }

  private copies(tensors: readonly tf.Tensor[]): Weights {
    return Object.fromEntries(
      tensors.map((tensor, i) => [at(this.parameters, i).name, tensor.dataSync<"float32">().slice()]),
    );
  }
}

/** Copies each tensor's `count` rows into the tables of `size` rows, from row `first` on. */
function copyRows(
  tables: Record<string, Float32Array>,
  tensors: Readonly<Record<string, tf.Tensor>>,
  { size, first, count }: { readonly size: number; readonly first: number; readonly count: number },
): void {
  for (const [name, x] of Object.entries(tensors)) {
    const width = x.size / count;
    (tables[name] ??= new Float32Array(size * width)).set(x.dataSync<"float32">(), first * width);
  }
}

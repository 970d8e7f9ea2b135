import * as tf from "@tensorflow/tfjs";
import { COORDINATES } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { wholePower } from "../../math/wholePower";
import { inputWidth } from "../../model/teacher";
import { checkWeights, sizeOf, type Parameter, type Weights } from "../../model/parameters";
import { ADAM, clipFactor } from "../optimizers";
import { featureRows } from "../stepInput";
import type * as Step from "../trainStep";
import { forwardFeeds } from "./forwardFeeds";
import { headGraph, type HeadGraph } from "./headGraph";
import { keptGradients } from "./keptGradients";
import { numbersOf, scalarOf, tensorOf, type Tensors } from "./namedTensors";
import { startSession, type Session } from "./session";
import { PARTS } from "./stateGraph";

/**
 * The training step of the head behind a frozen backbone as one graph of native TensorFlow, which must be the current
 * backend: `createTensorStep`'s numbers within float32 rounding. Weights and moments live in the graph's variables.
 */
export function createGraphStep(options: Step.StepOptions, weights: Weights): Step.TrainStep {
  if (options.optimizer !== "adamw") {
    throw new Error(`graph step: expected optimizer adamw, got ${options.optimizer}; use createTensorStep`);
  }
  return new GraphStep(options, weights);
}

/** Below this the scale is multiplied into the weights, so that neither runs out of float32's range. */
const LEAST_SCALE = 0.5;

class GraphStep implements Step.TrainStep {
  readonly parameters: readonly Parameter[];
  private readonly head: HeadGraph;
  private readonly session: Session;
  /**
   * The true weights are scale × the stored ones. Decay multiplies all weights by the same number, so it is one number
   * here and no pass over the weights there.
   */
  private scale = 1;
  private updates = 0;
  /** Rows of the last forward, and of all that went backward since the last update, by node. */
  private fresh: Tensors = {};
  private kept: Record<string, tf.Tensor[]> = {};
  private measuring = false;
  private measured: readonly Step.UpdateEvidence[] = [];

  constructor(
    private readonly options: Step.StepOptions,
    weights: Weights,
  ) {
    this.head = headGraph(options);
    this.parameters = this.head.parameters;
    checkWeights("training step", this.parameters, weights);
    this.session = startSession(this.head.graph);
    const zeros = Object.fromEntries(
      this.parameters.map((parameter) => [parameter.name, new Float32Array(sizeOf(parameter))]),
    );
    this.write({ weights, first: zeros, second: zeros, updates: 0 });
  }

  forward({ size, input, target, masks }: Step.Batch): Step.ForwardResult {
    if (target.length !== size * COORDINATES) {
      throw new Error(
        `target: expected ${size * COORDINATES} numbers, got ${target.length}; give [B, ${COORDINATES}]`,
      );
    }
    const feeds = {
      ...this.inputs({ size, input, masks }),
      target: tf.tensor2d(target, [size, COORDINATES]),
    };
    const output = at(this.head.stages, this.head.stages.length - 1).node;
    const rows = this.head.rows.flatMap(({ x, slope }) => [x, slope]);
    const results = this.run(feeds, ["loss", output, ...rows]);
    tf.dispose(this.fresh);
    this.fresh = Object.fromEntries(rows.map((node) => [node, tensorOf(results, node)]));
    const loss = scalarOf(results, "loss");
    return { loss, prediction: numbersOf(results, output) };
  }

  backward(scale: number): void {
    if (Object.keys(this.fresh).length === 0) {
      throw new Error("backward: expected a forward before it, got none; call forward");
    }
    for (const { x, slope } of this.head.rows) {
      (this.kept[x] ??= []).push(tensorOf(this.fresh, x));
      const slopes = tensorOf(this.fresh, slope);
      (this.kept[slope] ??= []).push(scale === 1 ? slopes : tf.mul(slopes, scale));
      if (scale !== 1) slopes.dispose();
    }
    this.fresh = {};
  }

  update(rates: Step.Rates): Step.UpdateResult {
    if (Object.keys(this.kept).length === 0) {
      throw new Error("update: expected a gradient, got none; call forward and backward first");
    }
    const decay = this.decayAt(rates.head);
    const before = this.measuring ? this.trueWeights() : {};
    const { rate, epsilon } = this.advance(rates.head, decay);
    const feeds = { ...this.allRows(), rate: tf.scalar(rate), epsilon: tf.scalar(epsilon) };
    const own = this.parameters.map(({ name }) => `gradientNorm.${name}`);
    const results = this.run(feeds, ["gradientNorm", ...(this.measuring ? own : [])]);
    const gradientNorm = scalarOf(results, "gradientNorm");
    if (this.measuring) this.measure(before, results);
    this.measuring = false;
    return { gradientNorm, clipFactor: clipFactor(gradientNorm, this.options.clipNorm) };
  }

  /** What an update first multiplies all weights with; 0 or less cannot be taken back out of the scale. */
  private decayAt(learningRate: number): number {
    const share = learningRate * this.options.weightDecay;
    if (share < 1) return 1 - share;
    throw new Error(
      `graph step: expected learning rate × weight decay below 1, got ${share}; lower one of them`,
    );
  }

  /** Counts the update, decays by the scale, and gives what Adam's kernel wants for the stored weights. */
  private advance(learningRate: number, decay: number): { readonly rate: number; readonly epsilon: number } {
    if (this.scale * decay < LEAST_SCALE) this.fold();
    this.scale *= decay;
    this.updates++;
    const root = Math.sqrt(1 - wholePower(ADAM.beta2, this.updates));
    const rate = (learningRate * root) / ((1 - wholePower(ADAM.beta1, this.updates)) * this.scale);
    return { rate, epsilon: ADAM.epsilon * root };
  }

  /** Multiplies the scale into the stored weights. */
  private fold(): void {
    tf.dispose(this.run({ scale: tf.scalar(this.scale) }, ["folded"]));
    this.scale = 1;
  }

  /** The rows of all micro-batches, one under the other; they are the caller's. */
  private allRows(): Tensors {
    const rows = Object.entries(this.kept).map(([node, parts]) => {
      if (parts.length === 1) return [node, at(parts, 0)] as const;
      const all = tf.concat(parts, 0);
      tf.dispose(parts);
      return [node, all] as const;
    });
    this.kept = {};
    return Object.fromEntries(rows);
  }

  measureNextUpdate(): void {
    this.measuring = true;
  }

  evidence(): readonly Step.UpdateEvidence[] {
    return this.measured;
  }

  /** Weights before the update and its results are disposed here. */
  private measure(before: Tensors, results: Tensors): void {
    const names = this.parameters.map(({ name }) => name);
    const feeds = Object.fromEntries(names.map((name) => [`before.${name}`, tensorOf(before, name)]));
    const fetches = names.flatMap((name) => [`weightNorm.${name}`, `updateNorm.${name}`]);
    const norms = this.run({ ...feeds, scale: tf.scalar(this.scale) }, fetches);
    this.measured = names.map((name) => ({
      name,
      gradientNorm: scalarOf(results, `gradientNorm.${name}`),
      weightNorm: scalarOf(norms, `weightNorm.${name}`),
      updateNorm: scalarOf(norms, `updateNorm.${name}`),
    }));
  }

  /** The weights as tensors of their own, by parameter; the caller disposes them. */
  private trueWeights(): Tensors {
    const results = this.run(
      { scale: tf.scalar(this.scale) },
      this.parameters.map(({ name }) => `save.weights.${name}`),
    );
    return Object.fromEntries(
      this.parameters.map(({ name }) => [name, tensorOf(results, `save.weights.${name}`)]),
    );
  }

  predict(size: number, input: Step.StepInput): Float32Array {
    return this.inside(size, input).activations["output"] ?? new Float32Array();
  }

  inside(size: number, input: Step.StepInput): Step.Inside {
    const { stages, gelus } = this.head;
    const results = this.run(
      this.inputs({ size, input, masks: {} }),
      [...stages, ...gelus].map(({ node }) => node),
    );
    const values = (nodes: HeadGraph["stages"]): Record<string, Float32Array> =>
      Object.fromEntries(nodes.map(({ name, node }) => [name, numbersOf(results, node)]));
    const pooled = featureRows("graph step", input, size, inputWidth(this.options)).slice();
    return { activations: { pooled, ...values(stages) }, beforeGelu: values(gelus) };
  }

  gradients(): Weights {
    if (Object.keys(this.kept).length === 0) {
      throw new Error("gradients: expected some pending, got none; call forward and backward first");
    }
    return keptGradients(this.head.rows, this.kept);
  }

  /** Folds the scale in first, so that this step and one that loads the state go on alike, bit for bit. */
  save(): Step.StepState {
    this.fold();
    const nodes = PARTS.flatMap((part) => this.parameters.map(({ name }) => `save.${part}.${name}`));
    const results = this.run({ scale: tf.scalar(this.scale) }, nodes);
    const read = (part: (typeof PARTS)[number]): Weights =>
      Object.fromEntries(
        this.parameters.map(({ name }) => [name, numbersOf(results, `save.${part}.${name}`)]),
      );
    return {
      weights: read("weights"),
      first: read("first"),
      second: read("second"),
      updates: this.updates,
    };
  }

  load(state: Step.StepState): void {
    checkWeights("state", this.parameters, state.weights);
    checkWeights("state: first moment", this.parameters, state.first);
    checkWeights("state: second moment", this.parameters, state.second);
    this.forget();
    this.write(state);
  }

  private write(state: Step.StepState): void {
    const feeds = PARTS.flatMap((part) =>
      this.parameters.map(({ name, shape }) => {
        const values = state[part][name] ?? [];
        return [`load.${part}.${name}`, tf.tensor(values, [...shape])] as const;
      }),
    );
    tf.dispose(this.run(Object.fromEntries<tf.Tensor>(feeds), ["loaded"]));
    this.scale = 1;
    this.updates = state.updates;
  }

  dispose(): void {
    this.forget();
    this.session.dispose();
  }

  /** Drops forwards and gradients that no update has used. */
  private forget(): void {
    tf.dispose([this.fresh, this.kept]);
    this.fresh = {};
    this.kept = {};
  }

  /** Runs the graph; what is fed is disposed, what comes back is the caller's. */
  private run(feeds: Tensors, fetches: readonly string[]): Tensors {
    try {
      const results = this.session.run(feeds, fetches);
      return Object.fromEntries(fetches.map((node, i) => [node, at(results, i)]));
    } finally {
      tf.dispose(feeds);
    }
  }

  private inputs(batch: Pick<Step.Batch, "size" | "input" | "masks">): Tensors {
    const fed = forwardFeeds(batch, inputWidth(this.options), this.head.sites);
    return { ...fed, scale: tf.scalar(this.scale) };
  }
}

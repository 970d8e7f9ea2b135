import { COORDINATES } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { wholePower } from "../../math/wholePower";
import { checkWeights, type Parameter, type Weights } from "../../model/parameters";
import { inputWidth, teacherParameters } from "../../model/teacher";
import { ADAM, clipFactor } from "../optimizers";
import { featureRows } from "../stepInput";
import type * as Step from "../trainStep";
import { startEngine, type Engine, type EngineOptions } from "./engine";
import { evaluationTables, insideOf } from "./evaluation";
import { readGradients } from "./gradients";
import { headLayers, type HeadLayer } from "./headLayers";
import { moveTo } from "./moveTo";
import { readParameters, writeParameters } from "./panels";
import {
  applyUpdate,
  gradientNorms,
  measureUpdate,
  NONE,
  passBackward,
  passForward,
  type BlockGradient,
  type Parity,
  type Pending,
} from "./passes";
import { readRows, writeRows } from "./rows";
import { lossTerms, type LossTerms } from "./trajectoryLoss";

export interface DenseStepOptions extends EngineOptions {
  /** Rows there is room for at first: micro-batch × accumulation, at least 64. More make it grow. */
  readonly rows?: number;
}

/**
 * The training step of the head behind a frozen backbone at the speed of memory: gradients of weights are
 * never stored (their norm comes from Gram matrices), AdamW and the next forward pass share one read of the
 * weights, and every core helps. From the same state and batches it gives the same bits with any number of
 * threads, and `createTensorStep`'s numbers within float32 rounding.
 */
export function createDenseStep(
  options: Step.StepOptions,
  weights: Weights,
  engine: DenseStepOptions = {},
): Step.TrainStep {
  if (options.optimizer !== "adamw") {
    throw new Error(`dense step: expected optimizer adamw, got ${options.optimizer}; use createTensorStep`);
  }
  return new DenseStep(options, weights, engine);
}

/** Rows that evaluation sends through at once, so room for them is needed anyway. */
const LEAST_ROWS = 64;

/** A learning rate of 0 still divides; this one moves no weight. */
const SMALLEST_STEP = 1e-30;

class DenseStep implements Step.TrainStep {
  readonly parameters: readonly Parameter[];
  private readonly layers: readonly HeadLayer[];
  private readonly loss: LossTerms;
  private engine: Engine;
  /** The generation of rows that gathers; the other one holds the pending update's. */
  private parity: Parity = 0;
  /** Rows gathered since the last update, and those of a forward still without its backward. */
  private kept = 0;
  private fresh = 0;
  /** Slope of the last forward's mean loss by each output. */
  private slopes = new Float32Array();
  private pending: Pending = NONE;
  private updates = 0;
  private measuring = false;
  private measured: readonly Step.UpdateEvidence[] = [];

  constructor(
    private readonly options: Step.StepOptions,
    weights: Weights,
    private readonly engineOptions: DenseStepOptions,
  ) {
    this.parameters = teacherParameters(options);
    checkWeights("training step", this.parameters, weights);
    this.layers = headLayers(options, COORDINATES);
    this.loss = lossTerms(options);
    this.engine = startEngine(this.layers, Math.max(LEAST_ROWS, engineOptions.rows ?? 0), engineOptions);
    writeParameters(this.engine, "weights", weights);
  }

  forward({ size, input, target, masks }: Step.Batch): Step.ForwardResult {
    this.makeRoom(this.kept + size);
    this.writeInput(input, size, { parity: this.parity, start: this.kept });
    const masked = Object.keys(masks).length > 0;
    for (const { layer, mask } of this.engine.layout.layers) {
      const values = layer.site === undefined ? undefined : masks[layer.site];
      if (layer.site === undefined || !masked) continue;
      if (values?.length !== size * layer.outputs) {
        throw new Error(
          `dropout mask ${layer.site}: expected ${size} × ${layer.outputs} numbers, got ${values?.length ?? "none"}; use dropoutMasks`,
        );
      }
      writeRows(this.engine, mask, values, layer.outputs);
    }
    const passing = { parity: this.parity, start: this.kept, rows: size, masked };
    passForward(this.engine, passing, this.pending);
    this.pending = NONE;
    this.fresh = size;
    const prediction = readRows(this.engine, this.engine.layout.output, size, COORDINATES);
    return { loss: this.judge(prediction, target), prediction };
  }

  /** The mean loss; keeps its slopes for `backward`. */
  private judge(prediction: Float32Array, target: Float32Array): number {
    if (target.length !== prediction.length) {
      throw new Error(
        `target: expected ${prediction.length} numbers, got ${target.length}; give [B, ${COORDINATES}]`,
      );
    }
    let sum = 0;
    this.slopes = new Float32Array(target.length);
    for (let i = 0; i < target.length; i++) {
      const residual = at(prediction, i) - at(target, i);
      sum += this.loss.value(residual);
      this.slopes[i] = this.loss.slope(residual) / target.length;
    }
    return sum / target.length;
  }

  backward(scale: number): void {
    if (this.fresh === 0) throw new Error("backward: expected a forward before it, got none; call forward");
    const passing = { parity: this.parity, start: this.kept, rows: this.fresh, masked: true };
    const { delta, stride } = at(this.engine.layout.layers, this.layers.length - 1);
    const scaled = scale === 1 ? this.slopes : this.slopes.map((slope) => slope * scale);
    writeRows(this.engine, delta[this.parity] + this.kept * stride, scaled, COORDINATES);
    passBackward(this.engine, passing);
    this.kept += this.fresh;
    this.fresh = 0;
  }

  update(rates: Step.Rates): Step.UpdateResult {
    if (this.kept === 0) {
      throw new Error("update: expected a gradient, got none; call forward and backward first");
    }
    this.pending = { parity: this.parity, rows: this.kept };
    const gradients = gradientNorms(this.engine, this.pending);
    const gradientNorm = Math.sqrt(gradients.reduce((sum, { weights, biases }) => sum + weights + biases, 0));
    const factor = clipFactor(gradientNorm, this.options.clipNorm);
    this.updates++;
    this.engine.floats.set(this.constants(rates.head, factor), this.engine.layout.constants / 4);
    this.parity = this.parity === 0 ? 1 : 0;
    this.kept = 0;
    this.fresh = 0;
    if (this.measuring) this.measure(gradients);
    return { gradientNorm, clipFactor: factor };
  }

  /** What the update kernel reads: see lib/backend/assembly/denseStep.ts. The gradient comes scaled by 1 − beta1. */
  private constants(learningRate: number, factor: number): number[] {
    const { beta1, beta2, epsilon } = ADAM;
    const step = Math.max(learningRate / (1 - wholePower(beta1, this.updates)), SMALLEST_STEP);
    const ratio = (1 - beta2) / (1 - beta1) ** 2;
    const decay = 1 - learningRate * this.options.weightDecay;
    const root = 1 / (Math.sqrt(1 - wholePower(beta2, this.updates)) * step);
    return [beta1, beta2, ratio, decay, root, epsilon / step, factor * (1 - beta1)];
  }

  measureNextUpdate(): void {
    this.measuring = true;
  }

  evidence(): readonly Step.UpdateEvidence[] {
    return this.measured;
  }

  private measure(gradients: readonly BlockGradient[]): void {
    this.measured = measureUpdate(this.engine, this.pending).flatMap(({ block, ...moves }, i) =>
      (["weights", "biases"] as const).map((part) => ({
        name: `${block.name}.${part === "weights" ? "weight" : "bias"}`,
        gradientNorm: Math.sqrt(at(gradients, i)[part]),
        weightNorm: Math.sqrt(moves[part].size),
        updateNorm: Math.sqrt(moves[part].moved),
      })),
    );
    this.pending = NONE;
    this.measuring = false;
  }

  predict(size: number, input: Step.StepInput): Float32Array {
    return this.inside(size, input).activations["output"] ?? new Float32Array();
  }

  /** In pieces of the rows there is room for. */
  inside(size: number, input: Step.StepInput): Step.Inside {
    if (this.fresh > 0) {
      throw new Error("predict: expected backward after forward, got predict; call backward first");
    }
    if (this.kept > 0) {
      throw new Error("predict: expected update after backward, got predict; call update first");
    }
    this.flush();
    const features = this.features(input, size);
    const { layout } = this.engine;
    const tables = evaluationTables(layout, size);
    const free = this.parity === 0 ? 1 : 0; // nothing is pending, so the other generation's rows are free
    for (let row = 0; row < size; row += layout.rows) {
      const rows = Math.min(layout.rows, size - row);
      const width = inputWidth(this.options);
      const values = features.subarray(row * width, (row + rows) * width);
      this.writeInput({ kind: "features", values }, rows, { parity: free, start: 0 });
      passForward(this.engine, { parity: free, start: 0, rows, masked: false }, NONE);
      tables.forEach((table) => table.take(this.engine, { parity: free, row, rows }));
    }
    return insideOf(features.slice(), tables);
  }

  gradients(): Weights {
    if (this.kept === 0) {
      throw new Error("gradients: expected some pending, got none; call forward and backward first");
    }
    return readGradients(this.engine, { parity: this.parity, rows: this.kept });
  }

  save(): Step.StepState {
    this.flush();
    const [weights, first, second] = (["weights", "first", "second"] as const).map((part) =>
      readParameters(this.engine, part),
    ) as [Weights, Weights, Weights];
    return { weights, first, second, updates: this.updates };
  }

  load({ weights, first, second, updates }: Step.StepState): void {
    checkWeights("state", this.parameters, weights);
    checkWeights("state: first moment", this.parameters, first);
    checkWeights("state: second moment", this.parameters, second);
    writeParameters(this.engine, "weights", weights);
    writeParameters(this.engine, "first", first);
    writeParameters(this.engine, "second", second);
    this.updates = updates;
    this.pending = NONE;
    this.kept = this.fresh = 0;
  }

  dispose(): void {
    this.engine.crew.dispose();
    this.engine = { ...this.engine, floats: new Float32Array(), doubles: new Float64Array() };
  }

  /** Applies the update still pending, bit for bit as the next forward would. */
  private flush(): void {
    if (this.pending.rows > 0) applyUpdate(this.engine, this.pending);
    this.pending = NONE;
  }

  private makeRoom(rows: number): void {
    if (rows <= this.engine.layout.rows) return;
    this.flush();
    const started = startEngine(this.layers, 2 * rows, this.engineOptions);
    moveTo(started, this.engine, { parity: this.parity, rows: this.kept });
    this.engine.crew.dispose();
    this.engine = started;
  }

  private writeInput(input: Step.StepInput, size: number, to: { parity: Parity; start: number }): void {
    const { x, xStride } = at(this.engine.layout.layers, 0);
    writeRows(
      this.engine,
      x[to.parity] + to.start * xStride,
      this.features(input, size),
      inputWidth(this.options),
    );
  }

  private features(input: Step.StepInput, size: number): Float32Array {
    return featureRows("dense step", input, size, inputWidth(this.options));
  }
}

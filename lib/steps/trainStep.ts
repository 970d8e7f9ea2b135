import { type Parameter, type Weights } from "../model/parameters";
import { type StepInput } from "./stepInput";
import { type Side } from "../model/side";

export { type Parameter, type Weights } from "../model/parameters";
export { type StepInput } from "./stepInput";

/** One micro-batch. */
export interface Batch {
  readonly size: number;
  readonly input: StepInput;
  /** [B, 90], x and y of each time step in turn, normalised units. */
  readonly target: Float32Array;
  /**
   * Dropout multipliers, each 0 or 1 / (1 − p), by site: "fusion" and "head.0", "head.1", "head.2", [B, width]
   * each (see `dropoutMasks`). Empty: no dropout.
   */
  readonly masks: Readonly<Record<string, Float32Array>>;
}

export interface ForwardResult {
  /** Mean of the loss over the batch's B × 90 numbers. */
  readonly loss: number;
  /** [B, 90], normalised units, with dropout. */
  readonly prediction: Float32Array;
}

export interface UpdateResult {
  /** Global L2 norm of the accumulated gradient before clipping. */
  readonly gradientNorm: number;
  /** min(1, clipNorm / (gradientNorm + 1e-6)). */
  readonly clipFactor: number;
}

/** What one update did to each parameter; computed only when `update` is asked for it. */
export interface UpdateEvidence {
  readonly name: string;
  /** L2 norm of the gradient before clipping. */
  readonly gradientNorm: number;
  /** L2 norm of the weights before the update. */
  readonly weightNorm: number;
  /** L2 norm of the change the update made. */
  readonly updateNorm: number;
}

/** What goes on inside the network for some rows in evaluation mode: no dropout. */
export interface Inside {
  /** Every stage's values, [B, width] each, by name: pooled, fusion, head.0 … output. */
  readonly activations: Readonly<Record<string, Float32Array>>;
  /** What goes into each GELU, [B, width] each, by dropout site: fusion, head.0, head.1, head.2. */
  readonly beforeGelu: Readonly<Record<string, Float32Array>>;
}

/** Learning rates of one update. */
export interface Rates {
  readonly head: number;
  readonly backbone: number;
}

/** Everything a step remembers between updates; enough to go on bit for bit. Gradients pending are not kept. */
export interface StepState {
  readonly weights: Weights;
  /** AdamW's moments; empty for SGD and before the first update. */
  readonly first: Weights;
  readonly second: Weights;
  /** Updates done; AdamW's t. */
  readonly updates: number;
}

/**
 * One optimizer step over a model, in four calls: forward and backward per micro-batch, update per group of
 * micro-batches, evidence when somebody measures. Implementations differ in speed only: from the same state,
 * batches and masks they must give the same numbers.
 */
export interface TrainStep {
  readonly parameters: readonly Parameter[];
  /** Runs one micro-batch with the batch's dropout masks and keeps what `backward` needs. */
  forward(batch: Batch): ForwardResult;
  /** Adds `scale` × the gradient of the last forward's loss to the pending gradient (1 / accumulation). */
  backward(scale: number): void;
  /** Clips the pending gradient, decays and moves the weights, and clears the pending gradient. */
  update(rates: Rates): UpdateResult;
  /** One entry per parameter for the last update; call `measureNextUpdate` before that update. */
  evidence(): readonly UpdateEvidence[];
  /** Makes the next `update` keep what `evidence` reports; measuring never changes the numbers. */
  measureNextUpdate(): void;
  /** [B, 90] in evaluation mode: no dropout. */
  predict(size: number, input: StepInput): Float32Array;
  /** Between groups only: rows that wait for their update may share its memory. */
  inside(size: number, input: StepInput): Inside;
  /** The pending gradient by parameter, in its shape, before clipping; between `backward` and `update`. A copy. */
  gradients(): Weights;
  /** A copy of the state, independent of later updates. */
  save(): StepState;
  /** Refuses a state whose names or sizes differ from `parameters`, by name. */
  load(state: StepState): void;
  /** Frees all memory; the step is unusable afterwards. */
  dispose(): void;
}

export type LossKind = "smooth-l1" | "mse" | "huber";
export type OptimizerKind = "adamw" | "sgd";

/** What decides a step's numbers beside weights, batches and rates. */
export interface StepOptions {
  readonly hidden: number;
  readonly fusion: Side;
  /** Two numbers of the prompt stand behind each feature. Default false. */
  readonly promptNumbers?: boolean;
  readonly loss: LossKind;
  readonly beta: number;
  readonly optimizer: OptimizerKind;
  readonly weightDecay: number;
  readonly clipNorm: number;
}

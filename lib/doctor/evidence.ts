import { type CheckResult } from "../dataset/audit/check";
import { type Recipe, type RecipeLossName } from "./recipe";

/** A number as JSON can hold it: what is not finite is written as its name. */
export type CurveValue = number | "NaN" | "Infinity" | "-Infinity";

/** What a curve measures. `other` is kept and drawn, never judged. */
export type CurveRole =
  | "train-loss"
  | "validation-loss"
  | "train-metric"
  | "validation-metric"
  | "learning-rate"
  | "gradient-norm"
  | "other";

/** One logged quantity: `values[i]` stood at epoch or step `at[i]`. */
export interface Curve {
  readonly name: string;
  readonly role: CurveRole;
  readonly x: "epoch" | "step";
  readonly at: readonly number[];
  readonly values: readonly CurveValue[];
}

/** Targets beside predictions in the owner's units, after inverse scaling. */
export interface Pairs {
  /** [N, D]. */
  readonly targets: readonly (readonly number[])[];
  /** [N, D]. */
  readonly predictions: readonly (readonly number[])[];
  readonly names?: readonly string[];
  /**
   * [N, P, C], oldest first, the last row is the present; same frame and units as the targets. C = 2 for
   * trajectories (steps of `trajectory.seconds`), else C = D.
   */
  readonly past?: readonly (readonly (readonly number[])[])[];
  /** [N, columns]. */
  readonly inputs?: readonly (readonly number[])[];
  /** As the files have them, where their numbers of axes differ: [N] beside [N, 1] is stretched by a loss. */
  readonly shapes?: Readonly<Record<"targets" | "predictions", readonly number[]>>;
  readonly split: "held-out" | "train";
}

/** How much was measured: each level includes the ones before it. */
export type EvidenceLevel = "log" | "pairs" | "run" | "probe" | "trial";

/** The losses a rule knows; `custom` is one given as a function, or one without a name here. */
export type LossName = RecipeLossName | "custom";

/** What was set when the run was made, as far as it is known. */
export type Settings = Partial<
  Pick<
    Recipe,
    | "delta"
    | "optimizer"
    | "schedule"
    | "finalRate"
    | "warmupShare"
    | "batchSize"
    | "accumulation"
    | "epochs"
    | "seed"
    | "scaling"
    | "outputs"
    | "trajectory"
  >
> & { readonly loss?: LossName };

/** What the data of the run are, in the owner's units. */
export interface DataFacts {
  readonly trainRows: number;
  readonly heldOutRows: number;
  /** One number an output. */
  readonly targetMean: readonly number[];
  readonly targetStd: readonly number[];
  readonly targetRange: readonly (readonly [number, number])[];
  readonly inputStd?: readonly number[];
  /** In the run's loss. */
  readonly lossOfBestConstant?: number;
  readonly audit?: readonly CheckResult[];
}

/** One stage of the network on fixed rows. */
export interface StageFacts {
  readonly stage: string;
  readonly when: "start" | "end";
  /** Over all numbers of the stage. */
  readonly std: number;
  /** Mean of the rows' norms. */
  readonly meanNorm: number;
  /** Numbers of one row. */
  readonly width?: number;
  /** Standard deviation of the cosines between centred rows; their mean is −1/(n−1) by algebra. */
  readonly centredCosineSpread: number;
  readonly effectiveRank: number;
  /** Share of units, 0…1. */
  readonly deadShare: number;
  readonly saturatedShare: number;
  /** Ridge readout of the targets from the stage, on held-out rows. */
  readonly probeR2?: number;
}

/** What one update did to one layer. */
export interface LayerFacts {
  readonly layer: string;
  /** Which update, from 0. */
  readonly update: number;
  readonly gradientNorm: number;
  readonly weightNorm: number;
  readonly updateNorm: number;
  readonly frozen: boolean;
}

/** A loss given as a function, asked about made-up predictions of one batch (uniform numbers between 0 and 1). */
export interface LossFacts {
  readonly own: number;
  /** The same predictions dealt out to other rows. */
  readonly permuted: number;
  /** Every row twice. */
  readonly doubled: number;
  /** Of the targets themselves as predictions, and of the mean target for every row; where shapes agree. */
  readonly perfect?: number;
  readonly constant?: number;
}

/** What short trainings beside the run came to. */
export interface TrialFacts {
  /** Final loss on eight rows / loss of those rows' best constant. */
  readonly overfit8?: number;
  /** Final training loss with targets permuted, in the run's loss. */
  readonly shuffledLabelsLoss?: number;
  /** Smoothed loss after 100 steps, mean of the seeds. */
  readonly rates?: readonly { readonly rate: number; readonly loss: number }[];
  /** Evaluation error in the owner's units when trained on standardised targets. */
  readonly scaledTargets?: number;
  /** Evaluation error of each seed. */
  readonly seeds?: readonly number[];
  readonly noiseCeilingR2?: number;
}

/** What is known of a training run, ours or anybody's: plain JSON, every part optional. */
export interface Evidence {
  readonly format: 1;
  readonly name?: string;
  readonly level?: EvidenceLevel;
  readonly curves?: readonly Curve[];
  readonly pairs?: readonly Pairs[];
  readonly settings?: Settings;
  readonly data?: DataFacts;
  /** Outputs before the first update. */
  readonly start?: {
    readonly outputMean: readonly number[];
    readonly outputStd: readonly number[];
    readonly loss: number;
  };
  readonly stages?: readonly StageFacts[];
  readonly layers?: readonly LayerFacts[];
  /** The same rows in both modes. */
  readonly modes?: { readonly trainLoss: number; readonly evaluationLoss: number };
  /** Of a loss given as a function. */
  readonly lossFunction?: LossFacts;
  readonly trials?: TrialFacts;
}

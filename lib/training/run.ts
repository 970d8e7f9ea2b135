import { fromLosslessJson, toLosslessJson } from "../files/losslessJson";
import { type Trajectory } from "../geometry/trajectory";
import { type Agreement } from "../math/agreement";
import { type FeatureStatistics } from "../math/featureStatistics";
import { type Normaliser } from "../dataset/normaliser";
import { type CloseUp } from "./closeUp";
import { type TrainingConfig } from "./config";
import { type ErrorCell } from "./errorCells";
import { type HistogramPoint } from "./layerHistograms";
import { type LossScales } from "./lossScale";
import { type ReportFacts } from "./report";
import { type SampleKind } from "./sampleKinds";
import { type UpdateEvidence } from "../steps/trainStep";
import { type UnitFacts } from "./unitFacts";

/** Displacement errors over a set of samples, metres. */
export interface ErrorFacts {
  /** Mean over samples and all 45 points: the document's validation error. */
  readonly ade: number;
  /** Mean error at 2.5, 3.5 and 4.5 s. */
  readonly at2_5: number;
  readonly at3_5: number;
  readonly at4_5: number;
  /** Median and 90 % quantile of the samples' own averages. */
  readonly median: number;
  readonly p90: number;
  /** By recording and kind of sample, near and far horizon, x and y apart: ask `errorOf` and `errorsByRecording`. */
  readonly cells: readonly ErrorCell[];
}

/** How predictions and targets move together along both axes. */
export interface AxesAgreement {
  readonly x: Agreement;
  readonly y: Agreement;
}

/** Lowest and highest coordinate in metres, over all samples and steps. */
export interface AxisRanges {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** One epoch, measured after its last update. Losses in normalised units. */
export interface EpochRecord {
  /** From 1. */
  readonly epoch: number;
  /** Mean over the epoch's samples, in training mode, while the weights moved. */
  readonly trainLoss: number;
  readonly validationLoss: number;
  /** The same over the samples within `NEAR_METRES`; NaN when there is none. */
  readonly trainLossNear: number;
  readonly validationLossNear: number;
  readonly validation: ErrorFacts;
  /** Over all validation samples and steps. */
  readonly x: Agreement;
  readonly y: Agreement;
  /** The same for each kind of sample that validation has. */
  readonly byKind: Readonly<Partial<Record<SampleKind, AxesAgreement>>>;
  /** Layer by layer. */
  readonly units: readonly UnitFacts[];
  readonly predictedRange: AxisRanges;
  /** Share of |residual| > beta on validation, normalised units: where Smooth L1 is a straight line. */
  readonly beyondBeta: number;
  readonly headLearningRate: number;
  readonly meanGradientNorm: number;
  /** Share of updates whose gradient was clipped. */
  readonly clippedShare: number;
  /** What was printed. */
  readonly lines: readonly string[];
}

/** What judges an epoch, each number the mean of the last three: one epoch's still moves by tenths of a metre. */
export interface LastEpochs extends Pick<
  EpochRecord,
  | "trainLoss"
  | "trainLossNear"
  | "validationLoss"
  | "validationLossNear"
  | "validation"
  | "x"
  | "y"
  | "byKind"
> {
  /** How many there are: 3, or all of a shorter run. */
  readonly epochs: number;
}

/** One of at most about 300 points along the run. */
export interface UpdatePoint {
  /** Updates done before it. */
  readonly update: number;
  readonly loss: number;
  readonly gradientNorm: number;
}

/** Every parameter at one update; update : weight is updateNorm / weightNorm. */
export interface LayerPoint {
  readonly update: number;
  readonly layers: readonly UpdateEvidence[];
}

/** One stage of the network on fixed validation rows. */
export interface StageFacts extends FeatureStatistics {
  /** pooled, fusion, head.0, head.1, head.2. */
  readonly stage: string;
  /** Over all its numbers. */
  readonly mean: number;
  readonly std: number;
  /** Share of units that are above 0 on none of the rows: behind GELU they say next to nothing. */
  readonly deadShare: number;
  /** R² of a ridge readout of the points at 2.5, 3.5, 4.5 s, fitted on training rows, on validation rows. */
  readonly probe: number;
}

/** One validation sample to be drawn, metres, rounded to centimetres. */
export interface ExamplePath {
  /** Its place in the validation set. */
  readonly row: number;
  readonly predicted: Trajectory;
  readonly target: Trajectory;
}

/** What is known before the first update. */
export interface StartFacts {
  /** Mean and std of the untrained output, normalised units, over validation rows. */
  readonly outputMean: number;
  readonly outputStd: number;
  readonly targetMean: number;
  readonly targetStd: number;
  /** Loss of the untrained model on validation, normalised units; and over the samples within `NEAR_METRES`. */
  readonly loss: number;
  readonly lossNear: number;
  readonly units: readonly UnitFacts[];
  readonly validation: ErrorFacts;
}

/** Predictors that need no model, fitted on training targets, judged on validation: places in metres. */
export interface Baselines {
  readonly zeros: ErrorFacts;
  readonly meanTrajectory: ErrorFacts;
  /** Per coordinate: the best constant of Smooth L1. */
  readonly medianTrajectory: ErrorFacts;
  /** Going on as in the last 0.1 s; over the samples that have a past, absent when none has. */
  readonly constantVelocity?: ErrorFacts;
  /** Going on at the prompt's speed and turn rate; over the samples that have both, absent when none has. */
  readonly constantTurn?: ErrorFacts;
  /**
   * The run's own loss of zeros and of the best constant, on all samples of a part and on its near ones. Zeros are 0 m
   * of what is predicted: of a correction, that which is corrected.
   */
  readonly losses: { readonly train: LossScales; readonly validation: LossScales };
  /** That of the best constant on all training targets: what knowing nothing costs. */
  readonly bestConstantLoss: number;
}

/** What the run learnt from. */
export interface DataFacts {
  readonly name: string;
  /** Hash of features and targets. */
  readonly hash: string;
  readonly trainSamples: number;
  readonly validationSamples: number;
  /** Over training targets, metres. */
  readonly targetRange: AxisRanges;
  readonly targetStd: { readonly x: number; readonly y: number };
  /** Of what is predicted (`config.predicts`). */
  readonly normaliser: Normaliser;
}

/** One training run: plain data, enough for every figure and rule without the model. */
export interface Run {
  readonly format: 2;
  readonly config: TrainingConfig;
  readonly data: DataFacts;
  readonly baselines: Baselines;
  readonly start: StartFacts;
  readonly epochs: readonly EpochRecord[];
  readonly updates: readonly UpdatePoint[];
  readonly layers: readonly LayerPoint[];
  /** At the first, the middle and the last update, as far as the run came. */
  readonly histograms: readonly HistogramPoint[];
  /** Absent when no epoch ended. */
  readonly lastEpochs?: LastEpochs;
  /** Only where it was asked for. */
  readonly closeUp?: CloseUp;
  /** On sets to be reported, by name: made once, when the run has finished; absent where there are none. */
  readonly reports?: Readonly<Record<string, ReportFacts>>;
  readonly stagesBefore: readonly StageFacts[];
  /** Empty unless the run finished. */
  readonly stagesAfter: readonly StageFacts[];
  /** After the last update: agreement at each of the 45 time steps, validation. */
  readonly xByStep: readonly Agreement[];
  readonly yByStep: readonly Agreement[];
  /** At most 40 validation samples, spread evenly over the set. */
  readonly examples: readonly ExamplePath[];
  /** The last point (t = 4.5 s) of at most 100 validation samples, spread evenly: `[predicted x, y, target x, y]` m. */
  readonly lastPoints: readonly (readonly [number, number, number, number])[];
  /** finished; interrupted by Stop; diverged: the loss was no longer a finite number. */
  readonly end: "finished" | "interrupted" | "diverged";
  /** Seconds on the clock; the one field that differs between equal runs, with `measuringShare`. */
  readonly seconds: number;
  /** Share of the time that measuring took. */
  readonly measuringShare: number;
}

/** A run as JSON text; NaN and infinities survive (`runFromJson`). */
export function runToJson(run: Run): string {
  return toLosslessJson(run);
}

/** Format 1 had neither near samples nor what goes on inside: nothing can be filled in. */
const REMEDY = " (npx seven-fixes results makes all runs behind the figures)";

/** The run in JSON text made by `runToJson`; an Error for text of another kind or version. */
export function runFromJson(text: string): Run {
  const value = fromLosslessJson(text);
  const { format } = (value ?? {}) as { format?: unknown };
  if (format !== 2) {
    throw new Error(`run: expected format 2, got ${String(format)}; train it again${REMEDY}`);
  }
  return value as Run;
}

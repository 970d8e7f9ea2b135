import { NORMALISERS, type NormaliserKind } from "../dataset/normaliser";
import { needsMotion, PREDICTS, type Predicts } from "../dataset/predicts";
import { type PromptState } from "../dataset/prompt";
import { type BackboneName } from "../model/backbones";
import { type Side } from "../model/side";
import { type Check, fields, flag, integer, number, oneOf } from "./fieldChecks";
import { type LossKind, type OptimizerKind } from "../steps/trainStep";

export const SPEEDS = ["fast", "laptop", "full"] as const;
export type Speed = (typeof SPEEDS)[number];
export type LabelSet = "ego-pose" | "first-car";
export type Schedule = "cosine-per-epoch" | "warmup-cosine" | "constant";

/** The document's seven fixes, each as it was before or after. */
export interface Fixes {
  /** 1: the block between pooled feature and head. */
  readonly fusion: Side;
  /** 2: initial weights; `literal` runs the document's two lines one after the other. */
  readonly initialisation: Side | "literal";
  /** 3: how tokens become one feature. */
  readonly pooling: Side;
  /** 4: Smooth L1 or MSE. */
  readonly loss: Side;
  /** 5: head 5e-3 and backbone 2e-5, or 1e-2 and 5e-5. */
  readonly learningRate: Side;
  /** 6: fine-tune with accumulation 4 and warm-up, or frozen with neither. */
  readonly strategy: Side;
  /** 7: what is printed while training. */
  readonly debugOutput: Side;
}

/** What a person writes in config.yaml (there in snake_case): choices, from which a TrainingConfig follows. */
export interface Settings extends Partial<TrainingConfig> {
  /** fast: a tenth of the data; laptop: hidden 256; full: the incident's size. Default laptop. */
  readonly speed?: Speed;
  /** Fixes not named here are as they were after. */
  readonly fixes?: Partial<Fixes>;
}

/** Everything a training run depends on beside its data: plain JSON, nothing left open. */
export interface TrainingConfig {
  /** Initial weights, order and dropout follow from it. Default 1. */
  readonly seed: number;
  /** Whose future is the target. Default ego-pose. */
  readonly labels: LabelSet;
  /** Share of the training samples that have the other label set's target; validation keeps its own. Default 0. */
  readonly wrongShare: number;
  /** What the prompt tells: speed and turn rate, or as the incident's only the place. Default motion. */
  readonly promptState: PromptState;
  /** Give the head speed and turn rate as two standardised numbers behind the feature too. Default false. */
  readonly promptNumbers: boolean;
  /** What the model is asked for; errors in metres are those of the places it stands for. Default places. */
  readonly predicts: Predicts;
  /** How what is predicted, in metres, becomes the numbers the loss sees. Default none. */
  readonly normalisation: NormaliserKind;
  /** Default scene. */
  readonly backbone: BackboneName;
  /** Width h of the pooled feature. Default 256 for scene, 1024 for wide. */
  readonly hidden: number;
  readonly pooling: Side;
  readonly fusion: Side;
  readonly initialisation: Side | "literal";
  /** First weights are so many times as wide as `initialisation` draws them. Default 1. */
  readonly startScale: number;
  readonly loss: LossKind;
  /** |residual| where Smooth L1 and Huber turn from square to straight, normalised units. Default 1. */
  readonly beta: number;
  /** Default 1e-2 after, 5e-3 before. */
  readonly headLearningRate: number;
  /** Default 5e-5 after, 2e-5 before. */
  readonly backboneLearningRate: number;
  /** Where cosine-per-epoch takes the head's rate, at most the rate itself. Default 1e-4. */
  readonly finalLearningRate: number;
  readonly schedule: Schedule;
  /** Share of all updates the warm-up takes, in [0, 1]. Default 0.1. */
  readonly warmupShare: number;
  readonly optimizer: OptimizerKind;
  /** Default 0.01; on every parameter, as one PyTorch group has it. */
  readonly weightDecay: number;
  /** Largest global gradient norm. Default 1. */
  readonly clipNorm: number;
  /** Samples per micro-batch. Default 4. */
  readonly batchSize: number;
  /** Micro-batches per update. Default 1 after, 4 before. */
  readonly accumulation: number;
  readonly epochs: number;
  readonly freezeBackbone: boolean;
  /** The incident's defect: dropout left on in the frozen backbone while training. Default false. */
  readonly frozenDropout: boolean;
  /** false switches every dropout off. Default true. */
  readonly dropout: boolean;
  /** What is printed while training. */
  readonly debugOutput: Side;
}

const side = oneOf("before", "after");

const checkFixes = fields<Fixes>({
  fusion: side,
  initialisation: oneOf("before", "after", "literal"),
  pooling: side,
  loss: side,
  learningRate: side,
  strategy: side,
  debugOutput: side,
});

/** Refuses unknown fields and values out of range by name; returns the settings in camelCase. */
export const checkSettings: Check<Settings> = fields<Settings>({
  speed: oneOf(...SPEEDS),
  fixes: checkFixes,
  seed: integer(0, 2 ** 32 - 1),
  labels: oneOf("ego-pose", "first-car"),
  wrongShare: number(0, 1),
  promptState: oneOf("motion", "position"),
  promptNumbers: flag,
  predicts: oneOf(...PREDICTS),
  normalisation: oneOf(...NORMALISERS),
  backbone: oneOf("scene", "wide"),
  hidden: integer(1, 8192),
  pooling: side,
  fusion: side,
  initialisation: oneOf("before", "after", "literal"),
  startScale: number(0, Infinity, true),
  loss: oneOf("smooth-l1", "mse", "huber"),
  beta: number(0, Infinity, true),
  headLearningRate: number(0, Infinity, true),
  backboneLearningRate: number(0, Infinity, true),
  finalLearningRate: number(0),
  schedule: oneOf("cosine-per-epoch", "warmup-cosine", "constant"),
  warmupShare: number(0, 1),
  optimizer: oneOf("adamw", "sgd"),
  weightDecay: number(0),
  clipNorm: number(0, Infinity, true),
  batchSize: integer(1, 4096),
  accumulation: integer(1, 1024),
  epochs: integer(0, 1000),
  freezeBackbone: flag,
  frozenDropout: flag,
  dropout: flag,
  debugOutput: side,
});

const ALL_AFTER: Fixes = {
  fusion: "after",
  initialisation: "after",
  pooling: "after",
  loss: "after",
  learningRate: "after",
  strategy: "after",
  debugOutput: "after",
};

/** What fixes 4, 5 and 6 set, before and after. */
const LOSS = { before: { loss: "smooth-l1" }, after: { loss: "mse" } } as const;
const LEARNING_RATE = {
  before: { headLearningRate: 5e-3, backboneLearningRate: 2e-5 },
  after: { headLearningRate: 1e-2, backboneLearningRate: 5e-5 },
} as const;
const STRATEGY = {
  before: { freezeBackbone: false, accumulation: 4, schedule: "warmup-cosine" },
  after: { freezeBackbone: true, accumulation: 1, schedule: "cosine-per-epoch" },
} as const;

const BASE = {
  seed: 1,
  labels: "ego-pose",
  wrongShare: 0,
  startScale: 1,
  promptState: "motion",
  promptNumbers: false,
  predicts: "places",
  normalisation: "none",
  beta: 1,
  finalLearningRate: 1e-4,
  warmupShare: 0.1,
  optimizer: "adamw",
  weightDecay: 0.01,
  clipNorm: 1,
  batchSize: 4,
  frozenDropout: false,
  dropout: true,
} as const satisfies Partial<TrainingConfig>;

/**
 * The complete configuration that settings stand for: base values, then what speed and fixes imply, then
 * every value set by hand. Errors name the field that is unknown or out of range.
 */
export function trainingConfig(settings: Settings = {}): TrainingConfig {
  const { speed = "laptop", fixes: chosen, ...byHand } = checkSettings(settings, "config");
  const fixes = { ...ALL_AFTER, ...chosen };
  const backbone = byHand.backbone ?? (speed === "full" ? "wide" : "scene");
  const config = {
    ...BASE,
    ...LOSS[fixes.loss],
    ...LEARNING_RATE[fixes.learningRate],
    ...STRATEGY[fixes.strategy],
    backbone,
    hidden: backbone === "wide" ? 1024 : 256,
    epochs: speed === "full" ? 10 : 7,
    pooling: fixes.pooling,
    fusion: fixes.fusion,
    initialisation: fixes.initialisation,
    debugOutput: fixes.debugOutput,
    ...byHand,
  };
  if (config.frozenDropout && !config.freezeBackbone) {
    throw new Error(
      "config: frozen_dropout: expected false while freeze_backbone is false, got true; freeze the backbone or unset it",
    );
  }
  refuseUntold(config);
  if (config.predicts === "steps" && config.normalisation === "increments") {
    throw new Error(
      "config: normalisation: expected another one while predicts is steps, got increments: differences of differences; choose none or standardise-steps",
    );
  }
  if (config.schedule === "cosine-per-epoch" && config.finalLearningRate > config.headLearningRate) {
    throw new Error(
      `config: final_learning_rate: expected at most head_learning_rate (${config.headLearningRate}), got ${config.finalLearningRate}: cosine-per-epoch would raise the rate; lower it or choose another schedule`,
    );
  }
  return config;
}

/** Refuses what the position prompt does not tell: it would let the speed in by another door. */
function refuseUntold({
  promptState,
  promptNumbers,
  predicts,
}: Pick<TrainingConfig, "promptState" | "promptNumbers" | "predicts">): void {
  if (promptState === "motion") return;
  const refuse = (field: string, expected: string, got: string): never => {
    throw new Error(
      `config: ${field}: expected ${expected} while prompt_state is position, got ${got}: that prompt tells no speed; choose prompt_state motion or unset ${field}`,
    );
  };
  if (promptNumbers) refuse("prompt_numbers", "false", "true");
  if (needsMotion(predicts)) refuse("predicts", "places or steps", predicts);
}

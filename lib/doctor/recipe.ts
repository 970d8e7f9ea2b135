import { type Scalar, type Tensor } from "@tensorflow/tfjs-core/dist/tensor";
import { type NormaliserKind } from "../dataset/normaliser";

/** A model as the parsed JSON of tfjs, Keras 2 or Keras 3. */
export type ModelTopology = Readonly<Record<string, unknown>>;

/** A `tf.LayersModel`, told by what it has: its own declaration would draw all of tfjs into every reader's compiler. */
export interface TfjsModel {
  readonly layers: readonly object[];
  getWeights(trainableOnly?: boolean): Tensor[];
}

/** [N, …]. */
export type Rows =
  | readonly (readonly number[])[]
  | { readonly data: Float32Array; readonly shape: readonly number[] }
  | Tensor;

/** Rows of one input, or of several by name, beside their targets. */
export interface RecipeData {
  readonly inputs: Rows | Readonly<Record<string, Rows>>;
  readonly targets: Rows;
}

/** bce and cross-entropy are those of classifiers. */
export const LOSSES = ["mse", "mae", "smooth-l1", "huber", "bce", "cross-entropy"] as const;
export type RecipeLossName = (typeof LOSSES)[number];

export type RecipeLoss = RecipeLossName | ((target: Tensor, prediction: Tensor) => Scalar);

export const SCHEDULES = ["constant", "cosine", "warmup-cosine"] as const;
export type ScheduleName = (typeof SCHEDULES)[number];

export const OPTIMIZERS = ["sgd", "momentum", "rmsprop", "adam", "adamw"] as const;

export interface OptimizerSettings {
  readonly name: (typeof OPTIMIZERS)[number];
  readonly learningRate: number;
  /** Default .9. */
  readonly momentum?: number;
  readonly nesterov?: boolean;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Global norm; default: no clip. */
  readonly clipNorm?: number;
  /** Default 0, adamw .01. */
  readonly weightDecay?: number;
  /** Learning rate by weight name, where it differs. */
  readonly rates?: Readonly<Record<string, number>>;
}

/** What it takes to train a model again. Same seed, same numbers. */
export interface Recipe {
  /** A function gives an uncompiled, fresh model whose weights stay; a topology's weights come from our seeded generator. */
  readonly model: ((seed: number) => TfjsModel | Promise<TfjsModel>) | ModelTopology;
  /** Pre-trained ones by weight name ("dense_1/kernel"). */
  readonly weights?: Readonly<Record<string, Float32Array>>;
  readonly train: RecipeData & { readonly groups?: readonly (string | number)[] };
  /**
   * Default: whole groups; with `trajectory` the last fifth with the horizon left out between; else every fifth row of
   * a seeded shuffle.
   */
  readonly validation?: RecipeData;
  /** What its owner judges it by, where that differs from validation. */
  readonly evaluation?: RecipeData;
  /** What its owner does to predictions before judging. */
  readonly outputs?: { readonly scale: number; readonly offset: number };
  /** bce and cross-entropy take probabilities (clipped 1e-7); cross-entropy takes one-hot [N, K] or class numbers [N, 1]. */
  readonly loss: RecipeLoss;
  /** Where smooth-l1 and huber turn, in training units; default 1. */
  readonly delta?: number;
  readonly optimizer: OptimizerSettings;
  /** cosine: per epoch towards finalRate; warmup-cosine: per update, linear from 0 over warmupShare, then to 0. Default constant. */
  readonly schedule?: ScheduleName;
  /** Default 0. */
  readonly finalRate?: number;
  /** Default .1. */
  readonly warmupShare?: number;
  /** Batches an update; default 1. */
  readonly accumulation?: number;
  /** Default true. */
  readonly shuffle?: boolean;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  /**
   * standardise and robust per column (per channel for [N, H, W, C]), a constant column stays; increments and
   * standardise-steps need `trajectory`.
   */
  readonly scaling?: { readonly inputs?: NormaliserKind; readonly targets?: NormaliserKind };
  /** Targets are x, y, x, y … at equal steps of so many seconds. */
  readonly trajectory?: { readonly seconds: number };
}

/** Whether numbers are predicted, and not the probabilities of classes. */
export const isRegression = ({ loss }: Pick<Recipe, "loss">): boolean =>
  loss !== "bce" && loss !== "cross-entropy";

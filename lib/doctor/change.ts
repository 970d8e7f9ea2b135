import { type NormaliserKind } from "../dataset/normaliser";
import { type OptimizerSettings, type RecipeLossName, type ScheduleName } from "./recipe";

type Layers = "hidden" | "output" | readonly string[];

/** One edit of a recipe, as data. `data` changes nothing in training: it says what to mend, and in which rows. */
export type Change =
  | { readonly kind: "learning-rate"; readonly to: number }
  | { readonly kind: "optimizer"; readonly to: OptimizerSettings }
  | { readonly kind: "schedule"; readonly to: ScheduleName }
  | { readonly kind: "epochs"; readonly to: number }
  | { readonly kind: "batch-size"; readonly to: number }
  | { readonly kind: "clip-norm"; readonly to: number }
  | { readonly kind: "loss"; readonly to: RecipeLossName }
  | { readonly kind: "scale-inputs" | "scale-targets"; readonly to: NormaliserKind }
  | { readonly kind: "outputs"; readonly to: { readonly scale: number; readonly offset: number } }
  | { readonly kind: "activation"; readonly layers: Layers; readonly to: string }
  | { readonly kind: "initialiser"; readonly layers: Layers; readonly to: string; readonly std?: number }
  | { readonly kind: "output-bias"; readonly to: "target-mean" }
  | { readonly kind: "dropout"; readonly to: number }
  | { readonly kind: "weight-penalty"; readonly to: number }
  | { readonly kind: "normalisation-layer"; readonly remove: string }
  | { readonly kind: "batch-norm-momentum"; readonly to: number }
  | { readonly kind: "freeze"; readonly layers: readonly string[] }
  | { readonly kind: "width"; readonly factor: number }
  | {
      readonly kind: "data";
      readonly repair: "labels" | "pairing" | "frame" | "units" | "split" | "outliers" | "shape";
      readonly rows?: readonly number[];
    };

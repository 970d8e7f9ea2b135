import { at } from "../../math/at";
import { mean, std } from "../../math/statistics";
import { type Recipe } from "../recipe";
import { batchNorm, dense, dropout, layerNorm, sequential, type LayerJson } from "../topology/layers";
import { blockOfRows, drawOf, normalRows, type Draw } from "./draw";
import { type HealthyRecipe } from "./healthy";

/** Healthy tables, the last ones looking ill: a ceiling of noise, few epochs, a loss that is penalty, few rows … */
const VARIANTS = [
  "plain",
  "plain",
  "sgd",
  "cosine",
  "own units",
  "batch norm",
  "layer norm",
  "dropout",
  "noisy",
  "noisy",
  "few epochs",
  "penalty",
  "tiny",
  "heavy tails",
  "constant column",
] as const;

type Variant = (typeof VARIANTS)[number];

interface Data {
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly (readonly number[])[];
  /** Mean over outputs of the share of the variance that is not noise. */
  readonly ceiling: number;
}

/** A regression on a table: a small network fitted to a smooth function of the columns. */
export function table(seed: number): Omit<HealthyRecipe, "family"> {
  const draw = drawOf(seed);
  const variant = draw.one("variant", VARIANTS);
  const isTiny = variant === "tiny";
  const rows = isTiny ? draw.whole("rows", 16, 24) : Math.round(draw.scaled("rows", 120, 420));
  const heldOut = isTiny ? 30 : Math.round(draw.scaled("held out", 60, 160));
  const { inputs, targets, ceiling } = data(draw, variant, rows + heldOut);
  const part = (first: number, last: number) => ({
    inputs: blockOfRows(inputs.slice(first, last)),
    targets: blockOfRows(targets.slice(first, last)),
  });
  const recipe: Recipe = {
    model: sequential([inputs[0]?.length ?? 0], layers(draw, variant, targets[0]?.length ?? 1)),
    train: part(0, rows),
    validation: part(rows, rows + heldOut),
    loss: variant === "heavy tails" ? "smooth-l1" : draw.one("loss", ["mse", "mse", "huber"] as const),
    ...training(draw, variant, rows),
    seed,
    scaling: { inputs: "standardise", targets: "standardise" },
  };
  return { variant, ceiling, recipe: variant === "own units" ? inOwnUnits(recipe) : recipe };
}

function training(
  draw: Draw,
  variant: Variant,
  rows: number,
): Pick<Recipe, "optimizer" | "batchSize" | "epochs" | "schedule"> {
  const batchSize = variant === "few epochs" ? 4 : draw.one("batch", [8, 16, 16, 32]);
  const perEpoch = Math.ceil(rows / batchSize);
  const updates = draw.whole("updates", 350, 600);
  const epochs =
    variant === "few epochs" ? draw.whole("epochs", 4, 6) : Math.max(8, Math.round(updates / perEpoch));
  return {
    optimizer:
      variant === "sgd"
        ? { name: "momentum", learningRate: draw.scaled("rate", 0.02, 0.05) }
        : {
            name: draw.one("optimizer", ["adam", "adamw", "rmsprop"] as const),
            learningRate: draw.scaled("rate", 4e-3, 1e-2),
          },
    batchSize,
    epochs: Math.min(epochs, 90),
    ...(variant === "cosine" ? { schedule: draw.one("schedule", ["cosine", "warmup-cosine"] as const) } : {}),
  };
}

function layers(draw: Draw, variant: Variant, outputs: number): LayerJson[] {
  const depth = variant === "tiny" ? 1 : draw.whole("depth", 1, 3);
  const width = draw.one("width", [16, 24, 32]);
  const activation = draw.one("activation", ["relu", "relu", "tanh", "gelu", "elu"]);
  const options =
    variant === "penalty" ? { activation, l2: draw.scaled("penalty", 2e-4, 8e-4) } : { activation };
  const hidden = Array.from({ length: depth }, (_, i) => [
    dense(`hidden_${i}`, width, options),
    ...(variant === "batch norm" ? [batchNorm(`norm_${i}`, 0.9)] : []),
    ...(variant === "layer norm" ? [layerNorm(`norm_${i}`)] : []),
    ...(variant === "dropout" ? [dropout(`dropout_${i}`, draw.between("share", 0.05, 0.15))] : []),
  ]);
  return [...hidden.flat(), dense("output", outputs, variant === "penalty" ? { l2: 1e-4 } : {})];
}

/** y = scale · (w·x + bend · sin(v·x) + noise) + offset for each output, in units of its own. */
function data(draw: Draw, variant: Variant, rows: number): Data {
  const width = variant === "tiny" ? draw.whole("columns", 1, 2) : draw.whole("columns", 2, 6);
  const outputs = variant === "own units" ? 1 : draw.one("outputs", [1, 1, 2, 3, 4, 8]);
  const rng = draw.stream("rows");
  const plain = normalRows(rng, rows, width);
  const noise = variant === "noisy" ? draw.between("noise", 0.5, 0.85) : draw.between("noise", 0, 0.15);
  const columns = Array.from({ length: outputs }, (_, k) =>
    column(draw, k, { plain, noise, heavy: variant === "heavy tails", bend: variant === "tiny" ? 0 : 1 }),
  );
  const scales = plain[0]?.map((_, c) => draw.scaled(`scale ${c}`, 0.1, 100)) ?? [];
  const inputs = plain.map((row) => [
    ...row.map((value, c) => value * at(scales, c)),
    ...(variant === "constant column" ? [1] : []),
  ]);
  return {
    inputs,
    targets: plain.map((_, i) => columns.map(({ values }) => at(values, i))),
    ceiling: mean(columns.map(({ ceiling }) => ceiling)),
  };
}

function column(
  draw: Draw,
  k: number,
  { plain, noise, heavy, bend }: { plain: number[][]; noise: number; heavy: boolean; bend: number },
): { values: number[]; ceiling: number } {
  const rng = draw.stream(`output ${k}`);
  const width = plain[0]?.length ?? 0;
  const direction = (): number[] => Array.from({ length: width }, () => rng.normal() / Math.sqrt(width));
  const [w, v] = [direction(), direction()];
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + x * at(b, i), 0);
  const clean = plain.map(
    (row) => dot(w, row) + bend * 0.6 * Math.sin(1.5 * dot(v, row)) + 0.3 * Math.abs(at(row, 0)),
  );
  const sigma = noise * std(clean);
  const drawn = plain.map(() => sigma * rng.normal() * (heavy && rng.uniform() < 0.05 ? 8 : 1));
  const scale = draw.scaled(`unit ${k}`, 0.02, 300);
  const offset = draw.between(`offset ${k}`, -2, 2) * scale;
  const total = std(clean) ** 2 + std(drawn) ** 2;
  return {
    values: clean.map((value, i) => scale * (value + at(drawn, i)) + offset),
    ceiling: 1 - std(drawn) ** 2 / total,
  };
}

/** The owner scales one-output targets by hand and turns predictions back before judging. */
function inOwnUnits(recipe: Recipe): Recipe {
  const { train, validation } = recipe;
  if (validation === undefined) return recipe;
  const values = (train.targets as { data: Float32Array }).data;
  const [offset, scale] = [mean(values), std(values)];
  const turned = (set: Recipe["train"]): Recipe["train"] => {
    const { data: own, shape } = set.targets as { data: Float32Array; shape: readonly number[] };
    return { ...set, targets: { data: own.map((value) => (value - offset) / scale), shape } };
  };
  return {
    ...recipe,
    train: turned(train),
    validation: turned(validation),
    evaluation: validation,
    outputs: { scale, offset },
    scaling: { inputs: "standardise", targets: "none" },
  };
}

import { NORMALISERS, type NormaliserKind } from "../../dataset/normaliser";
import { at } from "../../math/at";
import { type Rng } from "../../math/rng";
import { type Change } from "../change";
import { applyChange } from "../changes/applyChange";
import { isNormalisation } from "../changes/normalisationLayer";
import { isRegression, SCHEDULES, type OptimizerSettings, type Recipe, type RecipeLossName } from "../recipe";
import { type LayerJson } from "../topology/layers";
import { hasKernel, leavesOf, nameOf, outputPlace } from "../topology/leaves";

/** Every kind of change that trains something. */
export type TrainingChange = Exclude<Change, { kind: "data" }>;

/** One change of a kind with a value as people try them; undefined where this recipe has nothing of the kind. */
type Draw = (recipe: Recipe, rng: Rng) => TrainingChange | undefined;

const one = <T>(rng: Rng, values: readonly T[]): T => at(values, rng.integer(values.length));
const others = <T>(values: readonly T[], own: T): readonly T[] => values.filter((value) => value !== own);
const decades = (rng: Rng, low: number, high: number): number =>
  Number(Math.exp(Math.LN10 * (low + (high - low) * rng.uniform())).toPrecision(3));

const REGRESSION: readonly RecipeLossName[] = ["mse", "mae", "smooth-l1", "huber"];
/** Rates that people begin with. */
const USUAL: readonly OptimizerSettings[] = [
  { name: "sgd", learningRate: 0.01 },
  { name: "momentum", learningRate: 0.01 },
  { name: "rmsprop", learningRate: 1e-3 },
  { name: "adam", learningRate: 1e-3 },
  { name: "adamw", learningRate: 1e-3 },
];

/** Layers of a topology; none of a function, whose network nothing can edit. */
function layersIn({ model }: Recipe): readonly LayerJson[] {
  return typeof model === "function" ? [] : leavesOf(model);
}

function hiddenIn(recipe: Recipe): readonly LayerJson[] {
  const leaves = layersIn(recipe);
  return leaves.slice(0, Math.max(0, outputPlace(leaves))).filter(hasKernel);
}

const part = (recipe: Recipe, rng: Rng): "hidden" | "output" =>
  hiddenIn(recipe).length > 0 ? one(rng, ["hidden", "output"] as const) : "output";

function scaling(kind: "scale-inputs" | "scale-targets"): Draw {
  return ({ scaling: own, trajectory }, rng) => {
    const columns: readonly NormaliserKind[] = ["none", "divide-by-100", "standardise", "robust"];
    const known = kind === "scale-targets" && trajectory !== undefined ? NORMALISERS : columns;
    const now = kind === "scale-inputs" ? own?.inputs : own?.targets;
    return { kind, to: one(rng, others(known, now ?? "none")) };
  };
}

/** How a change of each kind is drawn. `epochs` comes in only where the updates of a set are others than the recipe's. */
const DRAWS: Readonly<Record<TrainingChange["kind"], Draw>> = {
  "learning-rate": ({ optimizer }, rng) => {
    const factor = decades(rng, -2, 2);
    return { kind: "learning-rate", to: Number(((optimizer.learningRate || 1e-3) * factor).toPrecision(3)) };
  },
  optimizer: ({ optimizer }, rng) => ({
    kind: "optimizer",
    to: one(
      rng,
      USUAL.filter(({ name }) => name !== optimizer.name),
    ),
  }),
  schedule: ({ schedule = "constant" }, rng) => ({
    kind: "schedule",
    to: one(rng, others(SCHEDULES, schedule)),
  }),
  epochs: () => undefined,
  "batch-size": ({ batchSize }, rng) => {
    const sizes = [batchSize / 4, batchSize / 2, 2 * batchSize, 4 * batchSize];
    return { kind: "batch-size", to: one(rng, sizes.filter(Number.isInteger)) };
  },
  "clip-norm": ({ optimizer }, rng) => ({
    kind: "clip-norm",
    to: one(rng, others([0.1, 1, 10], optimizer.clipNorm ?? NaN)),
  }),
  loss: (recipe, rng) =>
    isRegression(recipe)
      ? { kind: "loss", to: one(rng, others(REGRESSION, recipe.loss as RecipeLossName)) }
      : undefined,
  "scale-inputs": scaling("scale-inputs"),
  "scale-targets": (recipe, rng) =>
    isRegression(recipe) ? scaling("scale-targets")(recipe, rng) : undefined,
  outputs: (recipe, rng) =>
    isRegression(recipe)
      ? { kind: "outputs", to: { scale: decades(rng, -1, 1), offset: recipe.outputs?.offset ?? 0 } }
      : undefined,
  activation: (recipe, rng) => ({
    kind: "activation",
    layers: part(recipe, rng),
    to: one(rng, ["linear", "relu", "elu", "tanh", "sigmoid"]),
  }),
  initialiser: (recipe, rng) => ({
    kind: "initialiser",
    layers: part(recipe, rng),
    to: one(rng, ["glorotUniform", "heNormal", "leCunNormal", "randomNormal"]),
  }),
  "output-bias": () => ({ kind: "output-bias", to: "target-mean" }),
  dropout: (_, rng) => ({ kind: "dropout", to: one(rng, [0, 0.1, 0.3, 0.5]) }),
  "weight-penalty": (_, rng) => ({ kind: "weight-penalty", to: one(rng, [0, 1e-4, 1e-3, 1e-2]) }),
  "normalisation-layer": (recipe, rng) => {
    const norms = layersIn(recipe).filter(isNormalisation);
    return norms.length === 0 ? undefined : { kind: "normalisation-layer", remove: nameOf(one(rng, norms)) };
  },
  "batch-norm-momentum": (_, rng) => ({ kind: "batch-norm-momentum", to: one(rng, [0.5, 0.9, 0.99]) }),
  freeze: (recipe, rng) => {
    const named = hiddenIn(recipe)
      .map(nameOf)
      .filter((name) => name !== "");
    return named.length === 0 ? undefined : { kind: "freeze", layers: one(rng, [[], [one(rng, named)]]) };
  },
  width: (_, rng) => ({ kind: "width", factor: one(rng, [0.5, 2, 4]) }),
};

/** Draws that may come to nothing before a kind is given up. */
const TRIES = 8;

/** A change of one kind that this recipe takes and that changes it. */
function drawOfKind(recipe: Recipe, kind: TrainingChange["kind"], rng: Rng): TrainingChange | undefined {
  for (let i = 0; i < TRIES; i++) {
    const change = DRAWS[kind](recipe, rng);
    if (change !== undefined && changes(recipe, change)) return change;
  }
  return undefined;
}

function changes(recipe: Recipe, change: Change): boolean {
  try {
    return JSON.stringify(settled(applyChange(recipe, change))) !== JSON.stringify(settled(recipe));
  } catch {
    return false; // what the recipe refuses cannot be drawn
  }
}

/** What a change can alter: neither rows nor functions. */
function settled(recipe: Recipe): object {
  const weights = Object.entries(recipe.weights ?? {}).map(([name, values]) => [name, [...values]]);
  const rows = { train: undefined, validation: undefined, evaluation: undefined };
  return { ...recipe, ...rows, weights };
}

/**
 * So many changes of different kinds, each kind as likely as any other that this recipe can take, all but data. With
 * `epochs` a change to so many may be drawn too: the length of the set it is compared with. Errors: more changes than
 * the recipe has kinds.
 */
export function drawChanges(
  recipe: Recipe,
  { count, epochs, rng }: { readonly count: number; readonly epochs?: number; readonly rng: Rng },
): TrainingChange[] {
  const drawn: TrainingChange[] = [];
  let left = Object.keys(DRAWS) as TrainingChange["kind"][];
  let now = recipe;
  while (drawn.length < count && left.length > 0) {
    const kind = one(rng, left);
    left = left.filter((other) => other !== kind);
    const change =
      kind === "epochs"
        ? epochs === undefined || epochs === recipe.epochs
          ? undefined
          : ({ kind, to: epochs } as const)
        : drawOfKind(now, kind, rng);
    if (change === undefined) continue;
    drawn.push(change);
    now = applyChange(now, change);
  }
  if (drawn.length === count) return drawn;
  throw new Error(
    `random changes: expected ${count} kinds that this recipe takes, got ${drawn.length}; prove smaller sets`,
  );
}

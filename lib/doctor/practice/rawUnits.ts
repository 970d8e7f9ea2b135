import { unscaledTargets } from "../faults/rows";
import { type Recipe } from "../recipe";
import { drawOf, type Draw } from "./draw";
import { type HealthyRecipe } from "./healthy";
import { table } from "./tables";
import { trajectory } from "./trajectories";

/** Seeds that train in the targets' own units: metres, degrees, litres, as many people do and get away with. */
const RAW_SEEDS = { first: 151, last: 180 } as const;
/** Of later seeds every seventh does, but for the hunts' (from a million on). */
const LATER = { first: 1001, last: 999_999, every: 7 } as const;

export const isRawSeed = (seed: number): boolean =>
  lies(seed, RAW_SEEDS) || (lies(seed, LATER) && seed % LATER.every === 0);

const lies = (seed: number, { first, last }: { readonly first: number; readonly last: number }): boolean =>
  seed >= first && seed <= last;

/** A table or a trajectory whose targets nothing scales, at a rate and a length that learn it all the same. */
export function rawRecipe(seed: number): HealthyRecipe {
  const draw = drawOf(seed);
  const isTable = draw.one("raw family", [true, false]);
  const { recipe, ceiling } = isTable ? table(seed) : trajectory(seed);
  const unit = draw.scaled("raw unit", 5, 100);
  const raw = isTable ? unscaledTargets(ownTargets(recipe), () => unit) : recipe;
  return {
    family: isTable ? "table" : "trajectory",
    variant: "raw units",
    ceiling,
    recipe: longer({ ...raw, scaling: { inputs: "standardise", targets: "none" } }, draw),
  };
}

/** Judged in the units it trains in. */
function ownTargets(recipe: Recipe): Recipe {
  const { evaluation, outputs, ...rest } = recipe;
  return evaluation === undefined && outputs === undefined ? recipe : rest;
}

/** What raw targets take: a larger rate, and twice the updates. */
function longer(recipe: Recipe, draw: Draw): Recipe {
  return {
    ...recipe,
    loss: draw.one("raw loss", ["mse", "huber", "smooth-l1", "mae"] as const),
    optimizer: {
      name: draw.one("raw optimizer", ["adam", "adamw"] as const),
      learningRate: draw.scaled("raw rate", 8e-3, 3e-2),
    },
    batchSize: 8,
    epochs: Math.max(16, Math.min(90, 2 * recipe.epochs)),
  };
}

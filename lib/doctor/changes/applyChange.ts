import { NORMALISERS, type NormaliserKind } from "../../dataset/normaliser";
import { type Change } from "../change";
import { changeText } from "../changeText";
import {
  isRegression,
  LOSSES,
  SCHEDULES,
  type Recipe,
  type RecipeLossName,
  type ScheduleName,
} from "../recipe";
import { withActivation } from "./activation";
import { withMomentum } from "./batchNormMomentum";
import { withDropout } from "./dropout";
import { withFrozen } from "./freeze";
import { withInitialiser } from "./initialiser";
import { withoutNormalisation } from "./normalisationLayer";
import { withOptimizer, withRate } from "./optimizer";
import { withOutputBias } from "./outputBias";
import { numberOf, refuse } from "./refuse";
import { withPenalty } from "./weightPenalty";
import { withWidth } from "./width";

/**
 * The recipe with one change; the given one stays as it is. Weights that were loaded stay for all layers the change
 * does not touch. Errors: a data change, a layer or name that does not exist, a number out of range, and for changes of
 * the network a model given as a function.
 */
export function applyChange(recipe: Recipe, change: Change): Recipe {
  switch (change.kind) {
    case "learning-rate":
      return withRate(recipe, change.to);
    case "optimizer":
      return withOptimizer(recipe, change.to);
    case "clip-norm":
      return withClip(recipe, change.to);
    case "schedule":
      return withSchedule(recipe, change.to);
    case "epochs":
      return { ...recipe, epochs: count(change.kind, change.to) };
    case "batch-size":
      return { ...recipe, batchSize: count(change.kind, change.to) };
    case "loss":
      return { ...recipe, loss: lossNamed(change.to) };
    case "scale-inputs":
      return scaled(recipe, change);
    case "scale-targets":
      return scaled(recipe, change);
    case "outputs":
      return withOutputs(recipe, change.to);
    case "activation":
      return withActivation(recipe, change);
    case "initialiser":
      return withInitialiser(recipe, change);
    case "output-bias":
      return withOutputBias(recipe);
    case "dropout":
      return withDropout(recipe, change.to);
    case "weight-penalty":
      return withPenalty(recipe, change.to);
    case "normalisation-layer":
      return withoutNormalisation(recipe, change.remove);
    case "batch-norm-momentum":
      return withMomentum(recipe, change.to);
    case "freeze":
      return withFrozen(recipe, change.layers);
    case "width":
      return withWidth(recipe, change.factor);
    case "data":
      return refuse(
        "data",
        "a change of the training",
        change.repair,
        `no training mends it: ${changeText(change)}`,
      );
    default:
      throw new Error(`unknown change: ${JSON.stringify(change satisfies never)}`);
  }
}

/** All changes of a set, one upon the other. */
export function applyChanges(recipe: Recipe, changes: readonly Change[]): Recipe {
  return changes.reduce(applyChange, recipe);
}

function count(kind: "epochs" | "batch-size", value: number): number {
  return numberOf(kind, value, {
    passes: (number) => Number.isInteger(number) && number >= 1,
    wanted: "a whole number, at least 1",
  });
}

function withClip(recipe: Recipe, to: number): Recipe {
  const clipNorm = numberOf("clip-norm", to, { passes: (value) => value > 0, wanted: "a norm above 0" });
  return { ...recipe, optimizer: { ...recipe.optimizer, clipNorm } };
}

/** A schedule begins with its defaults: where it ends and how it warms up belonged to the other one. */
function withSchedule(recipe: Recipe, schedule: ScheduleName): Recipe {
  if (!SCHEDULES.includes(schedule)) refuse("schedule", SCHEDULES.join(", "), schedule, "choose one");
  const rest = Object.entries(recipe).filter(([key]) => key !== "finalRate" && key !== "warmupShare");
  return { ...(Object.fromEntries(rest) as Omit<Recipe, "finalRate" | "warmupShare">), schedule };
}

function lossNamed(loss: RecipeLossName): RecipeLossName {
  return LOSSES.includes(loss) ? loss : refuse("loss", LOSSES.join(", "), loss, "choose one");
}

function scaled(
  recipe: Recipe,
  { kind, to }: { readonly kind: "scale-inputs" | "scale-targets"; readonly to: NormaliserKind },
): Recipe {
  const columns = NORMALISERS.filter((name) => name !== "increments" && name !== "standardise-steps");
  const known = kind === "scale-targets" && recipe.trajectory !== undefined ? NORMALISERS : columns;
  if (!known.includes(to)) refuse(kind, `one of ${known.join(", ")}`, to, "choose one of these");
  if (kind === "scale-targets" && !isRegression(recipe))
    refuse(kind, "a regression", String(recipe.loss), "probabilities stay as they are");
  const part = kind === "scale-inputs" ? "inputs" : "targets";
  return { ...recipe, scaling: { ...recipe.scaling, [part]: to } };
}

function withOutputs(recipe: Recipe, to: { readonly scale: number; readonly offset: number }): Recipe {
  const { scale, offset } = to;
  numberOf("outputs", scale, { passes: (value) => value !== 0, wanted: "a scale that is not 0" });
  numberOf("outputs", offset, { passes: () => true, wanted: "an offset" });
  return { ...recipe, outputs: { scale, offset } };
}

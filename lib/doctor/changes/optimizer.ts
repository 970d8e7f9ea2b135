import { OPTIMIZERS, type OptimizerSettings, type Recipe } from "../recipe";
import { numberOf, refuse } from "./refuse";

const POSITIVE = { passes: (value: number) => value > 0, wanted: "a rate above 0" };

/** Another learning rate; weights with a rate of their own keep it. */
export function withRate(recipe: Recipe, to: number): Recipe {
  const learningRate = numberOf("learning-rate", to, POSITIVE);
  return { ...recipe, optimizer: { ...recipe.optimizer, learningRate } };
}

/** Another optimizer, with nothing left of the old one. */
export function withOptimizer(recipe: Recipe, to: OptimizerSettings): Recipe {
  if (!OPTIMIZERS.includes(to.name)) refuse("optimizer", OPTIMIZERS.join(", "), to.name, "choose one");
  numberOf("optimizer", to.learningRate, POSITIVE);
  return { ...recipe, optimizer: to };
}

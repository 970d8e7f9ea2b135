import { editLayers, withConfig } from "../topology/layers";
import { type Fault } from "./fault";
import { editModel } from "./editModel";
import { judgesItsTargets, mapTargets, outputsOf, unscaledTargets } from "./rows";
import { isRegression, type Recipe } from "../recipe";

const scale = {
  cause: "output-scale",
  fits: (recipe: Recipe) => isRegression(recipe) && judgesItsTargets(recipe),
} as const;

/** Faults of size: targets far from what the output starts at, or can reach. */
export const OUTPUT_SCALE_FAULTS: readonly Fault[] = [
  {
    ...scale,
    name: "large-targets",
    family: "target scale",
    says: "the targets are hundreds wide and nothing scales them",
    apply: (recipe, draw) => {
      const unit = draw.scaled("unit", 200, 3000);
      return unscaledTargets(
        { ...recipe, loss: draw.one("loss", ["mse", "smooth-l1", "mae"] as const) },
        () => unit,
      );
    },
  },
  {
    ...scale,
    name: "far-targets",
    family: "target scale",
    says: "the targets lie far from zero and nothing centres them",
    apply: (recipe, draw) => {
      const unit = draw.scaled("unit", 1, 5);
      const away = draw.scaled("away", 100, 600);
      return mapTargets(
        unscaledTargets(recipe, () => unit),
        (rows) => rows.map((row) => row.map((value) => value + unit * away)),
      );
    },
  },
  {
    ...scale,
    name: "tiny-targets",
    family: "target scale",
    says: "the targets are thousandths wide and the output starts a thousand times wider",
    apply: (recipe, draw) => unscaledTargets(recipe, () => draw.scaled("unit", 3e-4, 3e-3)),
  },
  {
    ...scale,
    name: "one-large-axis",
    family: "per-axis scale",
    says: "one output is hundreds of times wider than the others and has the loss for itself",
    fits: (recipe) => scale.fits(recipe) && outputsOf(recipe) > 1,
    apply: (recipe, draw) => {
      const [wide, unit] = [draw.whole("which", 0, outputsOf(recipe) - 1), draw.scaled("unit", 150, 1500)];
      return unscaledTargets({ ...recipe, loss: "mse" }, (k) => (k === wide ? unit : 1));
    },
  },
  {
    ...scale,
    name: "bounded-by-scale",
    family: "target scale",
    says: "the output is bounded and the targets are not scaled into its bounds",
    apply: (recipe, draw) => {
      const activation = draw.one("activation", ["tanh", "sigmoid"]);
      const unit = draw.scaled("unit", 4, 60);
      return unscaledTargets(
        editModel(recipe, (model) =>
          editLayers(model, (layer, role) => (role === "output" ? withConfig(layer, { activation }) : layer)),
        ),
        () => unit,
      );
    },
  },
  {
    ...scale,
    name: "saturated-loss",
    family: "target scale",
    says: "the loss is a straight line at the size of the targets, so that plain gradient steps are tiny beside them",
    apply: (recipe, draw) => {
      const unit = draw.scaled("unit", 200, 2000);
      const optimizer = { name: "sgd", learningRate: recipe.optimizer.learningRate } as const;
      return unscaledTargets({ ...recipe, loss: "smooth-l1", delta: 1, optimizer }, () => unit);
    },
  },
];

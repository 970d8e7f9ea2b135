import { type Change } from "../change";
import { type ModelTopology, type Recipe } from "../recipe";
import { type LayerJson } from "../topology/layers";
import { leavesOf, nameOf, outputPlace } from "../topology/leaves";
import { refuse } from "./refuse";

/** A recipe's model as JSON. Errors: a model given as a function, which nothing can edit. */
export function topologyOf({ model }: Pick<Recipe, "model">, kind: Change["kind"]): ModelTopology {
  if (typeof model !== "function") return model;
  return refuse(
    kind,
    "a model as a topology",
    "a function",
    "write the model as its JSON (model.toJSON(null, false)), or change it in the function",
  );
}

/** Whether a leaf is meant: hidden ones lie before the output, what follows the output belongs to it. */
export type Meant = (index: number) => boolean;

/** Which leaves a change is about. Errors: a name that the model does not have, a model without a kernel. */
export function meantLayers(
  topology: ModelTopology,
  layers: "hidden" | "output" | readonly string[],
  kind: Change["kind"],
): Meant {
  const leaves = leavesOf(topology);
  const output = outputPlace(leaves);
  if (typeof layers !== "string") {
    knownLayers(leaves, layers, kind);
    return (index) => layers.includes(nameOf(leaves[index] as LayerJson));
  }
  if (output < 0)
    refuse(kind, "a layer with a kernel", "none", "name the layers by their names, or add a Dense layer");
  return layers === "output" ? (index) => index >= output : (index) => index < output;
}

/** Refuses names that no layer has. */
export function knownLayers(
  leaves: readonly LayerJson[],
  names: readonly string[],
  kind: Change["kind"],
): void {
  const known = leaves.map(nameOf);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(kind, `layers of ${known.join(", ")}`, unknown, "name one of these");
}

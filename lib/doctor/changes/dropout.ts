import { type ModelTopology, type Recipe } from "../recipe";
import { dropout, withConfig, type LayerJson } from "../topology/layers";
import { hasKernel, leavesOf, mapLeaves, nameOf, outputPlace } from "../topology/leaves";
import { withLayerBehind } from "../topology/rewire";
import { numberOf, refuse } from "./refuse";
import { topologyOf } from "./targetLayers";

const isDropout = ({ class_name: kind }: LayerJson): boolean => kind === "Dropout";

/** Every dropout layer at this rate; a model without one gets one behind each hidden layer. */
export function withDropout(recipe: Recipe, to: number): Recipe {
  numberOf("dropout", to, { passes: (value) => value >= 0 && value < 1, wanted: "a share of 0 up to 1" });
  const topology = topologyOf(recipe, "dropout");
  if (leavesOf(topology).some(isDropout)) {
    const model = mapLeaves(topology, (layer) =>
      isDropout(layer) ? withConfig(layer, { rate: to }) : layer,
    );
    return { ...recipe, model };
  }
  return to === 0 ? recipe : { ...recipe, model: withDropoutLayers(topology, to) };
}

function withDropoutLayers(topology: ModelTopology, rate: number): ModelTopology {
  const leaves = leavesOf(topology);
  const output = outputPlace(leaves);
  const hidden = leaves.filter((layer, i) => i < output && hasKernel(layer));
  if (hidden.length === 0)
    refuse("dropout", "a hidden layer to put it behind", "none", "add one to the model");
  const taken = new Set(leaves.map(nameOf));
  return hidden.reduceRight((model, layer, i) => {
    const name = freeName(`dropout_behind_${nameOf(layer) || i}`, taken);
    return withLayerBehind(model, layerNow(model, leaves.indexOf(layer)), dropout(name, rate));
  }, topology);
}

/** From the last to the first, so that places of earlier layers stay. */
function layerNow(model: ModelTopology, place: number): LayerJson {
  return leavesOf(model)[place] as LayerJson;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freeName(`${name}_`, taken) : name;
}

import { type Change } from "../change";
import { type Recipe } from "../recipe";
import { withConfig, type LayerJson } from "../topology/layers";
import { hasKernel, leavesOf, mapLeaves, nameOf } from "../topology/leaves";
import { refuse } from "./refuse";
import { meantLayers, topologyOf } from "./targetLayers";

/** tfjs' names. */
export const ACTIVATIONS: readonly string[] = [
  ...["linear", "relu", "relu6", "elu", "selu", "gelu", "swish", "mish", "tanh", "sigmoid"],
  ...["hardSigmoid", "softplus", "softsign", "softmax", "logSoftmax"],
];

/** Layers that are an activation and nothing else. */
const ALONE: ReadonlySet<string> = new Set([
  ...["Activation", "ReLU", "LeakyReLU", "PReLU", "ELU", "ThresholdedReLU", "Softmax"],
]);
/** Gates of recurrent layers are not what a change of activation means; tables have none. */
const WITHOUT: ReadonlySet<string> = new Set(["LSTM", "GRU", "SimpleRNN", "Embedding"]);

const isAlone = ({ class_name: kind }: LayerJson): boolean => ALONE.has(kind);
const bears = (layer: LayerJson): boolean => hasKernel(layer) && !WITHOUT.has(layer.class_name);

/** Own activation of a layer, also where Keras 3 writes it as an object. */
function ownActivation({ config }: LayerJson): string {
  const own = config["activation"] as string | { config?: unknown } | null | undefined;
  return typeof own === "string" ? own : typeof own?.config === "string" ? own.config : "linear";
}

/** The function that follows the kernel of the layers meant, written into the layer or a layer of its own behind it. */
export function withActivation(
  recipe: Recipe,
  { layers, to }: Extract<Change, { kind: "activation" }>,
): Recipe {
  const topology = topologyOf(recipe, "activation");
  if (!ACTIVATIONS.includes(to)) refuse("activation", `one of ${ACTIVATIONS.join(", ")}`, to, "choose one");
  const meant = meantLayers(topology, layers, "activation");
  const wanted = activationsBy(leavesOf(topology), meant, to);
  if (wanted.size === 0) {
    const got = typeof layers === "string" ? "none" : layers.join(", ");
    refuse("activation", "a layer that has an activation", got, "name a Dense or convolution layer");
  }
  return {
    ...recipe,
    model: mapLeaves(topology, (layer, i) => activated(layer, wanted.get(i))),
  };
}

/** By leaf its new activation: of those of one kernel the last becomes `to`, the ones before it linear. */
function activationsBy(
  leaves: readonly LayerJson[],
  meant: (i: number) => boolean,
  to: string,
): Map<number, string> {
  const wanted = new Map<number, string>();
  leaves.forEach((layer, i) => {
    if (!bears(layer)) {
      if (meant(i) && isAlone(layer)) wanted.set(i, to);
      return;
    }
    if (!meant(i)) return;
    const next = leaves.findIndex((other, j) => j > i && hasKernel(other));
    const behind = leaves
      .map((_, j) => j)
      .slice(i + 1, next < 0 ? undefined : next)
      .filter((j) => isAlone(leaves[j] as LayerJson));
    const places = [...(ownActivation(layer) === "linear" ? [] : [i]), ...behind];
    const last = places.at(-1) ?? i;
    for (const place of places) wanted.set(place, "linear");
    wanted.set(last, to);
  });
  return wanted;
}

function activated(layer: LayerJson, activation: string | undefined): LayerJson {
  if (activation === undefined) return layer;
  if (!isAlone(layer)) return withConfig(layer, { activation });
  return { ...layer, class_name: "Activation", config: { name: nameOf(layer), activation } };
}

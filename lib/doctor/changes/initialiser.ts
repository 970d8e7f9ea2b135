import { type Change } from "../change";
import { type Recipe } from "../recipe";
import { withConfig, type LayerJson } from "../topology/layers";
import { hasKernel, leavesOf, mapLeaves, nameOf } from "../topology/leaves";
import { withoutWeights } from "./keptWeights";
import { numberOf, refuse } from "./refuse";
import { meantLayers, topologyOf } from "./targetLayers";

/** tfjs' names of those that our generator draws, as a topology writes them. */
const INITIALISERS: Readonly<Record<string, string>> = {
  ...{
    zeros: "Zeros",
    ones: "Ones",
    identity: "Identity",
    orthogonal: "Orthogonal",
    varianceScaling: "VarianceScaling",
  },
  ...{ randomNormal: "RandomNormal", randomUniform: "RandomUniform", truncatedNormal: "TruncatedNormal" },
  ...{ glorotUniform: "GlorotUniform", glorotNormal: "GlorotNormal" },
  ...{ heNormal: "HeNormal", heUniform: "HeUniform" },
  ...{ leCunNormal: "LeCunNormal", leCunUniform: "LeCunUniform" },
};

/** Its kernels, by the names of the layers that have more than one. */
const KERNELS = /^(kernel|depthwise|pointwise|recurrent|embeddings)_initializer$/;

/** Kernels of the layers meant start from `to`, their biases at 0; weights that were loaded for them are dropped. */
export function withInitialiser(
  recipe: Recipe,
  { layers, to, std }: Extract<Change, { kind: "initialiser" }>,
): Recipe {
  const topology = topologyOf(recipe, "initialiser");
  const initialiser = initialiserOf(to, std);
  const meant = meantLayers(topology, layers, "initialiser");
  const started = new Set(
    leavesOf(topology)
      .filter((layer, i) => meant(i) && hasKernel(layer))
      .map(nameOf),
  );
  if (started.size === 0) {
    const got = typeof layers === "string" ? "none" : layers.join(", ");
    refuse("initialiser", "a layer with a kernel", got, "name a Dense or convolution layer");
  }
  const model = mapLeaves(topology, (layer) =>
    started.has(nameOf(layer)) && hasKernel(layer) ? startedFrom(layer, initialiser) : layer,
  );
  return withoutWeights({ ...recipe, model }, (layer) => started.has(layer));
}

function initialiserOf(to: string, std: number | undefined): object {
  const name = INITIALISERS[to];
  if (name === undefined)
    return refuse("initialiser", `one of ${Object.keys(INITIALISERS).join(", ")}`, to, "choose one");
  if (std === undefined) return { class_name: name, config: {} };
  numberOf("initialiser", std, { passes: (value) => value >= 0, wanted: "a spread of 0 or more" });
  switch (to) {
    case "randomNormal":
    case "truncatedNormal":
      return { class_name: name, config: { mean: 0, stddev: std } };
    case "randomUniform": // of spread std: ± √3 std
      return { class_name: name, config: { minval: -Math.sqrt(3) * std, maxval: Math.sqrt(3) * std } };
    default:
      return refuse(
        "initialiser",
        "randomNormal, truncatedNormal or randomUniform beside std",
        to,
        "drop std",
      );
  }
}

const RECURRENT: ReadonlySet<string> = new Set(["LSTM", "GRU", "SimpleRNN", "Embedding"]);

function startedFrom(layer: LayerJson, initialiser: object): LayerJson {
  const keys = Object.keys(layer.config).filter((key) => KERNELS.test(key));
  const kernels = keys.length === 0 ? ["kernel_initializer"] : keys;
  return withConfig(layer, {
    ...Object.fromEntries(kernels.map((key) => [key, initialiser])),
    ...(RECURRENT.has(layer.class_name) ? {} : { bias_initializer: { class_name: "Zeros", config: {} } }),
  });
}

import { type ModelTopology } from "../recipe";
import { isRecord } from "./json";
import { type LayerJson, type LayerRole } from "./layers";

/**
 * The topology with its list of layers replaced: a chain or a graph, as tfjs, Keras 2 (a chain's config may be the list
 * itself, all of it under `modelTopology` or `model_config`) and Keras 3 write it. Errors: no list of layers.
 */
export function withLayers(
  topology: ModelTopology,
  change: (layers: readonly LayerJson[]) => readonly LayerJson[],
): ModelTopology {
  const { config } = topology;
  for (const wrapper of ["modelTopology", "model_config"]) {
    const inner = topology[wrapper];
    if (isRecord(inner)) return { ...topology, [wrapper]: withLayers(inner, change) };
  }
  if (Array.isArray(config)) return { ...topology, config: change(config as LayerJson[]) };
  if (isRecord(config) && Array.isArray(config["layers"]))
    return { ...topology, config: { ...config, layers: change(config["layers"] as LayerJson[]) } };
  throw new Error(
    `topology: expected a model with its layers, got ${String(topology["class_name"])}; write the model as its JSON (model.toJSON(null, false))`,
  );
}

/** The layers that a model holds itself. */
export function listOf(topology: ModelTopology): readonly LayerJson[] {
  const held: LayerJson[] = [];
  withLayers(topology, (layers) => {
    held.push(...layers);
    return layers;
  });
  return held;
}

/** Whether a layer is a model that stands in another. */
export function isNested({ config }: LayerJson): boolean {
  return Array.isArray(config) || Array.isArray(config["layers"]);
}

/** All layers in their order, those of models inside it included. */
export function leavesOf(topology: ModelTopology): readonly LayerJson[] {
  const leaves: LayerJson[] = [];
  mapLeaves(topology, (layer) => {
    leaves.push(layer);
    return layer;
  });
  return leaves;
}

/** Goes through all layers in their order, those of models inside included; each may be changed, none added. */
export function mapLeaves(
  topology: ModelTopology,
  edit: (layer: LayerJson, index: number) => LayerJson,
): ModelTopology {
  let index = 0;
  const walk = (one: ModelTopology): ModelTopology =>
    withLayers(one, (layers) =>
      layers.map((layer) =>
        isNested(layer)
          ? (walk(layer as unknown as ModelTopology) as unknown as LayerJson)
          : edit(layer, index++),
      ),
    );
  return walk(topology);
}

/** What a layer is called; "" where the topology leaves that to the reader. */
export function nameOf({ config }: LayerJson): string {
  return typeof config["name"] === "string" ? config["name"] : "";
}

const WITH_KERNEL: ReadonlySet<string> = new Set([
  ...["Dense", "Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose", "Conv3DTranspose"],
  ...["DepthwiseConv2D", "SeparableConv2D", "LSTM", "GRU", "SimpleRNN", "Embedding"],
]);

export const hasKernel = ({ class_name: kind }: LayerJson): boolean => WITH_KERNEL.has(kind);

/** Place of the output among the leaves: the last layer with a kernel; what follows belongs to it. −1 without one. */
export function outputPlace(leaves: readonly LayerJson[]): number {
  return leaves.map(hasKernel).lastIndexOf(true);
}

/** What each leaf is. */
export function rolesOf(leaves: readonly LayerJson[]): readonly LayerRole[] {
  const output = outputPlace(leaves);
  return leaves.map((layer, i) => (i === output ? "output" : hasKernel(layer) ? "hidden" : "other"));
}

import { type ModelTopology } from "../recipe";
import { rolesOf } from "./leaves";

/** One layer of a sequential topology as tfjs and Keras write it: class name and config in snake case. */
export interface LayerJson {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A serialised initialiser. */
const glorot = { class_name: "GlorotUniform", config: {} } as const;

export interface DenseOptions {
  /** tfjs' name; default linear. */
  readonly activation?: string;
  /** Weight of the squares of the kernel in the loss. */
  readonly l2?: number;
}

function weighted(l2: number | undefined): object {
  return {
    kernel_initializer: glorot,
    bias_initializer: { class_name: "Zeros", config: {} },
    kernel_regularizer: l2 === undefined ? null : { class_name: "L1L2", config: { l1: 0, l2 } },
  };
}

export function dense(
  name: string,
  units: number,
  { activation = "linear", l2 }: DenseOptions = {},
): LayerJson {
  return { class_name: "Dense", config: { name, units, activation, ...weighted(l2) } };
}

export function conv2d(
  name: string,
  filters: number,
  { activation = "linear", l2 }: DenseOptions = {},
  stride = 1,
): LayerJson {
  const shape = { kernel_size: [3, 3], strides: [stride, stride], padding: "same" };
  return { class_name: "Conv2D", config: { name, filters, ...shape, activation, ...weighted(l2) } };
}

export function dropout(name: string, rate: number): LayerJson {
  return { class_name: "Dropout", config: { name, rate } };
}

export function flatten(name: string): LayerJson {
  return { class_name: "Flatten", config: { name } };
}

/** `momentum`: the share of the moving averages that an update keeps. */
export function batchNorm(name: string, momentum: number): LayerJson {
  return { class_name: "BatchNormalization", config: { name, momentum, axis: -1, epsilon: 1e-3 } };
}

export function layerNorm(name: string): LayerJson {
  return { class_name: "LayerNormalization", config: { name, epsilon: 1e-5 } };
}

/** Layers one behind the other; `inputShape` without the batch. */
export function sequential(inputShape: readonly number[], layers: readonly LayerJson[]): ModelTopology {
  const shaped = layers.map((layer, i) =>
    i === 0 ? { ...layer, config: { ...layer.config, batch_input_shape: [null, ...inputShape] } } : layer,
  );
  return { class_name: "Sequential", config: { name: "model", layers: shaped } };
}

/** The layers of a sequential topology. Errors: another kind of topology. */
export function layersOfTopology(topology: ModelTopology): readonly LayerJson[] {
  const { layers } = (topology["config"] ?? {}) as { layers?: readonly LayerJson[] };
  if (topology["class_name"] === "Sequential" && layers !== undefined) return layers;
  throw new Error(
    `topology: expected a Sequential with its layers, got ${String(topology["class_name"])}; write the model as a chain of layers`,
  );
}

/** Layers with a kernel: the last of them is the output, the others are hidden. */
export type LayerRole = "hidden" | "output" | "other";

/** Goes through the layers; each may be changed, replaced by several or left out. The first keeps the input's shape. */
export function editLayers(
  topology: ModelTopology,
  edit: (layer: LayerJson, role: LayerRole, index: number) => LayerJson | readonly LayerJson[],
): ModelTopology {
  const layers = layersOfTopology(topology);
  const roles = rolesOf(layers);
  const inputShape = (layers[0]?.config["batch_input_shape"] ?? []) as readonly (number | null)[];
  const edited = layers.flatMap((layer, i) => edit(bare(layer), roles[i] ?? "other", i));
  return sequential(inputShape.slice(1).map(Number), edited);
}

function bare({ class_name, config }: LayerJson): LayerJson {
  const rest = Object.entries(config).filter(([key]) => key !== "batch_input_shape");
  return { class_name, config: Object.fromEntries(rest) };
}

/** A layer with some of its settings changed. */
export function withConfig(layer: LayerJson, config: Readonly<Record<string, unknown>>): LayerJson {
  return { ...layer, config: { ...layer.config, ...config } };
}

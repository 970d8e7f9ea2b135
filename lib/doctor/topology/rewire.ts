import { type ModelTopology } from "../recipe";
import { type LayerJson } from "./layers";
import { isNested, listOf, nameOf, withLayers } from "./leaves";

/** A layer of a graph says what flows into it: `["dense", 0, 0, {}]`, in Keras 3 inside an object. */
interface GraphLayer extends LayerJson {
  readonly name?: string;
  readonly inbound_nodes: readonly unknown[];
}

const isGraphLayer = (layer: LayerJson): layer is GraphLayer => "inbound_nodes" in layer;

/** [layer, node, tensor, …]. */
function isReference(value: unknown): value is readonly [string, number, number, ...unknown[]] {
  return (
    Array.isArray(value) &&
    typeof value[0] === "string" &&
    typeof value[1] === "number" &&
    typeof value[2] === "number"
  );
}

/** Changes every reference inside a piece of JSON. */
function redirected<T>(json: T, from: string, to: string): T {
  if (isReference(json)) return (json[0] === from ? [to, ...json.slice(1)] : json) as T;
  if (Array.isArray(json)) return json.map((item: unknown) => redirected(item, from, to)) as T;
  if (typeof json !== "object" || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]: [string, unknown]) => [key, redirected(value, from, to)]),
  ) as T;
}

/** The first reference inside a piece of JSON. */
function firstReference(json: unknown): string | undefined {
  if (isReference(json)) return json[0];
  if (typeof json !== "object" || json === null) return undefined;
  for (const item of Object.values(json)) {
    const found = firstReference(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The model that holds a layer directly, changed; models around it stay as they are. */
function editHolder(
  topology: ModelTopology,
  layer: LayerJson,
  edit: (holder: ModelTopology) => ModelTopology,
): ModelTopology {
  if (listOf(topology).includes(layer)) return edit(topology);
  return withLayers(topology, (layers) =>
    layers.map((other) =>
      isNested(other)
        ? (editHolder(other as unknown as ModelTopology, layer, edit) as unknown as LayerJson)
        : other,
    ),
  );
}

/** The model without one layer (an item of `leavesOf`) that has one input: what came in goes on to what came after. */
export function withoutLayer(topology: ModelTopology, layer: LayerJson): ModelTopology {
  return editHolder(topology, layer, (holder) => {
    const rest = withLayers(holder, (layers) => withoutItem(layers, layer));
    if (!isGraphLayer(layer)) return rest;
    const source = firstReference(layer.inbound_nodes);
    return source === undefined ? rest : redirected(rest, layer.name ?? nameOf(layer), source);
  });
}

/** The first of a chain says the shape of the input. */
const SHAPE_KEYS = ["batch_input_shape", "batch_shape", "input_shape"];

function withoutItem(layers: readonly LayerJson[], layer: LayerJson): LayerJson[] {
  const shape = Object.entries(layer.config).filter(([key]) => SHAPE_KEYS.includes(key));
  const place = layers.indexOf(layer);
  return layers.flatMap((other, i) => {
    if (other === layer) return [];
    return i === place + 1 && place === 0 && shape.length > 0
      ? [{ ...other, config: { ...other.config, ...Object.fromEntries(shape) } }]
      : [other];
  });
}

/** The model with a layer behind another one (an item of `leavesOf`): it takes its output, and all that took it take the new one's. */
export function withLayerBehind(topology: ModelTopology, layer: LayerJson, added: LayerJson): ModelTopology {
  return editHolder(topology, layer, (holder) => {
    if (!isGraphLayer(layer)) {
      return withLayers(holder, (layers) =>
        layers.flatMap((other) => (other === layer ? [other, added] : [other])),
      );
    }
    const name = layer.name ?? nameOf(layer);
    const joined: GraphLayer = {
      ...added,
      name: nameOf(added),
      inbound_nodes: inboundFrom(holder, name),
    };
    return withLayers(redirected(holder, name, nameOf(added)), (layers) =>
      layers.flatMap((other) => (other.config["name"] === name ? [other, joined] : [other])),
    );
  });
}

/** One node that takes a layer's output, written as the model writes its others. */
function inboundFrom(holder: ModelTopology, name: string): readonly unknown[] {
  const tensor = keras3Tensor(holder, name);
  return tensor === undefined ? [[[name, 0, 0, {}]]] : [{ args: [tensor], kwargs: {} }];
}

/** Keras 3's object around a reference to a layer. */
function keras3Tensor(json: unknown, name: string): unknown {
  if (typeof json !== "object" || json === null) return undefined;
  const { class_name: kind, config } = json as {
    class_name?: unknown;
    config?: { keras_history?: readonly unknown[] };
  };
  if (kind === "__keras_tensor__" && config?.keras_history?.[0] === name) return json;
  for (const item of Object.values(json)) {
    const found = keras3Tensor(item, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

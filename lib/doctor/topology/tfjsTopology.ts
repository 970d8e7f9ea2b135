import { isRecord, list, record, text, type Json } from "./json";
import { kerasNodes, nodePlaces } from "./kerasNodes";

/** Of a layer class with this name, whether tfjs has it. */
export type KnownClass = (name: string) => boolean;

/** A model or layer as tfjs reads it. */
interface ClassJson extends Json {
  readonly class_name: string;
  readonly config: Json;
}

const MODELS: ReadonlySet<string> = new Set(["Sequential", "Functional", "Model"]);

/**
 * The JSON of tfjs, Keras 2 or Keras 3 (a whole `model.json`, `model_config` or the model itself) as tfjs reads it:
 * batch shapes, dtype policies, nested initialisers, activations and nodes in its form. Errors: what is no model, and
 * a layer or activation that tfjs lacks, by name.
 */
export function tfjsTopology(topology: Json, knows: KnownClass): Json {
  const model = modelIn(topology);
  if (MODELS.has(String(model["class_name"]))) return modelOf(model, knows);
  throw new Error(
    `topology: expected a Sequential, Functional or Model, got ${String(model["class_name"])}; give the JSON of model.toJSON() or to_json()`,
  );
}

/** Through the wrappers that files put around a model. */
function modelIn(topology: Json): Json {
  const inner = topology["modelTopology"] ?? topology["model_config"];
  return isRecord(inner) ? modelIn(inner) : topology;
}

function modelOf(model: Json, knows: KnownClass): ClassJson {
  const kind = text(model, "class_name");
  const config = Array.isArray(model["config"]) ? { layers: model["config"] } : record(model, "config");
  const layers = list(config, "layers").map((layer) => layerOf(layer, knows));
  return {
    class_name: kind === "Functional" ? "Model" : kind,
    config: {
      name: config["name"] ?? "model",
      layers: kind === "Sequential" ? withInputShape(layers, config["build_input_shape"]) : layers,
      ...(kind === "Sequential"
        ? {}
        : {
            input_layers: nodePlaces(config["input_layers"]),
            output_layers: nodePlaces(config["output_layers"]),
          }),
    },
  };
}

/** Keras 3 may keep the input's shape beside the layers. */
function withInputShape(layers: readonly ClassJson[], shape: unknown): readonly ClassJson[] {
  const [first, ...others] = layers;
  if (first === undefined || shape === undefined || "batch_input_shape" in first.config) return layers;
  return [{ ...first, config: { ...first.config, batch_input_shape: shape } }, ...others];
}

function layerOf(layer: Json, knows: KnownClass): ClassJson {
  const kind = text(layer, "class_name");
  const own = nameOf(layer) ?? kind;
  if (MODELS.has(kind)) return { ...modelOf(layer, knows), ...placed(layer, own) };
  if (!knows(kind)) {
    throw new Error(
      `layer ${own}: expected one of tfjs' layers, got ${kind}; replace it, or give the model as a function`,
    );
  }
  const config = configOf(record(layer, "config"), { kind, name: own, knows });
  return { class_name: kind, config, ...placed(layer, own) };
}

function nameOf({ name, config }: Json): string | undefined {
  const own = isRecord(config) ? config["name"] : undefined;
  return [own, name].find((one) => typeof one === "string");
}

/** Name and nodes, which stand beside the config in a graph of layers. */
function placed(layer: Json, name: string): Json {
  if (layer["inbound_nodes"] === undefined) return {};
  return { name, inbound_nodes: kerasNodes(layer["inbound_nodes"]) };
}

interface LayerFacts {
  readonly kind: string;
  readonly name: string;
  readonly knows: KnownClass;
}

/** Settings of Keras that tfjs has no name for; they change no number of what it can do. */
const DROPPED: ReadonlySet<string> = new Set([
  ...[
    "sparse",
    "ragged",
    "optional",
    "synchronized",
    "rms_scaling",
    "noise_shape",
    "lora_rank",
    "quantization_config",
  ],
]);
/** Settings that tfjs leaves out in silence: only these values may stand there. */
const ONLY: Readonly<Record<string, readonly unknown[]>> = {
  groups: [1],
  negative_slope: [0, null],
  threshold: [0, null],
  rms_scaling: [false],
};

function configOf(config: Json, layer: LayerFacts): Json {
  const entries = Object.entries(config).flatMap(([key, value]): [string, unknown][] => {
    checkOnly(key, value, layer);
    if (DROPPED.has(key)) return [];
    return [[key === "batch_shape" ? "batch_input_shape" : key, settingOf(key, value, layer)]];
  });
  return Object.fromEntries(entries);
}

function checkOnly(key: string, value: unknown, { kind, name }: LayerFacts): void {
  const allowed = kind === "LeakyReLU" || kind === "ThresholdedReLU" ? undefined : ONLY[key];
  if (allowed === undefined || allowed.includes(value)) return;
  throw new Error(
    `layer ${name}: expected ${key} ${String(allowed[0])}, got ${JSON.stringify(value)}; tfjs has no other: give the model as a function`,
  );
}

function settingOf(key: string, value: unknown, layer: LayerFacts): unknown {
  if (key === "dtype") return dtypeOf(value);
  if (key.endsWith("activation")) return activationOf(value, layer);
  if (key === "axis" && Array.isArray(value) && value.length === 1) return value[0] as unknown;
  if ((key === "layer" || key === "backward_layer") && isRecord(value)) return layerOf(value, layer.knows);
  return isRecord(value) && "class_name" in value ? objectOf(value) : value;
}

/** A dtype policy by its name; half precision is computed in single here. */
function dtypeOf(value: unknown): unknown {
  const name = isRecord(value) ? record(value, "config")["name"] : value;
  return typeof name === "string" && /16/.test(name) ? "float32" : (name ?? "float32");
}

const ACTIVATIONS: Readonly<Record<string, string>> = {
  silu: "swish",
  hard_sigmoid: "hardSigmoid",
  log_softmax: "logSoftmax",
};

function activationOf(value: unknown, { name, knows }: LayerFacts): unknown {
  if (value === null || value === undefined) return "linear";
  const said = isRecord(value)
    ? typeof value["config"] === "string"
      ? value["config"]
      : value["class_name"]
    : value;
  const known = ACTIVATIONS[String(said)] ?? String(said);
  if (knows(known)) return known;
  throw new Error(
    `activation of ${name}: expected one of tfjs', got ${String(said)}; choose another, or give the model as a function`,
  );
}

/** Names of other versions for one thing. */
const OBJECTS: Readonly<Record<string, string>> = {
  L1: "L1L2",
  L2: "L1L2",
  LecunNormal: "LeCunNormal",
  LecunUniform: "LeCunUniform",
  OrthogonalInitializer: "Orthogonal",
  IdentityInitializer: "Identity",
};

/** An initialiser, regulariser or constraint: class and settings, without what Keras 3 puts around them. */
function objectOf(value: Json): Json {
  const kind = text(value, "class_name");
  const said = isRecord(value["config"]) ? value["config"] : {};
  const config = kind === "L1" || kind === "L2" ? { l1: 0, l2: 0, ...said } : said; // tfjs takes .01 for what is left out
  const entries = Object.entries(config).map(([key, setting]): [string, unknown] => {
    if (key === "seed") return [key, null]; // the draws are ours
    if (key === "distribution" && setting === "untruncated_normal") return [key, "normal"];
    return [key, setting];
  });
  return { class_name: OBJECTS[kind] ?? kind, config: Object.fromEntries(entries) };
}

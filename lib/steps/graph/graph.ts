import { bytesField, integerField, message } from "./wire";

/** TensorFlow's numbers for its types. */
export const TYPE = { float: 1, double: 2, int32: 3 } as const;

export type TypeName = keyof typeof TYPE;

/** Extents, −1 for one that is known only when the graph runs; undefined: not even their number is known. */
export type Shape = readonly number[] | undefined;

/** A setting of a node. */
export type Attribute =
  | { readonly kind: "type"; readonly value: TypeName }
  | { readonly kind: "shape"; readonly value: Shape }
  | { readonly kind: "flag"; readonly value: boolean }
  | { readonly kind: "text"; readonly value: string }
  | {
      readonly kind: "tensor";
      readonly values: Float32Array | Int32Array;
      readonly shape: readonly number[];
    };

/** One operation with the names of the nodes whose outputs it takes. */
export interface GraphNode {
  readonly operation: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Default: the operation and its place. */
  readonly name?: string;
  /** Nodes that must have run before, though their output is not used. */
  readonly after?: readonly string[];
}

/** A TensorFlow graph under construction: its nodes, encoded. */
export interface Graph {
  readonly nodes: Uint8Array[];
}

/** Adds a node and returns its name, by which others take its output. */
export function addNode(graph: Graph, node: GraphNode): string {
  const name = node.name ?? `${node.operation}.${graph.nodes.length}`;
  const inputs = [...node.inputs, ...(node.after ?? []).map((other) => `^${other}`)];
  graph.nodes.push(
    message(
      bytesField(1, name),
      bytesField(2, node.operation),
      ...inputs.map((input) => bytesField(3, input)),
      ...Object.entries(node.attributes).map(([key, attribute]) =>
        bytesField(5, message(bytesField(1, key), bytesField(2, attributeBytes(attribute)))),
      ),
    ),
  );
  return name;
}

/** AttrValue of tensorflow/core/framework/attr_value.proto. */
function attributeBytes(attribute: Attribute): Uint8Array {
  switch (attribute.kind) {
    case "text":
      return bytesField(2, attribute.value);
    case "flag":
      return integerField(5, Number(attribute.value));
    case "type":
      return integerField(6, TYPE[attribute.value]);
    case "shape":
      return bytesField(7, shapeBytes(attribute.value));
    case "tensor": {
      const { values, shape } = attribute;
      const type = values instanceof Float32Array ? TYPE.float : TYPE.int32;
      const content = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      const tensor = message(integerField(1, type), bytesField(2, shapeBytes(shape)), bytesField(4, content));
      return bytesField(8, tensor);
    }
  }
}

/** TensorShapeProto. */
function shapeBytes(shape: Shape): Uint8Array {
  if (shape === undefined) return integerField(3, 1);
  return message(...shape.map((extent) => bytesField(2, integerField(1, extent))));
}

/** The version of TensorFlow's graph format that the nodes are written for, that of TensorFlow 2.9. */
const PRODUCER = 1087;

/** The content of a `saved_model.pb` with this graph under the tag `serve`; it needs no variables beside it. */
export function savedModelBytes({ nodes }: Graph): Uint8Array {
  const versions = bytesField(4, integerField(1, PRODUCER));
  const graphDef = message(...nodes.map((node) => bytesField(1, node)), versions);
  const metaGraph = message(bytesField(1, bytesField(4, "serve")), bytesField(2, graphDef));
  return message(integerField(1, 1), bytesField(2, metaGraph));
}

import { addNode, type Attribute, type Graph, type Shape, type TypeName } from "./graph";

/** What nodes are made with; each takes and gives names of nodes. Float32 unless said otherwise. */
export type Operations = ReturnType<typeof operations>;

const type = (value: TypeName): Attribute => ({ kind: "type", value });
const flag = (value: boolean): Attribute => ({ kind: "flag", value });
const text = (value: string): Attribute => ({ kind: "text", value });
const FLOAT = { T: type("float") };

/** TensorFlow's operations that a training step of dense layers needs, as functions that add them to `graph`. */
export function operations(graph: Graph) {
  const unary = (operation: string) => (x: string) =>
    addNode(graph, { operation, inputs: [x], attributes: FLOAT });
  const binary = (operation: string) => (a: string, b: string) =>
    addNode(graph, { operation, inputs: [a, b], attributes: FLOAT });
  const tensor = (values: Float32Array | Int32Array, shape: readonly number[]): string =>
    addNode(graph, {
      operation: "Const",
      inputs: [],
      attributes: {
        dtype: type(values instanceof Float32Array ? "float" : "int32"),
        value: { kind: "tensor", values, shape },
      },
    });
  const reduce =
    (operation: "Sum" | "Mean") =>
    (x: string, axes: readonly number[], kept = false) =>
      addNode(graph, {
        operation,
        inputs: [x, tensor(Int32Array.from(axes), [axes.length])],
        attributes: { ...FLOAT, Tidx: type("int32"), keep_dims: flag(kept) },
      });
  return {
    constant: (value: number) => tensor(Float32Array.of(value), []),
    /** Fed when the graph runs. */
    placeholder: (name: string, shape: Shape) =>
      addNode(graph, {
        operation: "Placeholder",
        inputs: [],
        attributes: { dtype: type("float"), shape: { kind: "shape", value: shape } },
        name,
      }),
    /** Handle of a variable, which lives as long as the session; `assign` before `read`. */
    variable: (name: string, shape: readonly number[]) =>
      addNode(graph, {
        operation: "VarHandleOp",
        inputs: [],
        attributes: {
          dtype: type("float"),
          shape: { kind: "shape", value: shape },
          shared_name: text(name),
          container: text(""),
        },
        name,
      }),
    read: (handle: string) =>
      addNode(graph, { operation: "ReadVariableOp", inputs: [handle], attributes: { dtype: type("float") } }),
    assign: (handle: string, value: string) =>
      addNode(graph, {
        operation: "AssignVariableOp",
        inputs: [handle, value],
        attributes: { dtype: type("float") },
      }),
    /** The same value under a name to fetch or feed it by, once the nodes `after` have run. */
    named: (name: string, x: string, after: readonly string[] = []) =>
      addNode(graph, { operation: "Identity", inputs: [x], attributes: FLOAT, name, after }),
    /** [M, K] · [K, N], either operand transposed first. */
    matMul: (a: string, b: string, transposed: { readonly a?: boolean; readonly b?: boolean } = {}) =>
      addNode(graph, {
        operation: "MatMul",
        inputs: [a, b],
        attributes: {
          ...FLOAT,
          transpose_a: flag(transposed.a ?? false),
          transpose_b: flag(transposed.b ?? false),
        },
      }),
    /** Rows [B, N] + [N]. */
    addBias: (x: string, bias: string) =>
      addNode(graph, {
        operation: "BiasAdd",
        inputs: [x, bias],
        attributes: { ...FLOAT, data_format: text("NHWC") },
      }),
    /** Σ a ∘ b in float64, rounded to float32 at the end. */
    innerProduct: (a: string, b: string) => {
      const cast = (x: string, from: TypeName, to: TypeName): string =>
        addNode(graph, {
          operation: "Cast",
          inputs: [x],
          attributes: { SrcT: type(from), DstT: type(to) },
        });
      const attributes = { T: type("double") };
      const inputs = [a, b].map((x) => cast(x, "float", "double"));
      const product = addNode(graph, { operation: "Mul", inputs, attributes });
      const all = addNode(graph, {
        operation: "Reshape",
        inputs: [product, tensor(Int32Array.of(-1), [1])],
        attributes: { ...attributes, Tshape: type("int32") },
      });
      const sum = addNode(graph, {
        operation: "Sum",
        inputs: [all, tensor(Int32Array.of(0), [1])],
        attributes: { ...attributes, Tidx: type("int32"), keep_dims: flag(false) },
      });
      return cast(sum, "double", "float");
    },
    /** Number of elements. */
    size: (x: string) => {
      const count = addNode(graph, {
        operation: "Size",
        inputs: [x],
        attributes: { ...FLOAT, out_type: type("int32") },
      });
      return addNode(graph, {
        operation: "Cast",
        inputs: [count],
        attributes: { SrcT: type("int32"), DstT: type("float") },
      });
    },
    /**
     * m ← β1 m + (1 − β1) g, v ← β2 v + (1 − β2) g², w ← w − rate · m / (√v + epsilon), in place and in one pass.
     * The corrections of m and v are in `rate` and `epsilon`, which the caller computes in float64.
     */
    applyAdam: (
      [weight, first, second]: readonly [string, string, string],
      gradient: string,
      { rate, epsilon, beta1, beta2, zero }: AdamConstants,
    ) =>
      addNode(graph, {
        operation: "ResourceApplyAdam",
        inputs: [weight, first, second, zero, zero, rate, beta1, beta2, epsilon, gradient],
        attributes: { ...FLOAT, use_locking: flag(false), use_nesterov: flag(false) },
      }),
    add: binary("AddV2"),
    subtract: binary("Sub"),
    multiply: binary("Mul"),
    divide: binary("RealDiv"),
    minimum: binary("Minimum"),
    maximum: binary("Maximum"),
    erf: unary("Erf"),
    exp: unary("Exp"),
    sqrt: unary("Sqrt"),
    square: unary("Square"),
    negate: unary("Neg"),
    sum: reduce("Sum"),
    mean: reduce("Mean"),
  };
}

/** Names of scalar nodes; `zero` stands for β1^t and β2^t, see `applyAdam`. */
export interface AdamConstants {
  readonly rate: string;
  readonly epsilon: string;
  readonly beta1: string;
  readonly beta2: string;
  readonly zero: string;
}

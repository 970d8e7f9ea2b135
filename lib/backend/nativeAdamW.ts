import * as tf from "@tensorflow/tfjs";
import { type AdamWSlot, type AdamWStep } from "./plainAdamW";

/** A setting of a TensorFlow operation. */
interface OperationAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** What tfjs-node's backend has beside tfjs's own interface: any operation of TensorFlow by name. */
interface NativeBackend {
  readonly binding: Readonly<
    Record<"TF_ATTR_TYPE" | "TF_ATTR_BOOL" | "TF_ATTR_STRING" | "TF_ATTR_SHAPE" | "TF_FLOAT", number>
  >;
  executeMultipleOutputs(
    operation: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/**
 * AdamW with TensorFlow's own fused kernel, one pass over w, g, m and v. The kernel updates TensorFlow's variables, so
 * three of them take the numbers of each tfjs variable in turn; they are gone when the update is made.
 */
export const nativeAdamW = {
  sumOfSquares(gradients: readonly tf.Tensor[]): number {
    const { floats } = nativeOperations();
    return gradients.reduce(
      (sum, g) => sum + 2 * tf.tidy(() => floats("L2Loss", [g]).dataSync()[0] as number), // ½ Σ g²
      0,
    );
  },

  update(slots: readonly AdamWSlot[], step: AdamWStep): void {
    tf.tidy(() => {
      const { floats, variable, assign, read, applyAdam, destroy } = nativeOperations();
      const scalar = scalars();
      const names = ["weight", "first", "second"] as const;
      const [weight, first, second] = names.map((name) => variable(`seven-fixes.${name}`)) as Triple;
      const { clip, beta1, beta2, rootCorrection2, epsilon } = step;
      // The kernel makes 1 − β2 of a float32: a share of 1.3e-5 too little for 0.999, in every term of v alike.
      const root = rootCorrection2 * Math.sqrt((1 - Math.fround(beta2)) / (1 - beta2));
      // It would correct the moments by β1^t and β2^t, which are in the rate and in epsilon here.
      const constants = [beta1, beta2, epsilon * root].map(scalar);
      for (const slot of slots) {
        assign(weight, floats("Mul", [slot.variable, scalar(slot.decay)]));
        assign(first, slot.first);
        assign(second, slot.second);
        const gradient = clip === 1 ? slot.gradient : floats("Mul", [slot.gradient, scalar(clip)]);
        const rate = scalar(slot.rate * root);
        applyAdam([weight, first, second, scalar(0), scalar(0), rate, ...constants, gradient]);
        slot.variable.assign(read(weight));
        slot.first.assign(read(first));
        slot.second.assign(read(second));
      }
      [weight, first, second].forEach(destroy);
    });
  },
};

type Triple = [weight: tf.Tensor, first: tf.Tensor, second: tf.Tensor];

/** Each number as one tensor, however often it is asked for. */
function scalars(): (value: number) => tf.Tensor {
  const made = new Map<number, tf.Tensor>();
  return (value) => {
    const tensor = made.get(value) ?? tf.scalar(value);
    made.set(value, tensor);
    return tensor;
  };
}

/** TensorFlow's operations that an update needs, on float32. */
function nativeOperations() {
  const backend = tf.backend() as unknown as NativeBackend;
  const { binding } = backend;
  const type = (name: string): OperationAttribute => ({
    name,
    type: binding.TF_ATTR_TYPE,
    value: binding.TF_FLOAT,
  });
  const flag = (name: string): OperationAttribute => ({ name, type: binding.TF_ATTR_BOOL, value: false });
  const text = (name: string, value: string): OperationAttribute => ({
    name,
    type: binding.TF_ATTR_STRING,
    value,
  });
  const anyShape = { name: "shape", type: binding.TF_ATTR_SHAPE, value: [] };
  const one = (
    operation: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly tf.Tensor[],
  ): tf.Tensor => backend.executeMultipleOutputs(operation, attributes, inputs, 1)[0] as tf.Tensor;
  const none = (
    operation: string,
    attributes: readonly OperationAttribute[],
    inputs: readonly tf.Tensor[],
  ): void => void backend.executeMultipleOutputs(operation, attributes, inputs, 0);
  return {
    floats: (operation: string, inputs: readonly tf.Tensor[]) => one(operation, [type("T")], inputs),
    variable: (name: string) =>
      one("VarHandleOp", [type("dtype"), anyShape, text("shared_name", name), text("container", "")], []),
    assign: (handle: tf.Tensor, value: tf.Tensor) =>
      none("AssignVariableOp", [type("dtype")], [handle, value]),
    read: (handle: tf.Tensor) => one("ReadVariableOp", [type("dtype")], [handle]),
    applyAdam: (inputs: readonly tf.Tensor[]) =>
      none("ResourceApplyAdam", [type("T"), flag("use_locking"), flag("use_nesterov")], inputs),
    destroy: (handle: tf.Tensor) => none("DestroyResourceOp", [flag("ignore_lookup_error")], [handle]),
  };
}

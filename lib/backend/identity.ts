import * as tf from "@tensorflow/tfjs";
import { type BackendWasm } from "@tensorflow/tfjs-backend-wasm";

/**
 * A second tensor over the same numbers, as on tfjs's other backends; tfjs-wasm copies them, which costs a
 * pass over every weight gradient.
 */
export const identityKernel: tf.KernelConfig = {
  kernelName: tf.Identity,
  backendName: "wasm",
  kernelFunc: ({ inputs, backend }) => {
    const { x } = inputs as { x: tf.TensorInfo };
    (backend as Pick<BackendWasm, "incRef">).incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },
};

import * as tf from "@tensorflow/tfjs";
import { batchMatMul, type MatMulAttrs, type MatMulInputs } from "./batchMatMul";
import { type WasmBackend } from "./kernelModule";

interface FusedMatMulInputs extends MatMulInputs {
  readonly bias?: tf.TensorInfo;
  readonly preluActivationWeights?: tf.TensorInfo;
}

interface FusedMatMulAttrs extends MatMulAttrs {
  readonly activation: tf.fused.Activation | undefined;
  readonly leakyreluAlpha: number | undefined;
}

type Run = (kernel: string, inputs: Record<string, tf.TensorInfo>, attrs?: tf.NamedAttrMap) => tf.TensorInfo;

/**
 * activation(a · b + bias). The stock kernel adds the bias once per 48 columns when an operand is
 * transposed or batched; here the bias is one broadcast addition and the activation the backend's own
 * kernel: small passes beside the product.
 */
function fusedMatMul(
  backend: WasmBackend,
  inputs: FusedMatMulInputs,
  attrs: FusedMatMulAttrs,
): tf.TensorInfo {
  const run: Run = (kernel, kernelInputs, kernelAttrs = {}) => {
    const config = tf.getKernel(kernel, "wasm");
    return config.kernelFunc({ inputs: kernelInputs, attrs: kernelAttrs, backend }) as tf.TensorInfo;
  };
  const product = batchMatMul(backend, inputs, attrs);
  const shifted = inputs.bias ? run(tf.Add, { a: product, b: inputs.bias }) : product;
  if (shifted !== product) backend.disposeData(product.dataId);
  const output = activate(run, shifted, inputs, attrs);
  if (output !== shifted) backend.disposeData(shifted.dataId);
  return output;
}

function activate(
  run: Run,
  x: tf.TensorInfo,
  { preluActivationWeights: alpha }: FusedMatMulInputs,
  { activation, leakyreluAlpha }: FusedMatMulAttrs,
): tf.TensorInfo {
  switch (activation) {
    case "linear":
    case undefined:
      return x;
    case "relu":
      return run(tf.Relu, { x });
    case "relu6":
      return run(tf.Relu6, { x });
    case "elu":
      return run(tf.Elu, { x });
    case "sigmoid":
      return run(tf.Sigmoid, { x });
    case "leakyrelu":
      return run(tf.LeakyRelu, { x }, { alpha: leakyreluAlpha ?? 0.2 });
    case "prelu":
      if (alpha) return run(tf.Prelu, { x, alpha });
      throw new Error("fused matMul: expected preluActivationWeights with prelu, got none; pass them");
    default:
      throw new Error(`unknown activation: ${String(activation)}`);
  }
}

/** Replaces tfjs-wasm's _FusedMatMul. */
export const fusedMatMulKernel: tf.KernelConfig = {
  kernelName: tf._FusedMatMul,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs, backend }) =>
    fusedMatMul(
      backend as WasmBackend,
      inputs as unknown as FusedMatMulInputs,
      attrs as unknown as FusedMatMulAttrs,
    ),
};

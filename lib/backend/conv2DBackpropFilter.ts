import * as tf from "@tensorflow/tfjs";
import { addressOf, allocate, kernelModule, type WasmBackend } from "./kernelModule";

interface Inputs {
  /** Image [B, height, width, in]. */
  readonly x: tf.TensorInfo;
  /** Gradient of the convolution's output [B, outHeight, outWidth, out]. */
  readonly dy: tf.TensorInfo;
}

/** Output positions 0…n−1 whose input position `position · stride + offset` lies inside the image. */
function inside(stride: number, offset: number, inputSize: number, outputSize: number): [number, number] {
  const first = Math.max(0, Math.ceil(-offset / stride));
  const end = Math.min(outputSize, Math.ceil((inputSize - offset) / stride));
  return [first, Math.max(first, end)];
}

/**
 * A convolution's filter gradient, dW[r, c] = Σ x[…, r, c, :]ᵀ · dy over batch and positions, which
 * tfjs-wasm lacks. For one filter tap and one output row it is a product of two matrices as they lie in memory, added to
 * the tap's [in, out] block; padding is never read.
 */
function conv2DBackpropFilter(
  backend: WasmBackend,
  { x, dy }: Inputs,
  info: tf.backend_util.Conv2DInfo,
): tf.TensorInfo {
  const output = allocate(backend, [...info.filterShape]);
  const [image, gradient, filter] = [x, dy, output].map((tensor) => addressOf(backend, tensor)) as [
    number,
    number,
    number,
  ];
  const { inChannels, outChannels, strideWidth, strideHeight, filterWidth } = info;
  backend.typedArrayFromHeap(output).fill(0);
  const { kernels, scratch } = kernelModule(backend);
  for (let tap = 0; tap < info.filterHeight * filterWidth; tap++) {
    const row = Math.floor(tap / filterWidth) - info.padInfo.top;
    const column = (tap % filterWidth) - info.padInfo.left;
    const [firstRow, endRow] = inside(strideHeight, row, info.inHeight, info.outHeight);
    const [firstColumn, endColumn] = inside(strideWidth, column, info.inWidth, info.outWidth);
    const block = filter + 4 * tap * inChannels * outChannels;
    for (let b = 0; b < info.batchSize; b++) {
      for (let r = firstRow; r < endRow; r++) {
        const inputRow = (b * info.inHeight + r * strideHeight + row) * info.inWidth;
        const a = image + 4 * inChannels * (inputRow + firstColumn * strideWidth + column);
        const g = gradient + 4 * outChannels * ((b * info.outHeight + r) * info.outWidth + firstColumn);
        const sizes = [inChannels, outChannels, endColumn - firstColumn] as const;
        kernels.matMul(a, 1, strideWidth * inChannels, g, outChannels, 1, block, ...sizes, 1, scratch);
      }
    }
  }
  return output;
}

interface Attrs {
  readonly strides: number | [number, number];
  readonly pad: "valid" | "same" | number;
  readonly dataFormat: "NHWC" | "NCHW";
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
  readonly filterShape: [number, number, number, number];
}

export const conv2DBackpropFilterKernel: tf.KernelConfig = {
  kernelName: tf.Conv2DBackpropFilter,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attrs as unknown as Attrs;
    if (dataFormat !== "NHWC") {
      throw new Error(
        `conv2dBackpropFilter on wasm: expected dataFormat NHWC, got ${dataFormat}; transpose first`,
      );
    }
    const { x, dy } = inputs as unknown as Inputs;
    const info = tf.backend_util.computeConv2DInfo(
      x.shape as [number, number, number, number],
      filterShape,
      strides,
      1,
      pad,
      dimRoundingMode,
    );
    return conv2DBackpropFilter(backend as WasmBackend, { x, dy }, info);
  },
};

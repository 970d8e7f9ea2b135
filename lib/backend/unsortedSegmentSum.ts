import * as tf from "@tensorflow/tfjs";
import { type WasmBackend } from "./kernelModule";

/**
 * output[s] = Σ x[i] over all i with segmentIds[i] = s: the gradient of tf.gather, which tfjs-wasm lacks.
 * Rows whose id lies outside 0…numSegments−1 are dropped, as TensorFlow does; rows are added in order.
 */
function unsortedSegmentSum(
  backend: WasmBackend,
  { x, segmentIds }: { readonly x: tf.TensorInfo; readonly segmentIds: tf.TensorInfo },
  numSegments: number,
): tf.TensorInfo {
  if (segmentIds.shape.length !== 1 || segmentIds.shape[0] !== x.shape[0]) {
    throw new Error(
      `unsortedSegmentSum: expected one segment id for each of ${x.shape[0] ?? 0} rows, got ids of shape [${segmentIds.shape.join(", ")}]; flatten both first`,
    );
  }
  const rowShape = x.shape.slice(1);
  const width = tf.util.sizeFromShape(rowShape);
  const output = backend.makeOutput([numSegments, ...rowShape], x.dtype);
  const sums = backend.typedArrayFromHeap(output).fill(0);
  const rows = backend.typedArrayFromHeap(x);
  backend.typedArrayFromHeap(segmentIds).forEach((segment, row) => {
    if (segment < 0 || segment >= numSegments) return;
    for (let i = 0; i < width; i++) {
      sums[segment * width + i] = (sums[segment * width + i] as number) + (rows[row * width + i] as number);
    }
  });
  return output;
}

export const unsortedSegmentSumKernel: tf.KernelConfig = {
  kernelName: tf.UnsortedSegmentSum,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs, backend }) => {
    const { numSegments } = attrs as unknown as { readonly numSegments: number };
    return unsortedSegmentSum(backend as WasmBackend, inputs as never, numSegments);
  },
};

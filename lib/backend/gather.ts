import * as tf from "@tensorflow/tfjs";
import { type WasmBackend } from "./kernelModule";

interface Attrs {
  readonly axis: number;
  readonly batchDims: number;
}

/**
 * tf.gather, a slice copied at a time: tfjs-wasm's own kernel copies number by number. An index outside the axis is
 * refused, as tfjs does.
 */
function gather(
  backend: WasmBackend,
  { x, indices }: { readonly x: tf.Tensor; readonly indices: tf.Tensor },
  { axis, batchDims }: Attrs,
): tf.TensorInfo {
  const shapes = tf.backend_util.segment_util.collectGatherOpShapeInfo(
    x,
    indices,
    tf.util.parseAxisParam(axis, x.shape)[0] ?? 0,
    batchDims,
  );
  const output = backend.makeOutput(shapes.outputShape, x.dtype);
  const places = backend.typedArrayFromHeap(indices);
  const from = backend.typedArrayFromHeap(x);
  const to = backend.typedArrayFromHeap(output);
  const heap = new Uint8Array(from.buffer);
  const bytes = shapes.sliceSize * from.BYTES_PER_ELEMENT;
  const each = places.length / shapes.batchSize;
  let target = to.byteOffset;
  for (let block = 0; block < shapes.batchSize * shapes.outerSize; block++) {
    const first = from.byteOffset + block * shapes.dimSize * bytes;
    const batch = Math.floor(block / shapes.outerSize);
    for (let i = 0; i < each; i++, target += bytes) {
      const place = places[batch * each + i] as number;
      if (place < 0 || place >= shapes.dimSize)
        throw new Error(`gather: expected indices in 0…${shapes.dimSize - 1}, got ${place}; correct them`);
      heap.copyWithin(target, first + place * bytes, first + (place + 1) * bytes);
    }
  }
  return output;
}

export const gatherKernel: tf.KernelConfig = {
  kernelName: tf.GatherV2,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs, backend }) =>
    gather(backend as WasmBackend, inputs as never, attrs as unknown as Attrs),
};

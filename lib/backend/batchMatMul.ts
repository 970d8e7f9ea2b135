import * as tf from "@tensorflow/tfjs";
import { addressOf, allocate, kernelModule, type WasmBackend } from "./kernelModule";

export interface MatMulInputs {
  readonly a: tf.TensorInfo;
  readonly b: tf.TensorInfo;
}

export interface MatMulAttrs {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** One operand seen as matrices [rows, columns] with strides; a transpose only swaps the strides. */
interface Operand {
  readonly batch: number[];
  readonly rows: number;
  readonly columns: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

function operand(shape: readonly number[], transpose: boolean): Operand {
  const [first = 1, second = 1] = shape.slice(-2);
  const batch = shape.slice(0, -2);
  return transpose
    ? { batch, rows: second, columns: first, rowStride: 1, columnStride: second }
    : { batch, rows: first, columns: second, rowStride: second, columnStride: 1 };
}

/**
 * c[…, M, N] = a[…, M, K] · b[…, K, N] for any transpose, batch dimensions broadcast as NumPy does. The caller owns the
 * result. Errors are those of tfjs's plain backend.
 */
export function batchMatMul(backend: WasmBackend, { a, b }: MatMulInputs, attrs: MatMulAttrs): tf.TensorInfo {
  if (a.dtype !== "float32" || b.dtype !== "float32") {
    throw new Error("BatchMatMul for non non-float32 tensors not yet supported.");
  }
  const left = operand(a.shape, attrs.transposeA);
  const right = operand(b.shape, attrs.transposeB);
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(left.batch, right.batch);
  tf.util.assert(
    left.columns === right.rows,
    () =>
      `Error in matMul: inner shapes (${left.columns}) and (${right.rows}) of Tensors with shapes ` +
      `${String(a.shape)} and ${String(b.shape)} and transposeA=${attrs.transposeA} and ` +
      `transposeB=${attrs.transposeB} must match.`,
  );
  const output = allocate(backend, [...batch, left.rows, right.columns]);
  const addresses = [a, b, output].map((tensor) => addressOf(backend, tensor)) as [number, number, number];
  multiplyAll(backend, left, right, batch, addresses);
  return output;
}

function multiplyAll(
  backend: WasmBackend,
  left: Operand,
  right: Operand,
  batch: number[],
  [a, b, c]: readonly [number, number, number],
): void {
  const { kernels, scratch } = kernelModule(backend);
  const multiply = (atA: number, atB: number, atC: number, rows: number): void => {
    const { rowStride, columnStride } = right;
    const sizes = [rows, right.columns, left.columns] as const;
    kernels.matMul(
      atA,
      left.rowStride,
      left.columnStride,
      atB,
      rowStride,
      columnStride,
      atC,
      ...sizes,
      0, // write c, do not add to it
      scratch,
    );
  };
  const count = tf.util.sizeFromShape(batch);
  if (tf.util.sizeFromShape(right.batch) === 1 && left.columnStride === 1) {
    multiply(a, b, c, count * left.rows); // one b for all: the rows of a lie in one tall matrix
    return;
  }
  const ofA = matrixIndices(left.batch, batch);
  const ofB = matrixIndices(right.batch, batch);
  for (let n = 0; n < count; n++) {
    const atA = a + 4 * left.rows * left.columns * (ofA[n] as number);
    const atB = b + 4 * right.rows * right.columns * (ofB[n] as number);
    multiply(atA, atB, c + 4 * left.rows * right.columns * n, left.rows);
  }
}

/** For each matrix of the broadcast batch, which matrix of an operand with batch shape `own` it takes. */
function matrixIndices(own: readonly number[], batch: readonly number[]): number[] {
  let indices = [0];
  let stride = tf.util.sizeFromShape([...own]);
  batch.forEach((size, axis) => {
    const ownSize = own[axis - (batch.length - own.length)] ?? 1;
    if (axis >= batch.length - own.length) stride /= ownSize;
    const step = ownSize === 1 ? 0 : stride;
    indices = indices.flatMap((index) => Array.from({ length: size }, (_, i) => index + i * step));
  });
  return indices;
}

/** Replaces tfjs-wasm's BatchMatMul, which runs a scalar loop for transposed or batched operands. */
export const batchMatMulKernel: tf.KernelConfig = {
  kernelName: tf.BatchMatMul,
  backendName: "wasm",
  kernelFunc: ({ inputs, attrs, backend }) =>
    batchMatMul(backend as WasmBackend, inputs as unknown as MatMulInputs, attrs as unknown as MatMulAttrs),
};

import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { splitRng } from "../../lib/math/rng";
import { distance, onBackend } from "./onBackend";

/** Normal numbers of a shape, the same for the same seed. */
function normal(seed: number, ...shape: number[]): tf.Tensor {
  const rng = splitRng(seed, "kernels");
  return tf.tensor(
    Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => rng.normal()),
    shape,
  );
}

/** Largest relative gap between a gradient and central differences of `f`, computed on the same backend. */
function gapToDifferences(f: (x: tf.Tensor) => tf.Scalar, x: tf.Tensor): number {
  const gradient = tf.grad(f)(x).dataSync();
  const values = x.dataSync<"float32">();
  const step = 0.05; // f is linear or quadratic in x: no truncation error, only float32 rounding
  const valueAt = (i: number, move: number): number => {
    const moved = values.slice();
    moved[i] = at(values, i) + move;
    return at(f(tf.tensor(moved, x.shape)).dataSync(), 0);
  };
  return values.reduce((worst: number, _, i) => {
    const difference = (valueAt(i, step) - valueAt(i, -step)) / (2 * step);
    return Math.max(worst, Math.abs(difference - at(gradient, i)) / Math.max(1, Math.abs(difference)));
  }, 0);
}

describe("unsortedSegmentSum on tuned WASM", () => {
  const rows = fc.record({
    ids: fc.array(fc.integer({ min: -2, max: 6 }), { maxLength: 12 }),
    rowShape: fc.constantFrom<number[][]>([], [3], [2, 4]),
    segments: fc.integer({ min: 1, max: 6 }),
    seed: fc.nat(),
  });

  it("of any ids and row shape is the plain backend's; ids out of range are dropped", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ ids, rowShape, segments, seed }) => {
        fc.pre(ids.length > 0);
        const compute = (): tf.Tensor =>
          tf.unsortedSegmentSum(normal(seed, ids.length, ...rowShape), tf.tensor1d(ids, "int32"), segments);
        expect(distance(await onBackend("wasm", compute), await onBackend("cpu", compute))).toBeLessThan(
          1e-5,
        );
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it("is the gradient of gather, as central differences say", async () => {
    const gap = await onBackend("wasm", () => {
      const table = normal(1, 5, 3);
      const ids = tf.tensor1d([4, 0, 4, 2], "int32");
      const weight = normal(2, 4, 3);
      return tf.scalar(gapToDifferences((x) => tf.gather(x, ids).square().mul(weight).sum(), table));
    });
    expect(at(gap.values, 0)).toBeLessThan(1e-3);
  });

  it("refuses ids that are not one for each row", async () => {
    const wrong = (): tf.Tensor => tf.unsortedSegmentSum(tf.ones([3, 2]), tf.tensor1d([0, 1], "int32"), 2);
    await expect(onBackend("wasm", wrong)).rejects.toThrow(
      "expected one segment id for each of 3 rows, got ids of shape [2]",
    );
  });
});

describe("gather on tuned WASM", () => {
  const places = fc.record({
    shape: fc.constantFrom<number[][]>([5], [5, 3], [2, 5, 3], [3, 2, 5]),
    axis: fc.integer({ min: 0, max: 2 }),
    ids: fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 1, maxLength: 6 }),
    seed: fc.nat(),
  });

  it("along any axis is the plain backend's, to the bit", async () => {
    await fc.assert(
      fc.asyncProperty(places, async ({ shape, axis, ids, seed }) => {
        fc.pre(axis < shape.length);
        const compute = (): tf.Tensor => tf.gather(normal(seed, ...shape), tf.tensor1d(ids, "int32"), axis);
        expect(distance(await onBackend("wasm", compute), await onBackend("cpu", compute))).toBe(0);
      }),
      { numRuns: 60, seed: 6 },
    );
  });

  it("keeps to batches where it is told to", async () => {
    const compute = (): tf.Tensor =>
      tf.gather(normal(7, 2, 4, 3), tf.tensor2d([3, 0, 1, 2], [2, 2], "int32"), 1, 1);
    expect(distance(await onBackend("wasm", compute), await onBackend("cpu", compute))).toBe(0);
  });

  it("refuses an index outside the axis", async () => {
    const wrong = (): tf.Tensor => tf.gather(tf.ones([3, 2]), tf.tensor1d([0, 3], "int32"));
    await expect(onBackend("wasm", wrong)).rejects.toThrow("gather: expected indices in 0…2, got 3");
  });
});

describe("conv2d's filter gradient on tuned WASM", () => {
  const convolution = fc.record({
    batch: fc.integer({ min: 1, max: 2 }),
    height: fc.integer({ min: 3, max: 9 }),
    width: fc.integer({ min: 3, max: 9 }),
    inChannels: fc.constantFrom(1, 3, 5),
    outChannels: fc.constantFrom(1, 4, 9),
    filter: fc.constantFrom<[number, number][]>([1, 1], [2, 3], [3, 3]),
    strides: fc.constantFrom<(number | [number, number])[]>(1, 2, [3, 1]),
    pad: fc.constantFrom("same" as const, "valid" as const),
    seed: fc.nat(),
  });

  it("of any size, stride and padding is the plain backend's", async () => {
    await fc.assert(
      fc.asyncProperty(
        convolution,
        async ({ batch, height, width, inChannels, outChannels, filter, strides, pad, seed }) => {
          const compute = (): tf.Tensor => {
            const x = normal(seed, batch, height, width, inChannels) as tf.Tensor4D;
            const outer = Math.floor(seed / 2);
            const gradient = tf.grad((w: tf.Tensor) => {
              const y = x.conv2d(w as tf.Tensor4D, strides, pad);
              return y.mul(normal(outer, ...y.shape)).sum();
            });
            return gradient(normal(seed + 1, ...filter, inChannels, outChannels));
          };
          // sums of up to 162 products of size ~1, float32
          expect(distance(await onBackend("wasm", compute), await onBackend("cpu", compute))).toBeLessThan(
            2e-2,
          );
        },
      ),
      { numRuns: 80, seed: 5 },
    );
  });

  it("agrees with central differences", async () => {
    const gap = await onBackend("wasm", () => {
      const x = normal(3, 1, 5, 6, 2) as tf.Tensor4D;
      const loss = (w: tf.Tensor): tf.Scalar =>
        x
          .conv2d(w as tf.Tensor4D, 2, "same")
          .square()
          .mean();
      return tf.scalar(gapToDifferences(loss, normal(4, 3, 3, 2, 2)));
    });
    expect(at(gap.values, 0)).toBeLessThan(1e-3);
  });
});

import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { splitRng, type Rng } from "../../lib/math/rng";
import { distance, onBackend, type Result } from "./onBackend";

const size = fc.oneof({ weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }) }, fc.constantFrom(63, 64, 65));

const batchShape = (...shapes: number[][]): fc.Arbitrary<number[]> => fc.constantFrom(...shapes);

/** Sizes, transposes and the share of NaN and infinite entries of one product. */
const product = fc.record({
  M: size,
  N: size,
  K: fc.oneof(size, fc.constantFrom(255, 256, 257, 300)),
  batch: batchShape([], [1], [3], [2, 2]),
  transposeA: fc.boolean(),
  transposeB: fc.boolean(),
  wild: fc.constantFrom(0, 0, 0.02),
  seed: fc.nat(),
});

type Product = typeof product extends fc.Arbitrary<infer T> ? T : never;

function numbers(rng: Rng, count: number, wild: number): Float32Array {
  const odd = [NaN, Infinity, -Infinity, 0];
  return Float32Array.from({ length: count }, () =>
    rng.uniform() < wild ? (odd[rng.integer(odd.length)] as number) : rng.normal(),
  );
}

function operands({ M, N, K, batch, transposeA, transposeB, wild, seed }: Product): [tf.Tensor, tf.Tensor] {
  const rng = splitRng(seed, "operands");
  const make = (rows: number, columns: number): tf.Tensor => {
    const shape = [...batch, rows, columns];
    return tf.tensor(numbers(rng, tf.util.sizeFromShape(shape), wild), shape, "float32");
  };
  return [transposeA ? make(K, M) : make(M, K), transposeB ? make(N, K) : make(K, N)];
}

/** Rounding of a float32 sum of K products of numbers near 1, any order. */
const tolerance = (K: number): number => 1e-5 * (K + 1);

describe("matMul on tuned WASM", () => {
  it("of any shape, batch and transpose is the plain backend's, NaN and infinities in the same places", async () => {
    await fc.assert(
      fc.asyncProperty(product, async (p) => {
        const compute = (): tf.Tensor => tf.matMul(...operands(p), p.transposeA, p.transposeB);
        const difference = distance(await onBackend("wasm", compute), await onBackend("cpu", compute));
        expect(difference).toBeLessThanOrEqual(tolerance(p.K));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("of blocks larger than the cache blocking is the plain backend's", async () => {
    for (const [M, N, K] of [
      [130, 9, 513],
      [9, 521, 33],
      [8, 521, 33],
    ] as const) {
      for (const [transposeA, transposeB] of [
        [false, false],
        [false, true],
        [true, false],
        [true, true],
      ] as const) {
        const p: Product = { M, N, K, batch: [], transposeA, transposeB, wild: 0, seed: 5 };
        const compute = (): tf.Tensor => tf.matMul(...operands(p), transposeA, transposeB);
        const difference = distance(await onBackend("wasm", compute), await onBackend("cpu", compute));
        expect(difference).toBeLessThanOrEqual(tolerance(K));
      }
    }
  });

  it("broadcasts batches on both sides as NumPy does", async () => {
    // The plain backend takes the batch index modulo the operand's size, so the oracle is written out.
    const shapes = fc.tuple(
      batchShape([], [1], [3], [2, 1], [1, 3], [2, 3]),
      batchShape([], [3], [2, 1], [1, 3], [2, 3]),
    );
    await fc.assert(
      fc.asyncProperty(shapes, fc.nat(), async ([batchA, batchB], seed) => {
        const rng = splitRng(seed, "broadcast");
        const a: Result = {
          shape: [...batchA, 2, 5],
          values: [...numbers(rng, tf.util.sizeFromShape(batchA) * 10, 0)],
        };
        const b: Result = {
          shape: [...batchB, 5, 3],
          values: [...numbers(rng, tf.util.sizeFromShape(batchB) * 15, 0)],
        };
        const result = await onBackend("wasm", () => tf.matMul(tensorOf(a), tensorOf(b)));
        const expected = await onBackend("cpu", () => broadcastProduct(a, b));
        expect(distance(result, expected)).toBeLessThanOrEqual(tolerance(5));
      }),
      { numRuns: 60, seed: 2 },
    );
  });

  it("of operands that do not fit has the plain backend's message", async () => {
    const wrong = (): tf.Tensor => tf.matMul(tf.zeros([2, 3]), tf.zeros([4, 5]));
    await expect(onBackend("wasm", wrong)).rejects.toThrow("inner shapes (3) and (4)");
    await expect(onBackend("cpu", wrong)).rejects.toThrow("inner shapes (3) and (4)");
  });

  it("of a disposed tensor is the plain backend's error, not a number", async () => {
    const useDisposed = (): tf.Tensor => {
      const a = tf.ones([2, 2]);
      a.dispose();
      return tf.matMul(a, tf.ones([2, 2]));
    };
    const failure = (backend: "wasm" | "cpu"): Promise<string> =>
      onBackend(backend, useDisposed).then(() => "no error", String);
    const messages = [await failure("wasm"), await failure("cpu")];
    expect(messages[0]).toContain("TypeError");
    expect(messages[0]).toBe(messages[1]);
  });
});

const tensorOf = ({ shape, values }: Result): tf.Tensor => tf.tensor([...values], [...shape], "float32");

/** Broadcast product from products of plain matrices: every operand is tiled to the full batch first. */
function broadcastProduct(a: Result, b: Result): tf.Tensor {
  const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const matrices = ({ shape, values }: Result): tf.Tensor2D[] => {
    const matrix = shape.slice(-2);
    const full = tf.broadcastTo(tensorOf({ shape, values }), [...batch, ...matrix]);
    return tf.unstack(full.reshape([-1, ...matrix])) as tf.Tensor2D[];
  };
  const left = matrices(a);
  const right = matrices(b);
  const products = left.map((x, i) => tf.matMul(x, right[i] as tf.Tensor2D));
  return tf.stack(products).reshape([...batch, a.shape.at(-2) ?? 0, b.shape.at(-1) ?? 0]);
}

describe("fused matMul on tuned WASM", () => {
  const fused = fc.record({
    product,
    bias: fc.constantFrom("none", "vector", "scalar"),
    activation: fc.constantFrom("linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"),
  });

  it("with bias and activation is the plain backend's for any transpose and batch", async () => {
    await fc.assert(
      fc.asyncProperty(fused, async ({ product: drawn, bias, activation }) => {
        const p: Product = { ...drawn, wild: 0 };
        const compute = (): tf.Tensor => {
          const [a, b] = operands(p);
          const shift =
            bias === "none" ? {} : { bias: bias === "vector" ? tf.range(0, p.N).mul(0.1) : tf.scalar(0.5) };
          const { transposeA, transposeB } = p;
          return tf.fused.matMul({
            a,
            b,
            transposeA,
            transposeB,
            activation: activation,
            ...shift,
          });
        };
        const difference = distance(await onBackend("wasm", compute), await onBackend("cpu", compute));
        expect(difference).toBeLessThanOrEqual(tolerance(p.K));
      }),
      { numRuns: 150, seed: 3 },
    );
  });

  it("adds the bias once where the stock kernel adds it again for every block of 48", async () => {
    // 0 · 0 + [1, 2, 3]; the inner size 96 is two of the stock kernel's blocks of 48
    const compute = (): tf.Tensor =>
      tf.fused.matMul({
        a: tf.zeros([2, 96]),
        b: tf.zeros([3, 96]),
        transposeB: true,
        bias: tf.tensor1d([1, 2, 3]),
      });
    expect((await onBackend("wasm", compute)).values).toEqual([1, 2, 3, 1, 2, 3]);
    expect((await onBackend("wasm-stock", compute)).values).not.toEqual([1, 2, 3, 1, 2, 3]);
  });
});

describe("memory", () => {
  beforeAll(() => selectBackend({ backend: "wasm", log: () => undefined }));

  it("of the WASM heap may grow in the middle of a step", () => {
    // 16 products of 1024 × 1024 floats held at once are 64 MB, more than the heap starts with
    const held = Array.from({ length: 16 }, (_, i) => tf.matMul(tf.fill([1024, 2], i), tf.ones([2, 1024])));
    held.forEach((c, i) => expect(c.slice([1023, 1023], [1, 1]).dataSync()[0]).toBe(2 * i));
    tf.dispose(held);
  });

  it("is not leaked by products and gradients", () => {
    const step = (): void => {
      tf.tidy(() => {
        tf.grads((a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b).sum())([tf.ones([5, 7]), tf.ones([7, 3])]);
      });
    };
    step();
    const before = tf.memory().numTensors;
    for (let i = 0; i < 5; i++) step();
    expect(tf.memory().numTensors).toBe(before);
  });
});

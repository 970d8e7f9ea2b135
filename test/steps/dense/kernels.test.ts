import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wasmBinary } from "../../../lib/backend/kernelModule";
import { at } from "../../../lib/math/at";
import { splitRng } from "../../../lib/math/rng";
import { PANEL, PANEL_BYTES, type Kernels } from "../../../lib/steps/dense/kernels";
import { plainKernels } from "../../../lib/steps/dense/plainKernels";
import { wasmKernels } from "../../../lib/steps/dense/wasmKernels";

const FLOATS = 1 << 16;
const module = new WebAssembly.Module(wasmBinary("denseStep"));

/** The same random floats under both sets of kernels. */
function twins(seed: number): { kernels: Kernels; floats: Float32Array; doubles: Float64Array }[] {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4, shared: true });
  const plain = new ArrayBuffer(4 * FLOATS);
  const rng = splitRng(seed, "memory");
  const values = Float32Array.from({ length: FLOATS }, () => rng.normal());
  return [
    { kernels: wasmKernels(module, memory), buffer: memory.buffer },
    { kernels: plainKernels(plain), buffer: plain },
  ].map(({ kernels, buffer }) => {
    const floats = new Float32Array(buffer);
    floats.set(values);
    return { kernels, floats, doubles: new Float64Array(buffer) };
  });
}

// Places for operands, in bytes, far enough apart for the sizes below.
const [A, B, C, D, E, F] = [0, 1, 2, 3, 4, 5].map((i) => i * 8192 * 4) as [
  number,
  number,
  number,
  number,
  number,
  number,
];
const STRIDE = 4 * (64 + 4);

/** Runs a kernel on both memories and expects the same bits everywhere. */
function sameBits(seed: number, run: (kernels: Kernels, floats: Float32Array) => void): void {
  const [wasm, plain] = twins(seed) as [ReturnType<typeof twins>[number], ReturnType<typeof twins>[number]];
  run(wasm.kernels, wasm.floats);
  run(plain.kernels, plain.floats);
  expect(Buffer.from(wasm.floats.slice().buffer).equals(Buffer.from(plain.floats.slice().buffer))).toBe(true);
}

const rowsAndCount = fc.record({
  seed: fc.nat(),
  rows: fc.integer({ min: 1, max: 11 }),
  fours: fc.integer({ min: 1, max: 16 }),
});
const CONSTANTS = [0.9, 0.999, 0.1, 1 - 1e-5, 30, 1e-5, 0.07];

describe("WebAssembly and plain kernels give the same bits", () => {
  it("forward, backward and update, for any number of rows and inputs", () => {
    fc.assert(
      fc.property(rowsAndCount, ({ seed, rows, fours }) => {
        const count = 4 * fours;
        sameBits(seed, (k) => k.forward(A, STRIDE, B, count, C, STRIDE, rows));
        for (const gate of [0, D]) {
          sameBits(seed, (k, floats) => {
            k.backward(A, STRIDE, B, 2, count * PANEL_BYTES, count, C, STRIDE, gate, rows, E);
            floats.fill(0, E / 4, F / 4); // scratch
          });
        }
        sameBits(seed, (k, floats) => {
          floats.set(CONSTANTS, F / 4);
          for (let i = 0; i < count * PANEL; i++) floats[E / 4 + i] = Math.abs(at(floats, E / 4 + i));
          k.update(A, STRIDE, B, STRIDE, rows, C, D, E, count, F);
        });
      }),
      { numRuns: 25 },
    );
  });

  it("activation, LayerNorm, norms and the small ones", () => {
    fc.assert(
      fc.property(rowsAndCount, ({ seed, rows, fours }) => {
        const spread = (floats: Float32Array): void => floats.set(floats.subarray(0, 8192).map((x) => 6 * x));
        sameBits(seed, (k, floats) => {
          spread(floats);
          k.activate(A, B, C, D, STRIDE, rows);
        });
        sameBits(seed, (k) => k.activate(A, 0, C, D, STRIDE, rows));
        sameBits(seed, (k) => k.normalise(A, 4 * fours - 1, B, C, D, E));
        sameBits(seed, (k) => k.normaliseBackward(A, 4 * fours - 1, B, C, D, E));
        sameBits(seed, (k) => k.affineGradient(A, B, STRIDE, rows, C, D));
        sameBits(seed, (k) => k.dots(Math.min(4, rows), A, B, STRIDE, rows, 4 * fours, C));
        sameBits(seed, (k) => k.pairs(A, B, Math.min(4, rows), rows + 1, C));
        sameBits(seed, (k) => k.moved(A, B, 4 * fours, C));
        sameBits(seed, (k) => {
          k.scale(A, STRIDE, rows, B);
          k.clear(C, STRIDE, rows);
          k.copy(D, E, fours);
          k.stream(A, B, C, 4 * fours);
        });
      }),
      { numRuns: 25 },
    );
  });

  it("numbers at the edges: ±0, huge, tiny, infinite, NaN", () => {
    const edges = [0, -0, 1e30, -1e30, 1e-30, 3e38, Infinity, -Infinity, NaN, 13, -13, 5.9, -5.9, 1e-45];
    sameBits(1, (k, floats) => {
      for (let i = 0; i < PANEL; i++) floats[i] = at(edges, i % edges.length);
      k.activate(A, 0, C, D, STRIDE, 1);
      // A NaN's payload may differ, its place must not.
      for (const place of [C, D]) {
        for (let i = place / 4; i < place / 4 + PANEL; i++) if (Number.isNaN(floats[i])) floats[i] = 7;
      }
      for (let i = 0; i < PANEL; i++) floats[i] = 0;
    });
  });
});

describe("kernels against formulas in float64", () => {
  const [{ kernels, floats, doubles }] = twins(3) as [ReturnType<typeof twins>[number]];

  it("activate is x Φ(x) with slope Φ(x) + x φ(x), to 1e-6", () => {
    const xs = Array.from({ length: PANEL }, (_, i) => -6 + (12 * i) / (PANEL - 1));
    floats.set(xs);
    kernels.activate(A, 0, C, D, STRIDE, 1);
    xs.map(Math.fround).forEach((x, i) => {
      expect(at(floats, C / 4 + i)).toBeCloseTo(x * cdf(x), 6);
      const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
      expect(at(floats, D / 4 + i)).toBeCloseTo(cdf(x) + x * density, 6);
    });
  });

  it("dots and pairs give ‖xᵀδ‖² without xᵀδ", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 13 }), (seed, rows) => {
        const [memory] = twins(seed) as [ReturnType<typeof twins>[number]];
        const x = (r: number, k: number): number => at(memory.floats, A / 4 + (r * STRIDE) / 4 + k);
        const delta = (r: number, j: number): number => at(memory.floats, B / 4 + (r * STRIDE) / 4 + j);
        let weights = 0;
        let biases = 0;
        for (let j = 0; j < 32; j++) {
          for (let k = 0; k < 64; k++) weights += sum(rows, (r) => x(r, k) * delta(r, j)) ** 2;
          biases += sum(rows, (r) => delta(r, j)) ** 2;
        }
        const totals = [0, 0];
        for (let start = 0; start < rows; start += 4) {
          const end = Math.min(start + 4, rows);
          memory.kernels.dots(end - start, A + start * STRIDE, A, STRIDE, end, 64, C);
          memory.kernels.dots(end - start, B + start * STRIDE, B, STRIDE, end, 32, D);
          memory.kernels.pairs(C, D, start, end, E);
          totals.forEach((total, i) => (totals[i] = total + at(memory.doubles, E / 8 + i)));
        }
        expect(at(totals, 0) / weights).toBeCloseTo(1, 10);
        expect(at(totals, 1) / biases).toBeCloseTo(1, 10);
      }),
      { numRuns: 20 },
    );
  });

  it("normaliseBackward is the derivative of normalise (central differences)", () => {
    const [width, step] = [16, 1e-2];
    const affine = B;
    const loss = (): number => {
      kernels.normalise(A, width, affine, C, D, E);
      return sum(width, (j) => at(floats, D / 4 + j) * at(floats, F / 4 + j)); // dy lies at F
    };
    loss();
    kernels.normaliseBackward(F, width, affine, C, E, A + 4096);
    const slopes = floats.slice((A + 4096) / 4, (A + 4096) / 4 + width);
    slopes.forEach((slope, j) => {
      const x = at(floats, j);
      floats[j] = x + step;
      const above = loss();
      floats[j] = x - step;
      const below = loss();
      floats[j] = x;
      expect((above - below) / (2 * step)).toBeCloseTo(slope, 2);
    });
    expect(at(doubles, E / 8)).toBeGreaterThan(0);
  });
});

function sum(count: number, term: (i: number) => number): number {
  return Array.from({ length: count }, (_, i) => term(i)).reduce((total, value) => total + value, 0);
}

/** Φ(x) = ½ + ∫₀ˣ φ by Simpson's rule on 400 pieces: error below 1e-9 on [−6, 6]. */
function cdf(x: number): number {
  const pieces = 400;
  const density = (t: number): number => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
  const weight = (i: number): number => (i === 0 || i === pieces ? 1 : i % 2 === 1 ? 4 : 2);
  return 0.5 + ((x / pieces) * sum(pieces + 1, (i) => weight(i) * density((x * i) / pieces))) / 3;
}

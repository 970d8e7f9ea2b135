import { PANEL, type Kernels } from "./kernels";

const f = Math.fround;

/**
 * The kernels in plain TypeScript: the same sums in the same order as the WebAssembly ones, every operation
 * rounded to float32, so equal to the bit. Slow; for engines without WebAssembly SIMD, and the tests' oracle.
 */
export function plainKernels(buffer: ArrayBufferLike): Kernels {
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);
  const at = (address: number): number => f32[address >> 2] as number;

  return {
    forward(x, xStride, w, count, y, yStride, rows) {
      for (let r = 0; r < rows; r++) {
        for (let j = 0; j < PANEL; j++) {
          let sum = at(y + r * yStride + 4 * j);
          for (let k = 0; k < count; k++) {
            sum = f(sum + f(at(x + r * xStride + 4 * k) * at(w + 4 * (k * PANEL + j))));
          }
          f32[(y + r * yStride + 4 * j) >> 2] = sum;
        }
      }
    },

    backward(delta, deltaStride, w, panels, panelStride, count, dx, dxStride, gate, rows) {
      for (let r = 0; r < rows; r++) {
        for (let k = 0; k < count; k++) {
          const lanes: [number, number, number, number] = [0, 0, 0, 0];
          for (let j = 0; j < panels * PANEL; j++) {
            const weight = at(w + Math.floor(j / PANEL) * panelStride + 4 * (k * PANEL + (j % PANEL)));
            const lane = (j % 4) as 0 | 1 | 2 | 3;
            lanes[lane] = f(lanes[lane] + f(weight * at(delta + r * deltaStride + 4 * j)));
          }
          const sum = f(f(lanes[0] + lanes[1]) + f(lanes[2] + lanes[3]));
          const to = r * dxStride + 4 * k;
          f32[(dx + to) >> 2] = gate === 0 ? sum : f(sum * at(gate + to));
        }
      }
    },

    update(x, xStride, delta, deltaStride, rows, w, m, v, count, constants) {
      const [beta1, beta2, ratio, decay, root, floor] = f32.subarray(constants >> 2) as unknown as Six;
      for (let k = 0; k < count; k++) {
        for (let j = 0; j < PANEL; j++) {
          let g = f(at(x + 4 * k) * at(delta + 4 * j));
          for (let r = 1; r < rows; r++) {
            g = f(g + f(at(x + r * xStride + 4 * k) * at(delta + r * deltaStride + 4 * j)));
          }
          const o = k * PANEL + j;
          const first = flush(f(f(beta1 * at(m + 4 * o)) + g));
          const size = Math.max(Math.abs(g), TINY_GRADIENT);
          const second = f(f(beta2 * at(v + 4 * o)) + f(f(ratio * size) * size));
          f32[(m >> 2) + o] = first;
          f32[(v >> 2) + o] = second;
          const move = f(first / f(f(f(Math.sqrt(second)) * root) + floor));
          f32[(w >> 2) + o] = f(f(decay * at(w + 4 * o)) - move);
        }
      }
    },

    scale(values, stride, rows, factor) {
      for (let r = 0; r < rows; r++) {
        const row = (values + r * stride) >> 2;
        for (let j = row; j < row + PANEL; j++) f32[j] = (f32[j] as number) * at(factor);
      }
    },

    clear(values, stride, rows) {
      for (let r = 0; r < rows; r++)
        f32.fill(0, (values + r * stride) >> 2, ((values + r * stride) >> 2) + PANEL);
    },

    activate(z, mask, out, gate, stride, rows) {
      for (let r = 0; r < rows; r++) {
        for (let o = r * stride; o < r * stride + 4 * PANEL; o += 4) {
          const { value, slope } = gelu(at(z + o));
          const keep = mask === 0 ? 1 : at(mask + o);
          f32[(out + o) >> 2] = flush(f(keep * value));
          f32[(gate + o) >> 2] = flush(f(keep * slope));
        }
      }
    },

    normalise(z, count, affine, hat, out, inverse) {
      let sum = 0;
      let squares = 0;
      for (let j = 0; j < count; j++) sum += at(z + 4 * j);
      const mean = sum / count;
      for (let j = 0; j < count; j++) {
        const d = at(z + 4 * j) - mean;
        squares += d * d;
      }
      const scale = 1 / Math.sqrt(squares / count + 1e-5);
      f64[inverse >> 3] = scale;
      for (let j = 0; j < count; j++) {
        const h = f((at(z + 4 * j) - mean) * scale);
        const gamma = affine + gammaOffset(j);
        f32[(hat >> 2) + j] = h;
        f32[(out >> 2) + j] = f(f(at(gamma) * h) + at(gamma + 4 * PANEL));
      }
    },

    normaliseBackward(dy, count, affine, hat, inverse, dz) {
      let sum = 0;
      let dot = 0;
      const through = (j: number): number => at(affine + gammaOffset(j)) * at(dy + 4 * j);
      for (let j = 0; j < count; j++) {
        sum += through(j);
        dot += through(j) * at(hat + 4 * j);
      }
      const [mean, meanDot, scale] = [sum / count, dot / count, f64[inverse >> 3] as number];
      for (let j = 0; j < count; j++) {
        f32[(dz >> 2) + j] = scale * (through(j) - mean - at(hat + 4 * j) * meanDot);
      }
    },

    affineGradient(dy, hat, stride, rows, dgamma, dbeta) {
      for (let j = 0; j < PANEL; j++) {
        let gamma = 0;
        let beta = 0;
        for (let r = 0; r < rows; r++) {
          const o = r * stride + 4 * j;
          gamma += at(dy + o) * at(hat + o);
          beta += at(dy + o);
        }
        f32[(dgamma >> 2) + j] = gamma;
        f32[(dbeta >> 2) + j] = beta;
      }
    },

    dots(size, a, rows, stride, rowCount, count, out) {
      for (let s = 0; s < size; s++) {
        for (let b = 0; b < rowCount; b++) {
          const sums: [number, number] = [0, 0];
          for (let j = 0; j < count; j++) {
            sums[(j % 2) as 0 | 1] += at(a + s * stride + 4 * j) * at(rows + b * stride + 4 * j);
          }
          f64[(out >> 3) + s * rowCount + b] = sums[0] + sums[1];
        }
      }
    },

    pairs(xx, dd, start, end, out) {
      const sums: [number, number] = [0, 0];
      for (let a = start; a < end; a++) {
        for (let b = 0; b < end; b++) {
          const o = (a - start) * end + b;
          const d = (b < start ? 2 : 1) * (f64[(dd >> 3) + o] as number);
          sums[0] += (f64[(xx >> 3) + o] as number) * d;
          sums[1] += d;
        }
      }
      f64.set(sums, out >> 3);
    },

    moved(before, after, count, out) {
      let step = 0;
      let size = 0;
      for (let j = 0; j < count; j++) {
        const b = at(before + 4 * j);
        const d = at(after + 4 * j) - b;
        step += d * d;
        size += b * b;
      }
      f64[out >> 3] = step;
      f64[(out >> 3) + 1] = size;
    },

    stream(a, b, c, count) {
      const tiny = f(1e-9);
      for (let i = 0; i < count; i++) {
        const t = at(c + 4 * i);
        f32[(a >> 2) + i] = f(at(a + 4 * i) + f(tiny * t));
        f32[(b >> 2) + i] = f(at(b + 4 * i) + f(tiny * t));
        f32[(c >> 2) + i] = f(t + tiny);
      }
    },

    copy(from, to, count) {
      f32.copyWithin(to >> 2, from >> 2, (from >> 2) + count);
    },
  };
}

const TINY = f(1e-16);
const TINY_GRADIENT = f(1e-18);

/** 0 for what is too small to matter: see the kernels' source for why. */
function flush(value: number): number {
  return Math.abs(value) < TINY ? 0 : value;
}

type Six = readonly [number, number, number, number, number, number];

/** Offset of gamma[j] in panels of [4][32]: row 0 is gamma, row 1 beta. */
function gammaOffset(j: number): number {
  return Math.floor(j / PANEL) * 16 * PANEL + 4 * (j % PANEL);
}

/** gelu(z) = z·Φ(z) and its slope Φ(z) + z·φ(z), float32. */
function gelu(z: number): { readonly value: number; readonly slope: number } {
  const cdf = f(0.5 * f(1 + erf(f(z * f(0.70710678118654752)))));
  const pdf = f(f(0.39894228040143268) * expNegative(f(-0.5 * f(z * z))));
  return { value: f(z * cdf), slope: f(cdf + f(z * pdf)) };
}

const ERF_P = [
  -2.72614225801306e-10, 2.77068142495902e-8, -2.10102402082508e-6, -5.69250639462346e-5,
  -7.34990630326855e-4, -2.95459980854025e-3, -1.60960333262415e-2,
].map(f);
const ERF_Q = [
  -1.45660718464996e-5, -2.13374055278905e-4, -1.68282697438203e-3, -7.37332916720468e-3,
  -1.42647390514189e-2,
].map(f);
const EXP = [1 / 5040, 1 / 720, 1 / 120, 1 / 24, 1 / 6, 0.5, 1, 1].map(f);

/** Σ cᵢ x^(n−i) by Horner's rule, float32. */
function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, c) => f(f(x * sum) + c));
}

/** erf as x·P(x²)/Q(x²) within [−4, 4]. Source: the minimax coefficients of the Eigen library's float erf. */
function erf(value: number): number {
  const x = Math.max(Math.min(value, 4), -4);
  const square = f(x * x);
  return f(f(x * polynomial(ERF_P, square)) / polynomial(ERF_Q, square));
}

/** e^x for x ≤ 0: x = n·ln 2 + r, Taylor to r⁷, times 2ⁿ; below −87 as at −87. */
function expNegative(value: number): number {
  const x = Math.max(value, -87);
  const n = nearestEven(f(x * f(1.44269504088896341)));
  const high = f(x - f(n * f(0.693359375)));
  const r = f(high - f(n * f(-2.1219444e-4)));
  return f(polynomial(EXP, r) * 2 ** (Number.isNaN(n) ? 0 : n));
}

/** Nearest integer, halves to even, as WebAssembly rounds. */
function nearestEven(x: number): number {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest === 0.5) return low % 2 === 0 ? low : low + 1;
  return rest < 0.5 ? low : low + 1;
}

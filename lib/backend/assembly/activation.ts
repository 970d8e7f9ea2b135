import { PANEL_BYTES } from "./panel";
import { flush } from "./tiny";

// For one panel and every row: out = flush(mask·gelu(z)), gate = flush(mask·gelu'(z)), with gelu(z) = z·Φ(z) and
// gelu'(z) = Φ(z) + z·φ(z); mask 0 means all ones. One stride for all four.
export function activate(z: usize, mask: usize, out: usize, gate: usize, stride: usize, rows: usize): void {
  for (let r: usize = 0; r < rows; r++) {
    for (let o: usize = 0; o < PANEL_BYTES; o += 16) {
      const t = v128.load(z + o);
      const cdf = f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.splat(1), erf(f32x4.mul(t, f32x4.splat(0.70710678118654752)))));
      const pdf = f32x4.mul(f32x4.splat(0.39894228040143268), expNegative(f32x4.mul(f32x4.splat(-0.5), f32x4.mul(t, t))));
      let value = f32x4.mul(t, cdf), slope = f32x4.add(cdf, f32x4.mul(t, pdf));
      if (mask) {
        const keep = v128.load(mask + o);
        value = f32x4.mul(keep, value);
        slope = f32x4.mul(keep, slope);
      }
      v128.store(out + o, flush(value));
      v128.store(gate + o, flush(slope));
    }
    z += stride;
    out += stride;
    gate += stride;
    if (mask) mask += stride;
  }
}

// erf as x·P(x²)/Q(x²) on [−4, 4], a few units in the last place of float32; ±1 beyond.
// Source: the minimax coefficients published with the Eigen library's float erf.
@inline
function erf(value: v128): v128 {
  const x = f32x4.max(f32x4.min(value, f32x4.splat(4)), f32x4.splat(-4)), q = f32x4.mul(x, x);
  let p = f32x4.add(f32x4.mul(q, f32x4.splat(-2.72614225801306e-10)), f32x4.splat(2.77068142495902e-08));
  p = f32x4.add(f32x4.mul(q, p), f32x4.splat(-2.10102402082508e-06));
  p = f32x4.add(f32x4.mul(q, p), f32x4.splat(-5.69250639462346e-05));
  p = f32x4.add(f32x4.mul(q, p), f32x4.splat(-7.34990630326855e-04));
  p = f32x4.add(f32x4.mul(q, p), f32x4.splat(-2.95459980854025e-03));
  p = f32x4.add(f32x4.mul(q, p), f32x4.splat(-1.60960333262415e-02));
  let d = f32x4.add(f32x4.mul(q, f32x4.splat(-1.45660718464996e-05)), f32x4.splat(-2.13374055278905e-04));
  d = f32x4.add(f32x4.mul(q, d), f32x4.splat(-1.68282697438203e-03));
  d = f32x4.add(f32x4.mul(q, d), f32x4.splat(-7.37332916720468e-03));
  d = f32x4.add(f32x4.mul(q, d), f32x4.splat(-1.42647390514189e-02));
  return f32x4.div(f32x4.mul(x, p), d);
}

// e^x for x ≤ 0: x = n·ln 2 + r, |r| ≤ ½ ln 2, Taylor to r⁷, then n added to the exponent;
// below −87 e^−87 (1.6e-38), NaN stays NaN.
@inline
function expNegative(value: v128): v128 {
  const x = f32x4.max(value, f32x4.splat(-87));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.add(f32x4.mul(r, f32x4.splat(1.0 / 5040)), f32x4.splat(1.0 / 720));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(1.0 / 120));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(1.0 / 24));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(1.0 / 6));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(0.5));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(1));
  p = f32x4.add(f32x4.mul(r, p), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

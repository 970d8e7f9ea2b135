import { PANEL_BYTES } from "./panel";
import { flush, TINY_GRADIENT } from "./tiny";

// AdamW on `count` (a multiple of 4) rows of one panel, the gradient built on the fly and never stored. `delta` comes scaled
// by clip factor·(1 − beta1), so g = Σ_r x[r][k]·delta[r][j], r ascending, is already (1 − beta1)·gradient:
// m = flush(beta1·m + g);  v = beta2·v + (ratio·s)·s, s = max(|g|, 1e-18);  w = decay·w − m/(√v·root + floor).
// `constants`, as floats: beta1, beta2, ratio = (1 − beta2)/(1 − beta1)², decay = 1 − lr·wd,
// root = 1/(√(1 − beta2^t)·step), floor = epsilon/step, with step = lr/(1 − beta1^t).
export function update(
  x: usize, xStride: usize, delta: usize, deltaStride: usize, rows: usize,
  w: usize, m: usize, v: usize, count: usize, constants: usize,
): void {
  if (rows == 4) updateRows(4, x, xStride, delta, deltaStride, w, m, v, count, constants);
  else if (rows == 2) updateRows(2, x, xStride, delta, deltaStride, w, m, v, count, constants);
  else if (rows == 1) updateRows(1, x, xStride, delta, deltaStride, w, m, v, count, constants);
  else updateManyRows(x, xStride, delta, deltaStride, rows, w, m, v, count, constants);
}

// A tile of 2 × 8 weights for exactly `size` rows: memory is the limit, registers hold all constants.
@inline
function updateRows(
  size: usize, x: usize, xStride: usize, delta: usize, deltaStride: usize,
  w: usize, m: usize, v: usize, count: usize, constants: usize,
): void {
  const beta1 = v128.load32_splat(constants), beta2 = v128.load32_splat(constants, 4);
  const ratio = v128.load32_splat(constants, 8), decay = v128.load32_splat(constants, 12);
  const root = v128.load32_splat(constants, 16), floor = v128.load32_splat(constants, 20);
  for (let k: usize = 0; k < count; k += 2) {
    for (let tile: usize = 0; tile < PANEL_BYTES; tile += 32) {
      let xp = x, dp = delta + tile;
      let e0 = v128.load(dp), e1 = v128.load(dp, 16);
      let s = v128.load32_splat(xp), t = v128.load32_splat(xp, 4);
      let a0 = f32x4.mul(s, e0), a1 = f32x4.mul(s, e1), b0 = f32x4.mul(t, e0), b1 = f32x4.mul(t, e1);
      if (size > 1) {
        xp += xStride; dp += deltaStride;
        e0 = v128.load(dp); e1 = v128.load(dp, 16); s = v128.load32_splat(xp); t = v128.load32_splat(xp, 4);
        a0 = f32x4.add(a0, f32x4.mul(s, e0)); a1 = f32x4.add(a1, f32x4.mul(s, e1));
        b0 = f32x4.add(b0, f32x4.mul(t, e0)); b1 = f32x4.add(b1, f32x4.mul(t, e1));
      }
      if (size > 2) {
        xp += xStride; dp += deltaStride;
        e0 = v128.load(dp); e1 = v128.load(dp, 16); s = v128.load32_splat(xp); t = v128.load32_splat(xp, 4);
        a0 = f32x4.add(a0, f32x4.mul(s, e0)); a1 = f32x4.add(a1, f32x4.mul(s, e1));
        b0 = f32x4.add(b0, f32x4.mul(t, e0)); b1 = f32x4.add(b1, f32x4.mul(t, e1));
        xp += xStride; dp += deltaStride;
        e0 = v128.load(dp); e1 = v128.load(dp, 16); s = v128.load32_splat(xp); t = v128.load32_splat(xp, 4);
        a0 = f32x4.add(a0, f32x4.mul(s, e0)); a1 = f32x4.add(a1, f32x4.mul(s, e1));
        b0 = f32x4.add(b0, f32x4.mul(t, e0)); b1 = f32x4.add(b1, f32x4.mul(t, e1));
      }
      const wp = w + tile, mp = m + tile, vp = v + tile;
      adam(a0, wp, mp, vp, beta1, beta2, ratio, decay, root, floor);
      adam(a1, wp + 16, mp + 16, vp + 16, beta1, beta2, ratio, decay, root, floor);
      adam(b0, wp + 128, mp + 128, vp + 128, beta1, beta2, ratio, decay, root, floor);
      adam(b1, wp + 144, mp + 144, vp + 144, beta1, beta2, ratio, decay, root, floor);
    }
    x += 8;
    w += 2 * PANEL_BYTES;
    m += 2 * PANEL_BYTES;
    v += 2 * PANEL_BYTES;
  }
}

// The same for any number of rows, a tile of 4 × 8 weights: arithmetic is the limit.
function updateManyRows(
  x: usize, xStride: usize, delta: usize, deltaStride: usize, rows: usize,
  w: usize, m: usize, v: usize, count: usize, constants: usize,
): void {
  const beta1 = v128.load32_splat(constants), beta2 = v128.load32_splat(constants, 4);
  const ratio = v128.load32_splat(constants, 8), decay = v128.load32_splat(constants, 12);
  const root = v128.load32_splat(constants, 16), floor = v128.load32_splat(constants, 20);
  for (let k: usize = 0; k < count; k += 4) {
    for (let tile: usize = 0; tile < PANEL_BYTES; tile += 32) {
      let xp = x, dp = delta + tile;
      let e0 = v128.load(dp), e1 = v128.load(dp, 16);
      let s = v128.load32_splat(xp), t = v128.load32_splat(xp, 4);
      let a0 = f32x4.mul(s, e0), a1 = f32x4.mul(s, e1), b0 = f32x4.mul(t, e0), b1 = f32x4.mul(t, e1);
      s = v128.load32_splat(xp, 8); t = v128.load32_splat(xp, 12);
      let c0 = f32x4.mul(s, e0), c1 = f32x4.mul(s, e1), d0 = f32x4.mul(t, e0), d1 = f32x4.mul(t, e1);
      for (let r: usize = 1; r < rows; r++) {
        xp += xStride; dp += deltaStride;
        e0 = v128.load(dp); e1 = v128.load(dp, 16);
        s = v128.load32_splat(xp);
        a0 = f32x4.add(a0, f32x4.mul(s, e0)); a1 = f32x4.add(a1, f32x4.mul(s, e1));
        s = v128.load32_splat(xp, 4);
        b0 = f32x4.add(b0, f32x4.mul(s, e0)); b1 = f32x4.add(b1, f32x4.mul(s, e1));
        s = v128.load32_splat(xp, 8);
        c0 = f32x4.add(c0, f32x4.mul(s, e0)); c1 = f32x4.add(c1, f32x4.mul(s, e1));
        s = v128.load32_splat(xp, 12);
        d0 = f32x4.add(d0, f32x4.mul(s, e0)); d1 = f32x4.add(d1, f32x4.mul(s, e1));
      }
      const wp = w + tile, mp = m + tile, vp = v + tile;
      adam(a0, wp, mp, vp, beta1, beta2, ratio, decay, root, floor);
      adam(a1, wp + 16, mp + 16, vp + 16, beta1, beta2, ratio, decay, root, floor);
      adam(b0, wp + 128, mp + 128, vp + 128, beta1, beta2, ratio, decay, root, floor);
      adam(b1, wp + 144, mp + 144, vp + 144, beta1, beta2, ratio, decay, root, floor);
      adam(c0, wp + 256, mp + 256, vp + 256, beta1, beta2, ratio, decay, root, floor);
      adam(c1, wp + 272, mp + 272, vp + 272, beta1, beta2, ratio, decay, root, floor);
      adam(d0, wp + 384, mp + 384, vp + 384, beta1, beta2, ratio, decay, root, floor);
      adam(d1, wp + 400, mp + 400, vp + 400, beta1, beta2, ratio, decay, root, floor);
    }
    x += 16;
    w += 4 * PANEL_BYTES;
    m += 4 * PANEL_BYTES;
    v += 4 * PANEL_BYTES;
  }
}

@inline
function adam(
  g: v128, w: usize, m: usize, v: usize,
  beta1: v128, beta2: v128, ratio: v128, decay: v128, root: v128, floor: v128,
): void {
  const first = flush(f32x4.add(f32x4.mul(beta1, v128.load(m)), g));
  const size = f32x4.max(f32x4.abs(g), f32x4.splat(TINY_GRADIENT));
  const second = f32x4.add(f32x4.mul(beta2, v128.load(v)), f32x4.mul(f32x4.mul(ratio, size), size));
  v128.store(m, first);
  v128.store(v, second);
  const move = f32x4.div(first, f32x4.add(f32x4.mul(f32x4.sqrt(second), root), floor));
  v128.store(w, f32x4.sub(f32x4.mul(decay, v128.load(w)), move));
}

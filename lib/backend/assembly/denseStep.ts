// Kernels of the dense training step (AssemblyScript → denseStep.wasm), on a shared memory the caller owns.
//
// Every width is padded to a multiple of 32 floats, one panel. A weight matrix lies panel after panel, each
// [k][32]: a panel is one stretch of memory. Sums have one order, written at each kernel, whatever the number
// of rows, of tiles or of workers; lib/training/denseStep/plainKernels.ts states the same order in TypeScript
// and is equal to the bit. Addresses and strides are bytes, counts are numbers of floats or rows.

const PANEL_BYTES: usize = 128;

// Units that died leave numbers that shrink for ever; below 1e-38 each operation on one costs a hundred times more.
// So values, slopes and first moments below 1e-16 become 0, and a second moment has a floor far below epsilon²:
// a weight moves differently by less than 1e-8 of its learning rate.
const TINY: f32 = 1e-16;
const TINY_GRADIENT: f32 = 1e-18;

@inline
function flush(value: v128): v128 {
  // not(|value| < TINY): NaN passes
  return v128.andnot(value, f32x4.lt(f32x4.abs(value), f32x4.splat(TINY)));
}

// ---------------------------------------------------------------- forward

// y[r][0…31] += Σ_k x[r][k]·w[k][0…31], k ascending, one addition at a time.
export function forward(x: usize, xStride: usize, w: usize, count: usize, y: usize, yStride: usize, rows: usize): void {
  let r: usize = 0;
  for (; r + 4 <= rows; r += 4) forwardRows(4, x + r * xStride, xStride, w, count, y + r * yStride, yStride);
  if (rows - r >= 2) {
    forwardRows(2, x + r * xStride, xStride, w, count, y + r * yStride, yStride);
    r += 2;
  }
  if (r < rows) forwardRows(1, x + r * xStride, xStride, w, count, y + r * yStride, yStride);
}

// `size` (1, 2 or 4) is constant at every call, so each call compiles to its own register tile of size × 8.
@inline
function forwardRows(size: i32, x: usize, xStride: usize, w: usize, count: usize, y: usize, yStride: usize): void {
  for (let tile: usize = 0; tile < PANEL_BYTES; tile += 32) {
    const y0 = y + tile, y1 = y0 + yStride, y2 = y1 + yStride, y3 = y2 + yStride;
    let a0 = v128.load(y0), a1 = v128.load(y0, 16);
    let b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
    if (size > 1) { b0 = v128.load(y1); b1 = v128.load(y1, 16); }
    if (size > 2) { c0 = v128.load(y2); c1 = v128.load(y2, 16); d0 = v128.load(y3); d1 = v128.load(y3, 16); }
    let wp = w + tile, xp = x;
    for (let k: usize = 0; k < count; k++) {
      const w0 = v128.load(wp), w1 = v128.load(wp, 16);
      let s = v128.load32_splat(xp);
      a0 = f32x4.add(a0, f32x4.mul(s, w0)); a1 = f32x4.add(a1, f32x4.mul(s, w1));
      if (size > 1) {
        s = v128.load32_splat(xp + xStride);
        b0 = f32x4.add(b0, f32x4.mul(s, w0)); b1 = f32x4.add(b1, f32x4.mul(s, w1));
      }
      if (size > 2) {
        s = v128.load32_splat(xp + 2 * xStride);
        c0 = f32x4.add(c0, f32x4.mul(s, w0)); c1 = f32x4.add(c1, f32x4.mul(s, w1));
        s = v128.load32_splat(xp + 3 * xStride);
        d0 = f32x4.add(d0, f32x4.mul(s, w0)); d1 = f32x4.add(d1, f32x4.mul(s, w1));
      }
      wp += PANEL_BYTES;
      xp += 4;
    }
    v128.store(y0, a0); v128.store(y0, a1, 16);
    if (size > 1) { v128.store(y1, b0); v128.store(y1, b1, 16); }
    if (size > 2) { v128.store(y2, c0); v128.store(y2, c1, 16); v128.store(y3, d0); v128.store(y3, d1, 16); }
  }
}

// ---------------------------------------------------------------- backward

// Four partial sums a product, lane l over j ≡ l (mod 4), j ascending; then (l0 + l1) + (l2 + l3).
// lanes[r][k][4] += w[k][0…31]·delta[r][0…31] over `panels` panels, for `count` (even) inputs k and up to 4 rows.
// dx[r][k] = gate[r][k]·Σ lanes[r][k]; gate 0 means no gate. `lanes` is scratch of 4·count·16 bytes.
export function backward(
  delta: usize, deltaStride: usize, w: usize, panels: usize, panelStride: usize, count: usize,
  dx: usize, dxStride: usize, gate: usize, rows: usize, lanes: usize,
): void {
  let r: usize = 0;
  for (; r + 4 <= rows; r += 4) {
    backwardRows(4, delta + r * deltaStride, deltaStride, w, panels, panelStride, count, lanes);
    foldLanes(4, lanes, count, dx + r * dxStride, dxStride, gate ? gate + r * dxStride : 0);
  }
  if (rows - r >= 2) {
    backwardRows(2, delta + r * deltaStride, deltaStride, w, panels, panelStride, count, lanes);
    foldLanes(2, lanes, count, dx + r * dxStride, dxStride, gate ? gate + r * dxStride : 0);
    r += 2;
  }
  if (r < rows) {
    backwardRows(1, delta + r * deltaStride, deltaStride, w, panels, panelStride, count, lanes);
    foldLanes(1, lanes, count, dx + r * dxStride, dxStride, gate ? gate + r * dxStride : 0);
  }
}

@inline
function backwardRows(
  size: i32, delta: usize, stride: usize, w: usize, panels: usize, panelStride: usize, count: usize, lanes: usize,
): void {
  const row = count << 4;
  memory.fill(lanes, 0, row * size);
  for (let p: usize = 0; p < panels; p++) {
    let wp = w + p * panelStride, lp = lanes;
    const d = delta + p * PANEL_BYTES;
    for (let k: usize = 0; k < count; k += 2) {
      let a0 = v128.load(lp), b0 = v128.load(lp, 16);
      let a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
      if (size > 1) { a1 = v128.load(lp + row); b1 = v128.load(lp + row, 16); }
      if (size > 2) {
        a2 = v128.load(lp + 2 * row); b2 = v128.load(lp + 2 * row, 16);
        a3 = v128.load(lp + 3 * row); b3 = v128.load(lp + 3 * row, 16);
      }
      for (let o: usize = 0; o < PANEL_BYTES; o += 16) {
        const u = v128.load(wp + o), v = v128.load(wp + o, 128);
        let t = v128.load(d + o);
        a0 = f32x4.add(a0, f32x4.mul(u, t)); b0 = f32x4.add(b0, f32x4.mul(v, t));
        if (size > 1) {
          t = v128.load(d + stride + o);
          a1 = f32x4.add(a1, f32x4.mul(u, t)); b1 = f32x4.add(b1, f32x4.mul(v, t));
        }
        if (size > 2) {
          t = v128.load(d + 2 * stride + o);
          a2 = f32x4.add(a2, f32x4.mul(u, t)); b2 = f32x4.add(b2, f32x4.mul(v, t));
          t = v128.load(d + 3 * stride + o);
          a3 = f32x4.add(a3, f32x4.mul(u, t)); b3 = f32x4.add(b3, f32x4.mul(v, t));
        }
      }
      v128.store(lp, a0); v128.store(lp, b0, 16);
      if (size > 1) { v128.store(lp + row, a1); v128.store(lp + row, b1, 16); }
      if (size > 2) {
        v128.store(lp + 2 * row, a2); v128.store(lp + 2 * row, b2, 16);
        v128.store(lp + 3 * row, a3); v128.store(lp + 3 * row, b3, 16);
      }
      wp += 2 * PANEL_BYTES;
      lp += 32;
    }
  }
}

function foldLanes(
  rows: usize, lanes: usize, count: usize, dx: usize, dxStride: usize, gate: usize,
): void {
  for (let r: usize = 0; r < rows; r++) {
    for (let k: usize = 0; k < count; k++) {
      const v = v128.load(lanes);
      let sum = (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
      if (gate) sum *= f32.load(gate + (k << 2));
      f32.store(dx + (k << 2), sum);
      lanes += 16;
    }
    dx += dxStride;
    if (gate) gate += dxStride;
  }
}

// ---------------------------------------------------------------- update

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

// values[r][0…31] *= the float at `factor`, for every row of one panel.
export function scale(values: usize, stride: usize, rows: usize, factor: usize): void {
  const s = v128.load32_splat(factor);
  for (let r: usize = 0; r < rows; r++) {
    for (let o: usize = 0; o < PANEL_BYTES; o += 16) v128.store(values + o, f32x4.mul(s, v128.load(values + o)));
    values += stride;
  }
}

export function clear(values: usize, stride: usize, rows: usize): void {
  for (let r: usize = 0; r < rows; r++) memory.fill(values + r * stride, 0, PANEL_BYTES);
}

export function copy(from: usize, to: usize, count: usize): void {
  memory.copy(to, from, count << 2);
}

// ---------------------------------------------------------------- activation

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

// ---------------------------------------------------------------- LayerNorm, one row

// xhat = (z − mean)/√(var + 1e-5) with mean and variance of `count` values in float64, j ascending;
// out = gamma·xhat + beta. gamma and beta are rows 0 and 1 of panels [4][32]. Leaves 1/√(var + 1e-5) at `inverse`.
export function normalise(z: usize, count: usize, affine: usize, hat: usize, out: usize, inverse: usize): void {
  let sum: f64 = 0, squares: f64 = 0;
  for (let j: usize = 0; j < count; j++) sum += <f64>f32.load(z + (j << 2));
  const mean = sum / <f64>count;
  for (let j: usize = 0; j < count; j++) {
    const d = <f64>f32.load(z + (j << 2)) - mean;
    squares += d * d;
  }
  const scale = 1 / Math.sqrt(squares / <f64>count + 1e-5);
  f64.store(inverse, scale);
  for (let j: usize = 0; j < count; j++) {
    const o = j << 2, a = affine + ((j >> 5) << 9) + ((j & 31) << 2);
    const h = <f32>((<f64>f32.load(z + o) - mean) * scale);
    f32.store(hat + o, h);
    f32.store(out + o, f32.load(a) * h + f32.load(a, 128));
  }
}

// dz = inverse·(t − mean(t) − xhat·mean(t·xhat)), t = gamma·dy, in float64, j ascending.
export function normaliseBackward(dy: usize, count: usize, affine: usize, hat: usize, inverse: usize, dz: usize): void {
  let sum: f64 = 0, dot: f64 = 0;
  for (let j: usize = 0; j < count; j++) {
    const o = j << 2, a = affine + ((j >> 5) << 9) + ((j & 31) << 2);
    const t = <f64>f32.load(a) * <f64>f32.load(dy + o);
    sum += t;
    dot += t * <f64>f32.load(hat + o);
  }
  const meanT = sum / <f64>count, meanDot = dot / <f64>count, scale = f64.load(inverse);
  for (let j: usize = 0; j < count; j++) {
    const o = j << 2, a = affine + ((j >> 5) << 9) + ((j & 31) << 2);
    const t = <f64>f32.load(a) * <f64>f32.load(dy + o);
    f32.store(dz + o, <f32>(scale * (t - meanT - <f64>f32.load(hat + o) * meanDot)));
  }
}

// dgamma[j] = Σ_r dy[r][j]·xhat[r][j] and dbeta[j] = Σ_r dy[r][j] for one panel, in float64, r ascending.
export function affineGradient(dy: usize, hat: usize, stride: usize, rows: usize, dgamma: usize, dbeta: usize): void {
  for (let j: usize = 0; j < 32; j++) {
    let g: f64 = 0, b: f64 = 0;
    for (let r: usize = 0; r < rows; r++) {
      const o = r * stride + (j << 2), d = <f64>f32.load(dy + o);
      g += d * <f64>f32.load(hat + o);
      b += d;
    }
    f32.store(dgamma + (j << 2), <f32>g);
    f32.store(dbeta + (j << 2), <f32>b);
  }
}

// ---------------------------------------------------------------- norms, float64

// out[s][b] = a[s]·rows[b] for `size` (up to 4) rows a and every row b < rowCount: two partial sums, even and
// odd j, ascending, then even + odd. `count` is even.
export function dots(size: usize, a: usize, rows: usize, stride: usize, rowCount: usize, count: usize, out: usize): void {
  for (let b: usize = 0; b < rowCount; b++) {
    const to = out + (b << 3), row = rows + b * stride;
    if (size == 4) dotRows(4, a, row, stride, count, to, rowCount << 3);
    else for (let s: usize = 0; s < size; s++) dotRows(1, a + s * stride, row, stride, count, to + s * (rowCount << 3), 0);
  }
}

@inline
function dotRows(size: usize, a: usize, b: usize, stride: usize, count: usize, out: usize, outStride: usize): void {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let end = a + (count << 2); a < end; a += 8, b += 8) {
    const t = f64x2.promote_low_f32x4(v128.load64_zero(b));
    s0 = f64x2.add(s0, f64x2.mul(t, f64x2.promote_low_f32x4(v128.load64_zero(a))));
    if (size > 1) s1 = f64x2.add(s1, f64x2.mul(t, f64x2.promote_low_f32x4(v128.load64_zero(a + stride))));
    if (size > 2) {
      s2 = f64x2.add(s2, f64x2.mul(t, f64x2.promote_low_f32x4(v128.load64_zero(a + 2 * stride))));
      s3 = f64x2.add(s3, f64x2.mul(t, f64x2.promote_low_f32x4(v128.load64_zero(a + 3 * stride))));
    }
  }
  f64.store(out, f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1));
  if (size > 1) f64.store(out + outStride, f64x2.extract_lane(s1, 0) + f64x2.extract_lane(s1, 1));
  if (size > 2) {
    f64.store(out + 2 * outStride, f64x2.extract_lane(s2, 0) + f64x2.extract_lane(s2, 1));
    f64.store(out + 3 * outStride, f64x2.extract_lane(s3, 0) + f64x2.extract_lane(s3, 1));
  }
}

// For rows a in start…end−1 and b in 0…end−1: out[0] = Σ xx[a][b]·dd[a][b], out[1] = Σ dd[a][b]; b < start twice.
export function pairs(xx: usize, dd: usize, start: usize, end: usize, out: usize): void {
  let weights: f64 = 0, biases: f64 = 0;
  for (let a = start; a < end; a++) {
    for (let b: usize = 0; b < end; b++, xx += 8, dd += 8) {
      const d = b < start ? 2 * f64.load(dd) : f64.load(dd);
      weights += f64.load(xx) * d;
      biases += d;
    }
  }
  f64.store(out, weights);
  f64.store(out, biases, 8);
}

// out[0] = Σ (after − before)², out[1] = Σ before² over `count` floats, float64, ascending.
export function moved(before: usize, after: usize, count: usize, out: usize): void {
  let step: f64 = 0, size: f64 = 0;
  for (let end = before + (count << 2); before < end; before += 4, after += 4) {
    const b = <f64>f32.load(before), d = <f64>f32.load(after) - b;
    step += d * d;
    size += b * b;
  }
  f64.store(out, step);
  f64.store(out + 8, size);
}

// ---------------------------------------------------------------- the memory floor

// a, b and c read and written once each, in place: 24 bytes an element, nothing computed beyond one addition.
export function stream(a: usize, b: usize, c: usize, count: usize): void {
  const tiny = f32x4.splat(1e-9);
  for (let o: usize = 0, end = count << 2; o < end; o += 16) {
    const t = v128.load(c + o);
    v128.store(a + o, f32x4.add(v128.load(a + o), f32x4.mul(tiny, t)));
    v128.store(b + o, f32x4.add(v128.load(b + o), f32x4.mul(tiny, t)));
    v128.store(c + o, f32x4.add(t, tiny));
  }
}

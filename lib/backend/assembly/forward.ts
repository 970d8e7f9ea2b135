import { PANEL_BYTES } from "./panel";

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

import { PANEL_BYTES } from "./panel";

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

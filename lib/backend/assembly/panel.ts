// One row of a panel: 32 floats.
export const PANEL_BYTES: usize = 128;

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

// What norms are summed from, in float64.

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

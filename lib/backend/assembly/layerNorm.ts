// One row at a time.

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

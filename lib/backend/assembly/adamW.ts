// One pass of AdamW over a parameter array, and the squared norm that its clip factor needs. float32 like
// PyTorch's; any length; the order of every sum is fixed.
import { flush } from "./tiny";

/** A first moment below it becomes 0: it moves no weight any more, and would soon cost a hundred times more. */
const GONE: f32 = 1e-30;

/** Σ g² in float64, in four partial sums. */
export function sumOfSquares(g: usize, length: usize): f64 {
  const end = g + (length << 2), whole = g + (length >> 2 << 4);
  let low = f64x2.splat(0), high = low;
  for (; g < whole; g += 16) {
    const x = v128.load(g);
    const p = f64x2.promote_low_f32x4(x), q = f64x2.promote_low_f32x4(v128.shuffle<f32>(x, x, 2, 3, 2, 3));
    low = f64x2.add(low, f64x2.mul(p, p));
    high = f64x2.add(high, f64x2.mul(q, q));
  }
  let sum = f64x2.extract_lane(low, 0) + f64x2.extract_lane(low, 1) + (f64x2.extract_lane(high, 0) + f64x2.extract_lane(high, 1));
  for (; g < end; g += 4) sum += <f64>f32.load(g) * <f64>f32.load(g);
  return sum;
}

/**
 * g ← clip·g; w ← decay·w; m ← m + (1 − beta1)(g − m), 0 below 1e-30; v ← beta2·v + (1 − beta2)g²;
 * w ← w − rate·m / (√v / rootCorrection2 + epsilon), in place on w, m and v.
 */
export function adamW(
  w: usize, g: usize, m: usize, v: usize, length: usize,
  clip: f32, decay: f32, rate: f32, oneMinusBeta1: f32, beta2: f32, oneMinusBeta2: f32, rootCorrection2: f32, epsilon: f32,
): void {
  const bytes = length << 2, whole = length >> 2 << 4;
  const clip4 = f32x4.splat(clip), decay4 = f32x4.splat(decay), rate4 = f32x4.splat(rate), first4 = f32x4.splat(oneMinusBeta1);
  const beta4 = f32x4.splat(beta2), second4 = f32x4.splat(oneMinusBeta2), root4 = f32x4.splat(rootCorrection2), epsilon4 = f32x4.splat(epsilon);
  let o: usize = 0;
  for (; o < whole; o += 16) {
    const g4 = f32x4.mul(clip4, v128.load(g + o)), old = v128.load(m + o);
    const m4 = flush(f32x4.add(old, f32x4.mul(first4, f32x4.sub(g4, old))), GONE);
    const v4 = f32x4.add(f32x4.mul(beta4, v128.load(v + o)), f32x4.mul(second4, f32x4.mul(g4, g4)));
    const step = f32x4.div(f32x4.mul(rate4, m4), f32x4.add(f32x4.div(f32x4.sqrt(v4), root4), epsilon4));
    v128.store(m + o, m4);
    v128.store(v + o, v4);
    v128.store(w + o, f32x4.sub(f32x4.mul(decay4, v128.load(w + o)), step));
  }
  for (; o < bytes; o += 4) {
    const g1 = clip * f32.load(g + o), old = f32.load(m + o);
    let m1 = old + oneMinusBeta1 * (g1 - old);
    if (abs(m1) < GONE) m1 = 0;
    const v1 = beta2 * f32.load(v + o) + oneMinusBeta2 * (g1 * g1);
    f32.store(m + o, m1);
    f32.store(v + o, v1);
    f32.store(w + o, decay * f32.load(w + o) - rate * m1 / (sqrt<f32>(v1) / rootCorrection2 + epsilon));
  }
}

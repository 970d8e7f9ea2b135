// Units that died leave numbers that shrink for ever; below 1e-38 each operation on one costs a hundred times more.
// So values, slopes and first moments below 1e-16 become 0, and a second moment has a floor far below epsilon²:
// a weight moves differently by less than 1e-8 of its learning rate.
const TINY: f32 = 1e-16;
export const TINY_GRADIENT: f32 = 1e-18;

@inline
export function flush(value: v128, tiny: f32 = TINY): v128 {
  // not(|value| < tiny): NaN passes
  return v128.andnot(value, f32x4.lt(f32x4.abs(value), f32x4.splat(tiny)));
}

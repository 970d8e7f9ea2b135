import { type Rng } from "../math/rng";

/** `length` dropout multipliers drawn in order: 0 for a share p of them, 1 / (1 − p) for the others. */
export function dropoutMask(rng: Rng, length: number, share: number): Float32Array {
  const kept = Math.fround(1 / (1 - share));
  const mask = new Float32Array(length);
  for (let i = 0; i < length; i++) mask[i] = rng.uniform() < share ? 0 : kept;
  return mask;
}

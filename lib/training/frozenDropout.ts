import { at } from "../math/at";
import { permutation, splitRng } from "../math/rng";

/**
 * How often each training scene is sent through the frozen backbone with its dropout on. A run of more epochs
 * meets a draw again.
 */
export const FROZEN_DRAWS = 8;

/** The draw that an epoch (from 0) of a run reads: all of them once, in an order from the seed, then again. */
export function frozenDraw(seed: number, epoch: number): number {
  return at(permutation(splitRng(seed, "frozen dropout"), FROZEN_DRAWS), epoch % FROZEN_DRAWS);
}

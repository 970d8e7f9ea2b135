import { at } from "../math/at";
import { permutation, splitRng } from "../math/rng";
import { type TrainingConfig } from "./config";

/**
 * How often each training scene is sent through the frozen backbone with its dropout on. A run of more epochs
 * meets a draw again.
 */
export const FROZEN_DRAWS = 8;

/**
 * Which draw of the backbone's dropout a micro-batch is trained with, counted from 0 over the run; undefined where
 * the backbone is still. While it is trained, every micro-batch has a draw of its own. With `frozenDropout` there is
 * one for each epoch: all FROZEN_DRAWS once, in an order from the seed, then again.
 */
export function backboneDraw(
  {
    seed,
    dropout,
    freezeBackbone,
    frozenDropout,
  }: Pick<TrainingConfig, "seed" | "dropout" | "freezeBackbone" | "frozenDropout">,
  { epoch, microBatch }: { readonly epoch: number; readonly microBatch: number },
): number | undefined {
  if (frozenDropout) {
    return at(permutation(splitRng(seed, "frozen dropout"), FROZEN_DRAWS), epoch % FROZEN_DRAWS);
  }
  return dropout && !freezeBackbone ? microBatch : undefined;
}

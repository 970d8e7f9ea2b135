import * as tf from "@tensorflow/tfjs";
import { featureRows } from "../stepInput";
import { type Batch } from "../trainStep";
import { type HeadGraph } from "./headGraph";
import { type Tensors } from "./namedTensors";

/**
 * `features` and every site's `mask.<site>` of a forward pass as tensors, the caller's to dispose; without masks all
 * multipliers are 1. Errors: rows of another width, before any tensor is made.
 */
export function forwardFeeds(
  { size, input, masks }: Pick<Batch, "size" | "input" | "masks">,
  width: number,
  sites: HeadGraph["sites"],
): Tensors {
  const features = featureRows("graph step", input, size, width);
  if (Object.keys(masks).length > 0) checkMasks(sites, size, masks);
  const multipliers = sites.map(({ name, width }) => {
    const values = masks[name];
    return [
      `mask.${name}`,
      values === undefined ? tf.scalar(1) : tf.tensor2d(values, [size, width]),
    ] as const;
  });
  return {
    features: tf.tensor2d(features, [size, width]), // [B, h], or h + 2
    ...Object.fromEntries<tf.Tensor>(multipliers), // [B, width] each
  };
}

function checkMasks(sites: HeadGraph["sites"], size: number, masks: Batch["masks"]): void {
  for (const { name, width } of sites) {
    const got = masks[name]?.length;
    if (got === size * width) continue;
    throw new Error(
      `dropout mask ${name}: expected ${size} × ${width} numbers, got ${got ?? "none"}; use dropoutMasks`,
    );
  }
}

import { splitRng } from "../math/rng";
import { dropoutMask } from "../model/dropoutMask";
import { type Side } from "../model/side";

/** Dropout shares of the head's sites; the fusion block's is the first. */
export const DROPOUT = { fusion: 0.1, "head.0": 0.1, "head.1": 0.1, "head.2": 0.05 } as const;

/** Width of each dropout site for a feature of width `hidden`, in the order the sites are reached. */
export function dropoutSites(
  hidden: number,
  fusion: Side,
): readonly { readonly name: keyof typeof DROPOUT; readonly width: number }[] {
  return [
    { name: "fusion", width: fusion === "before" ? 2 * hidden : hidden },
    { name: "head.0", width: 2 * hidden },
    { name: "head.1", width: 2 * hidden },
    { name: "head.2", width: hidden },
  ];
}

/**
 * Multipliers for one micro-batch, [rows, width] by site: 0 with the site's share p, else 1 / (1 − p). They
 * depend on seed and micro-batch number alone, so every training step and a resumed run see the same ones.
 */
export function dropoutMasks(
  seed: number,
  microBatch: number,
  { rows, hidden, fusion }: { readonly rows: number; readonly hidden: number; readonly fusion: Side },
): Readonly<Record<string, Float32Array>> {
  const rng = splitRng(seed, `dropout/${microBatch}`);
  return Object.fromEntries(
    dropoutSites(hidden, fusion).map(({ name, width }) => [
      name,
      dropoutMask(rng, rows * width, DROPOUT[name]),
    ]),
  );
}

import { permutation, splitRng } from "../math/rng";

/**
 * The samples of one epoch, shuffled by seed and epoch: groups (one optimizer update each) of `accumulation`
 * micro-batches of `batchSize` rows. The last micro-batch may be short, and so may the last group; both count.
 */
export function epochPlan(
  {
    seed,
    batchSize,
    accumulation,
  }: {
    readonly seed: number;
    readonly batchSize: number;
    readonly accumulation: number;
  },
  samples: number,
  epoch: number,
): number[][][] {
  const order = permutation(splitRng(seed, `order/${epoch}`), samples);
  return chunks(chunks(order, batchSize), accumulation);
}

/** Updates of one epoch: ⌈⌈samples / batch size⌉ / accumulation⌉. */
export function updatesPerEpoch(
  { batchSize, accumulation }: { readonly batchSize: number; readonly accumulation: number },
  samples: number,
): number {
  return Math.ceil(Math.ceil(samples / batchSize) / accumulation);
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}

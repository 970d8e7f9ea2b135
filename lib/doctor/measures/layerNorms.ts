import { median } from "../../math/statistics";
import { type LayerFacts } from "../evidence";

/** One layer over all updates that were measured. */
export interface LayerNorms {
  readonly layer: string;
  readonly frozen: boolean;
  /** Medians over the updates: gradient beside weight, update beside weight; NaN where all weights are 0. */
  readonly gradient: number;
  readonly update: number;
  /** The largest change an update made. */
  readonly mostMoved: number;
  readonly firstWeight: number;
  readonly lastWeight: number;
}

/** Layer by layer in the order they were measured; a layer without weights is left out. */
export function layerNorms(layers: readonly LayerFacts[]): LayerNorms[] {
  const byLayer = new Map<string, LayerFacts[]>();
  for (const facts of layers) byLayer.set(facts.layer, [...(byLayer.get(facts.layer) ?? []), facts]);
  return [...byLayer].map(([layer, all]) => {
    const weighed = all.filter(({ weightNorm }) => weightNorm > 0); // a bias begins at 0: nothing to compare with
    const share = (of: (facts: LayerFacts) => number): number =>
      weighed.length === 0 ? NaN : median(weighed.map((facts) => of(facts) / facts.weightNorm));
    return {
      layer,
      frozen: all.every(({ frozen }) => frozen),
      gradient: share(({ gradientNorm }) => gradientNorm),
      update: share(({ updateNorm }) => updateNorm),
      mostMoved: Math.max(...all.map(({ updateNorm }) => updateNorm)),
      firstWeight: all[0]?.weightNorm ?? NaN,
      lastWeight: all.at(-1)?.weightNorm ?? NaN,
    };
  });
}

import { median } from "../../math/statistics";
import { type LayerFacts } from "../evidence";

/** One layer over all updates that were measured. */
export interface LayerNorms {
  readonly layer: string;
  readonly frozen: boolean;
  /** Medians over the updates: gradient beside weight, update beside weight. */
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
    const share = (of: (facts: LayerFacts) => number): number =>
      median(all.map((facts) => of(facts) / Math.max(facts.weightNorm, Number.MIN_VALUE)));
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

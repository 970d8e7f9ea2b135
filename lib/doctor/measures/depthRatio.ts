import { type Evidence } from "../evidence";
import { layerNorms } from "./layerNorms";

/** Gradients at both ends of a network. */
export interface DepthRatio {
  readonly first: string;
  readonly last: string;
  /** Gradient by weight of the first trainable layer beside that of the last. */
  readonly ratio: number;
}

/** undefined with fewer than three trainable layers. */
export function depthRatio({ layers = [] }: Evidence): DepthRatio | undefined {
  const trainable = layerNorms(layers).filter(({ frozen, gradient }) => !frozen && Number.isFinite(gradient));
  const [first, last] = [trainable[0], trainable.at(-1)];
  if (first === undefined || last === undefined || trainable.length < 3) return undefined;
  return { first: first.layer, last: last.layer, ratio: first.gradient / last.gradient };
}

import type * as tf from "@tensorflow/tfjs";
import { globalNorm } from "../../backend/gradientNorm";
import { at } from "../../math/at";
import { type LayerFacts } from "../evidence";
import { type AroundUpdate } from "../fit/fit";
import { layersOf } from "../fit/layersOf";

/** Norms of gradients, weights and steps, layer by layer, at updates 0, 1, 2, 4, 8 … and the last. */
export interface LayerWatch {
  readonly around: AroundUpdate;
  /** The same in two halves, for a step that is not ours: call what it gives once the step is done. */
  readonly before: (update: number, gradients: readonly tf.Tensor[]) => () => void;
  readonly facts: () => LayerFacts[];
}

interface Watched {
  readonly layer: string;
  readonly frozen: boolean;
  readonly weights: tf.LayersModel["weights"];
  /** Places of its weights among the gradients. */
  readonly places: readonly number[];
}

/** Watches a model that `fit` moves. Frozen layers are compared with their first weights: they may not move at all. */
export function watchLayers(model: tf.LayersModel, updates: number): LayerWatch {
  const layers = watched(model);
  const first = new Map(layers.filter(({ frozen }) => frozen).map((one) => [one.layer, valuesOf(one)]));
  const facts: LayerFacts[] = [];
  const before: LayerWatch["before"] = (update, gradients) => {
    if (!isLookedAt(update, updates)) return () => undefined;
    const starts = layers.map((one) => first.get(one.layer) ?? valuesOf(one));
    const norms = layers.map(({ places }) =>
      places.length === 0 ? 0 : globalNorm(places.map((place) => at(gradients, place))),
    );
    return () => {
      layers.forEach((one, i) => {
        const from = at(starts, i);
        facts.push({
          ...{ layer: one.layer, update, gradientNorm: at(norms, i), weightNorm: length(from) },
          updateNorm: length(valuesOf(one).map((value, k) => value - (from[k] ?? NaN))),
          frozen: one.frozen,
        });
      });
    };
  };
  return {
    before,
    facts: () => facts,
    around: (update, gradients, move) => {
      const after = before(update, gradients);
      move();
      after();
    },
  };
}

/** Updates 0, 1, 2, 4, 8 … and the last of so many. */
export const isLookedAt = (update: number, updates: number): boolean =>
  update < 2 || (update & (update - 1)) === 0 || update === updates - 1;

/** Layers with weights; of one that learns only what is learnt, not the averages that a batch norm keeps. */
function watched(model: tf.LayersModel): Watched[] {
  const trained = model.trainableWeights;
  return layersOf(model)
    .filter(({ weights }) => weights.length > 0)
    .map((layer) => {
      const own = layer.trainableWeights.filter((weight) => trained.includes(weight));
      return {
        layer: layer.name,
        frozen: own.length === 0,
        weights: own.length === 0 ? layer.weights : own,
        places: own.map((weight) => trained.indexOf(weight)),
      };
    });
}

function valuesOf({ weights }: Watched): Float64Array {
  const parts = weights.map((weight) => weight.read().dataSync<"float32">());
  const values = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    values.set(part, place);
    place += part.length;
  }
  return values;
}

function length(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}

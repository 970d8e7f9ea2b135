import { columnMoments } from "../math/featureStatistics";
import { permutation, splitRng } from "../math/rng";
import { type PlainData } from "../training/plainData";

/** Features of both parts, [N, width] each. */
export interface Features {
  readonly train: Float32Array;
  readonly validation: Float32Array;
}

/** What can be done to features: `dealt` alone takes away what they say of their sample. */
export type Treatment = "pulled" | "dealt" | "turned";

export interface SealedFeature extends Features {
  readonly treatment: Treatment;
}

/** How far `pulled` moves every sample towards their mean. */
export const PULL = 0.98;

const TREATMENTS: Readonly<Record<Treatment, (data: PlainData, seed: number) => Features>> = {
  pulled: (data) => pulled(data, PULL),
  dealt: ({ train, validation, width }, seed) => ({
    train: dealt(train.features, width, seed),
    validation: dealt(validation.features, width, seed + 1),
  }),
  turned: ({ train, validation }) => ({
    train: train.features.map((value) => -value),
    validation: validation.features.map((value) => -value),
  }),
};

/**
 * The features of a data set treated in three ways, under the letters A, B and C in an order that follows from `seed`:
 * all samples pulled to their mean, each feature given to another sample, all signs turned.
 */
export function sealedFeatures(data: PlainData, seed: number): Readonly<Record<string, SealedFeature>> {
  const treatments = Object.keys(TREATMENTS) as Treatment[];
  const order = permutation(splitRng(seed, "sealed"), treatments.length);
  return Object.fromEntries(
    [...order].map((place, i) => {
      const treatment = treatments[place] ?? "dealt";
      return ["ABC"[i] ?? "", { treatment, ...TREATMENTS[treatment](data, seed) }];
    }),
  );
}

/** Every sample moved by `share` of the way to the mean of the training samples. */
export function pulled({ train, validation, width }: PlainData, share: number): Features {
  const { mean } = columnMoments({ values: train.features, width });
  const move = (values: Float32Array): Float32Array =>
    values.map((value, i) => value + share * ((mean[i % width] ?? NaN) - value));
  return { train: move(train.features), validation: move(validation.features) };
}

/** The rows of [N, width] in another order. */
function dealt(values: Float32Array, width: number, seed: number): Float32Array {
  const order = permutation(splitRng(seed, "dealt"), values.length / width);
  const result = new Float32Array(values.length);
  [...order].forEach((from, to) => result.set(values.subarray(from * width, (from + 1) * width), to * width));
  return result;
}

import { at } from "../math/at";
import { type FeatureTable } from "../math/featureStatistics";
import { ridgeProbe, type ProbeSet } from "../math/ridgeProbe";
import { HORIZON_ROWS } from "../training/judge";
import { type PlainData, type PlainSet } from "../training/plainData";
import { isNear } from "../training/sampleKinds";
import { spreadRows } from "../training/spreadRows";
import { unflatten } from "../training/trainingData";

/** Near training samples that a readout is fitted on, at most: its cost goes by their cube. */
const FITTED_ROWS = 400;

/** What a linear readout finds of the near targets in a feature. */
export interface NearReadout {
  /** R² on near validation samples, fitted on near training samples: 1 is everything, below 0 worse than a constant. */
  readonly r2: number;
  /** Share of the validation targets that are near, 0 to 1. */
  readonly nearShare: number;
}

/**
 * A ridge readout of the points at 2.5, 3.5 and 4.5 s from pooled features, fitted and judged on the targets within
 * `NEAR_METRES` only: a squared error over leaps to another crossing says nothing of what a camera could see.
 * `features` (default those of the data, [N, width]) puts others in their place. Throws with fewer than 2 near samples.
 */
export function nearReadout(
  { train, validation, width }: PlainData,
  features: { readonly train: Float32Array; readonly validation: Float32Array } = {
    train: train.features,
    validation: validation.features,
  },
): NearReadout {
  const fitted = nearSet(train, { values: features.train, width }, FITTED_ROWS);
  const judged = nearSet(validation, { values: features.validation, width });
  const nearShare = judged.targets.values.length / (2 * HORIZON_ROWS.length) / validation.recordings.length;
  return { r2: ridgeProbe(fitted, judged), nearShare };
}

/** The near rows of a part, `limit` of them spread evenly: features and the three points. */
function nearSet({ targets }: PlainSet, { values, width }: FeatureTable, limit = Infinity): ProbeSet {
  const paths = unflatten(targets);
  const near = paths.flatMap((path, row) => (isNear(path) ? [row] : []));
  const rows = near.length > limit ? spreadRows(near.length, limit).map((i) => at(near, i)) : near;
  const points = rows.flatMap((row) => HORIZON_ROWS.flatMap((step) => at(at(paths, row), step)));
  const chosen = new Float32Array(rows.length * width);
  rows.forEach((row, i) => chosen.set(values.subarray(row * width, (row + 1) * width), i * width));
  return {
    features: { values: chosen, width },
    targets: { values: Float32Array.from(points), width: 2 * HORIZON_ROWS.length },
  };
}

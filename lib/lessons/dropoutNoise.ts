import { columnMoments } from "../math/featureStatistics";
import { mean } from "../math/statistics";
import { type PlainData } from "../training/plainData";

/**
 * How far dropout in the frozen backbone throws a scene's feature, as a share of how far scenes lie apart: root
 * mean square of (with dropout − without) over that of (without − mean scene). 1 hides one scene behind another.
 * Throws unless the data was loaded with `frozenDropout`.
 */
export function dropoutNoise({ train, width }: PlainData): number {
  const [draw] = train.draws;
  if (draw === undefined) {
    throw new Error("dropout noise: expected features with dropout on, got none; load with frozenDropout");
  }
  const { std } = columnMoments({ values: train.features, width });
  const apart = mean([...std].map((value) => value ** 2));
  const thrown = mean(Array.from(draw, (value, i) => (value - (train.features[i] ?? NaN)) ** 2));
  return Math.sqrt(thrown / apart);
}

/** Seeded randomness, float64 statistics, numbers in a text, waiting that Stop can end. */
export { numberText } from "../math/numberText";
export { splitRng, permutation, type Rng } from "../math/rng";
export { agreement, type Agreement } from "../math/agreement";
export { singularValues } from "../math/singularValues";
export { featureStatistics, type FeatureStatistics, type FeatureTable } from "../math/featureStatistics";
export { mean, std, range, median, slope } from "../math/statistics";
export { sleep } from "../task/sleep";

import { at } from "../../math/at";
import { centred, columnMoments, gram, type FeatureTable } from "../../math/featureStatistics";
import { ridgeProbe } from "../../math/ridgeProbe";
import { mean, std } from "../../math/statistics";
import { type StageFacts } from "../evidence";
import { tableOf, widthOf, type Block } from "../fit/block";
import { INPUTS } from "../measures/hiddenStages";
import { type StageOutput } from "./stageOutputs";

/** One stage on both fixed parts, with the targets of their rows (class numbers as one-hot). */
export interface ProbedStage {
  readonly when: StageFacts["when"];
  readonly train: StageOutput;
  readonly heldOut: StageOutput;
  readonly trainTargets: Block;
  readonly heldOutTargets: Block;
}

/** Fewer rows give a readout that says nothing. */
const LEAST_READ = { train: 30, heldOut: 15 } as const;

/** A stage as the contract wants it. On the inputs no unit is dead or saturated: a constant column is nobody's fault. */
export function stageFacts({ when, train, heldOut, ...targets }: ProbedStage): StageFacts {
  const { stage, values } = train;
  const probeR2 = readout(featuresOf(values), featuresOf(heldOut.values), targets);
  return {
    ...{ stage, when, std: std(values.data), meanNorm: mean(tableOf(values).map(norm)) },
    width: widthOf(values),
    ...directions(featuresOf(values)),
    deadShare: stage === INPUTS ? 0 : deadShare(values),
    saturatedShare: stage === INPUTS ? 0 : saturatedShare(train),
    ...(probeR2 === undefined ? {} : { probeR2 }),
  };
}

const featuresOf = (values: Block): FeatureTable => ({ values: values.data, width: widthOf(values) });

function norm(row: readonly number[]): number {
  return Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
}

/** How far rows point apart, and how many directions they use: (Σλ)² / Σλ² of the covariance; NaN where all rows are equal. */
function directions(table: FeatureTable): Pick<StageFacts, "centredCosineSpread" | "effectiveRank"> {
  const rows = table.values.length / table.width;
  if (rows < 2) return { centredCosineSpread: NaN, effectiveRank: NaN };
  const apart = centred(table, columnMoments(table).mean);
  const products = gram(apart, apart, table.width);
  const square = (i: number): number => at(products, i * rows + i);
  const cosines: number[] = [];
  let trace = 0;
  for (let i = 0; i < rows; i++) {
    trace += square(i);
    for (let j = 0; j < i; j++) cosines.push(at(products, i * rows + j) / Math.sqrt(square(i) * square(j)));
  }
  const known = cosines.filter(Number.isFinite); // a row that is the mean itself points nowhere
  return {
    centredCosineSpread: known.length === 0 ? NaN : std(known),
    effectiveRank: (trace * trace) / products.reduce((sum, value) => sum + value * value, 0),
  };
}

/** Share of units that give 0 for every row and at every position. */
function deadShare({ data, shape }: Block): number {
  const units = at(shape, 2);
  const alive = new Uint8Array(units);
  data.forEach((value, i) => {
    if (value !== 0) alive[i % units] = 1;
  });
  return 1 - alive.reduce((sum, one) => sum + one, 0) / units;
}

/** Whether an output stands where its activation is flat (slope of a hundredth and less); other activations have no such end. */
const SATURATED: Readonly<Record<string, (value: number) => boolean>> = {
  tanh: (value) => Math.abs(value) > 0.995,
  sigmoid: (value) => value < 0.01 || value > 0.99,
  hardSigmoid: (value) => value <= 0 || value >= 1,
  softsign: (value) => Math.abs(value) > 0.9,
  relu6: (value) => value >= 6,
};

function saturatedShare({ activation, values: { data } }: StageOutput): number {
  const isFlat = SATURATED[activation.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())];
  return isFlat === undefined
    ? 0
    : data.reduce((sum, value) => sum + (isFlat(value) ? 1 : 0), 0) / data.length;
}

/** R² of a ridge readout on held-out rows; undefined where there are few rows, or numbers that are none. */
function readout(
  train: FeatureTable,
  heldOut: FeatureTable,
  { trainTargets, heldOutTargets }: Pick<ProbedStage, "trainTargets" | "heldOutTargets">,
): number | undefined {
  const enough =
    at(trainTargets.shape, 0) >= LEAST_READ.train && at(heldOutTargets.shape, 0) >= LEAST_READ.heldOut;
  if (!enough || ![train, heldOut].every(({ values }) => values.every(Number.isFinite))) return undefined;
  const r2 = ridgeProbe(
    { features: train, targets: featuresOf(trainTargets) },
    { features: heldOut, targets: featuresOf(heldOutTargets) },
  );
  return Number.isFinite(r2) ? r2 : undefined;
}

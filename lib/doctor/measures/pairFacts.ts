import { agreement } from "../../math/agreement";
import { mean, std } from "../../math/statistics";
import { type Evidence, type Pairs } from "../evidence";
import { onceFor } from "./onceFor";

/** How one output's predictions go with its targets, each number with its standard error where it has one. */
export interface OutputFacts {
  readonly name: string;
  /** Its column. */
  readonly output: number;
  readonly r: number;
  /** std(prediction) / std(target). */
  readonly spreadRatio: number;
  readonly spreadError: number;
  /** Of target on prediction. */
  readonly slope: number;
  readonly slopeError: number;
  /** The target where the prediction is 0, on that line. */
  readonly intercept: number;
  readonly targetMean: number;
  readonly targetStd: number;
  readonly predictedMean: number;
  readonly predictedStd: number;
  /** 1 − Σ(t − p)² / Σ(t − mean)²: 0 is the best constant. */
  readonly rSquared: number;
  /** Finite rows only. */
  readonly target: Float64Array;
  readonly predicted: Float64Array;
}

/** All outputs of one table of pairs. Outputs whose target never changes are counted, not judged. */
export interface PairFacts {
  readonly split: Pairs["split"];
  readonly rows: number;
  readonly width: number;
  /** Widths of targets and predictions differ: nothing can be compared. */
  readonly predictedWidth: number;
  /** Rows with a prediction that is no finite number. */
  readonly notFinite: number;
  readonly constantTargets: number;
  readonly outputs: readonly OutputFacts[];
}

/** The pairs to judge by: held-out ones, else those of training; undefined without a row. */
export function judgedPairs({ pairs = [] }: Evidence): Pairs | undefined {
  const filled = pairs.filter(({ targets }) => targets.length > 0);
  return filled.find(({ split }) => split === "held-out") ?? filled[0];
}

/** The facts of the pairs to judge by; undefined without pairs. */
export function judgedFacts(evidence: Evidence): PairFacts | undefined {
  const pairs = judgedPairs(evidence);
  return pairs === undefined ? undefined : pairFacts(pairs);
}

/** The facts of one table of pairs. */
export const pairFacts = onceFor((pairs: Pairs): PairFacts => {
  const width = pairs.targets[0]?.length ?? 0;
  const predictedWidth = pairs.predictions[0]?.length ?? 0;
  const rows = finiteRows(pairs);
  const outputs =
    width === predictedWidth && rows.length > 0
      ? Array.from({ length: width }, (_, output) => outputFacts(pairs, rows, output))
      : [];
  const varied = outputs.filter(({ targetStd }) => targetStd > 0);
  return {
    split: pairs.split,
    rows: rows.length,
    width,
    predictedWidth,
    notFinite: pairs.predictions.filter((row) => !row.every(Number.isFinite)).length,
    constantTargets: outputs.length - varied.length,
    outputs: varied,
  };
});

function finiteRows({ targets, predictions }: Pairs): number[] {
  return targets.flatMap((row, i) =>
    row.every(Number.isFinite) && (predictions[i]?.every(Number.isFinite) ?? false) ? [i] : [],
  );
}

function outputFacts(pairs: Pairs, rows: readonly number[], output: number): OutputFacts {
  const column = (of: Pairs["targets"]): Float64Array =>
    Float64Array.from(rows, (row) => of[row]?.[output] ?? NaN);
  const [target, predicted] = [column(pairs.targets), column(pairs.predictions)];
  const { r, spreadRatio, slope } = agreement(predicted, target);
  const [targetMean, predictedMean, targetStd] = [mean(target), mean(predicted), std(target)];
  const unexplained = target.reduce((sum, value, i) => sum + (value - (predicted[i] ?? NaN)) ** 2, 0);
  const unsure = Math.sqrt(Math.max(0, 1 - (Number.isNaN(r) ? 0 : r * r)) / rows.length);
  return {
    name: pairs.names?.[output] ?? `output ${output}`,
    output,
    r,
    spreadRatio,
    spreadError: spreadRatio * unsure,
    slope,
    slopeError: spreadRatio > 0 ? unsure / spreadRatio : NaN,
    intercept: targetMean - slope * predictedMean,
    targetMean,
    targetStd,
    predictedMean,
    predictedStd: std(predicted),
    rSquared: 1 - unexplained / (target.length * targetStd * targetStd),
    target,
    predicted,
  };
}

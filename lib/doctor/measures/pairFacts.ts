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

/** Rows whose numbers are all finite, targets and predictions. */
export function finiteRows({ targets, predictions }: Pairs): number[] {
  return targets.flatMap((row, i) =>
    row.every(Number.isFinite) && (predictions[i]?.every(Number.isFinite) ?? false) ? [i] : [],
  );
}

function outputFacts(pairs: Pairs, rows: readonly number[], output: number): OutputFacts {
  const column = (of: Pairs["targets"]): Float64Array =>
    Float64Array.from(rows, (row) => of[row]?.[output] ?? NaN);
  const [target, predicted] = [column(pairs.targets), column(pairs.predictions)];
  const { targetMean, predictedMean, targetStd, predictedStd, covariance, meanSquare } = moments(
    target,
    predicted,
  );
  const r = covariance / (targetStd * predictedStd);
  const spreadRatio = targetStd === 0 ? NaN : predictedStd / targetStd;
  const slope = covariance / (predictedStd * predictedStd);
  const unsure = Math.sqrt(Math.max(0, 1 - (Number.isNaN(r) ? 0 : r * r)) / rows.length);
  return {
    name: pairs.names?.[output] ?? `output ${output}`,
    ...{
      output,
      r,
      spreadRatio,
      slope,
      targetMean,
      targetStd,
      predictedMean,
      predictedStd,
      target,
      predicted,
    },
    spreadError: spreadRatio * unsure,
    slopeError: spreadRatio > 0 ? unsure / spreadRatio : NaN,
    intercept: targetMean - slope * predictedMean,
    rSquared: 1 - meanSquare / (targetStd * targetStd),
  };
}

/** Moments of both columns in two passes, from the first value on: exactly 0 where nothing varies, and fast. */
function moments(target: Float64Array, predicted: Float64Array) {
  const n = target.length;
  const [t0 = NaN, p0 = NaN] = [target[0], predicted[0]];
  let [t, p, square] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [one, other] = [target[i] as number, predicted[i] as number];
    t += one - t0;
    p += other - p0;
    square += (one - other) * (one - other);
  }
  let [tt, pp, tp] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const dt = (target[i] as number) - t0 - t / n;
    const dp = (predicted[i] as number) - p0 - p / n;
    tt += dt * dt;
    pp += dp * dp;
    tp += dt * dp;
  }
  return {
    ...{ targetMean: t0 + t / n, predictedMean: p0 + p / n, meanSquare: square / n },
    ...{ targetStd: Math.sqrt(tt / n), predictedStd: Math.sqrt(pp / n), covariance: tp / n },
  };
}

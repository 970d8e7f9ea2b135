import { type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { featureStatistics, type FeatureTable } from "../math/featureStatistics";
import { ridgeProbe } from "../math/ridgeProbe";
import { mean, std } from "../math/statistics";
import { HORIZON_ROWS } from "./judge";
import { type StageFacts } from "./run";
import { spreadRows } from "./spreadRows";
import { type SampleSet, type TrainingData } from "./trainingData";
import { type TrainStep } from "../steps/trainStep";

/** Rows measured: enough for a stable probe, few enough to cost about 2 % of a run. */
const TRAIN_ROWS = 128;
const VALIDATION_ROWS = 64;

/** The validation rows that the inside of a network is measured on. */
export function watchedRows(size: number): number[] {
  return spreadRows(size, VALIDATION_ROWS);
}

/** Points at 2.5, 3.5 and 4.5 s, metres, [rows, 6]. */
function horizons(targets: readonly Trajectory[], rows: readonly number[]): FeatureTable {
  const values = rows.flatMap((row) => HORIZON_ROWS.flatMap((j) => at(at(targets, row), j)));
  return { values: Float32Array.from(values), width: 2 * HORIZON_ROWS.length };
}

function valueFacts({ values, width }: FeatureTable): Pick<StageFacts, "mean" | "std" | "deadShare"> {
  const alive = new Set<number>();
  values.forEach((value, i) => value > 0 && alive.add(i % width));
  return { mean: mean(values), std: std(values), deadShare: 1 - alive.size / width };
}

/** Statistics and readout of every hidden stage, evaluation mode, on rows spread over both sets. */
export function stageFacts(step: TrainStep, { train, validation }: TrainingData): StageFacts[] {
  const look = (set: SampleSet, rows: readonly number[]) => {
    const { activations: stages } = step.inside(rows.length, set.input(rows));
    const table = (stage: string): FeatureTable => {
      const values = stages[stage] ?? new Float32Array();
      return { values, width: values.length / rows.length };
    };
    return { stages, table, targets: horizons(set.targets, rows) };
  };
  const fitted = look(train, spreadRows(train.targets.length, TRAIN_ROWS));
  const heldOut = look(validation, watchedRows(validation.targets.length));
  return Object.keys(heldOut.stages)
    .filter((stage) => stage !== "output")
    .map((stage) => ({
      stage,
      ...valueFacts(heldOut.table(stage)),
      ...featureStatistics(heldOut.table(stage)),
      probe: ridgeProbe(
        { features: fitted.table(stage), targets: fitted.targets },
        { features: heldOut.table(stage), targets: heldOut.targets },
      ),
    }));
}

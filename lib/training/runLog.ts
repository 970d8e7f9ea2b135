import { fromLosslessJson, toLosslessJson } from "../files/losslessJson";
import { readCheckpoint, writeCheckpoint } from "./checkpoint";
import { type CloseUpPoint } from "./closeUp";
import { type TrainingConfig } from "./config";
import { type EpochSums } from "./epochSums";
import { type StepKind } from "./fastestStep";
import { type HistogramPoint } from "./layerHistograms";
import { type MeasuringClock } from "./measuringClock";
import { type EpochRecord, type LayerPoint, type Run, type UpdatePoint } from "./run";
import { type TrainingData } from "./trainingData";
import { type TrainStep } from "../steps/trainStep";

/** A run so far, growing; what a checkpoint keeps beside the weights. */
export interface RunLog extends Pick<Run, "start" | "stagesBefore">, MeasuringClock {
  readonly epochs: EpochRecord[];
  readonly updates: UpdatePoint[];
  readonly layers: LayerPoint[];
  readonly histograms: HistogramPoint[];
  /** Absent unless a close-up is kept. */
  readonly closeUp?: CloseUpPoint[];
  /** The epoch that Stop cut off: updates made and what they summed up. */
  cut?: { readonly groups: number; readonly sums: EpochSums };
}

/** Whose log it is. */
export interface LoggedRun {
  readonly step: TrainStep;
  readonly config: TrainingConfig;
  readonly data: Pick<TrainingData, "hash">;
  readonly closeUp: boolean;
  readonly stepKind: StepKind;
}

/** Run identity and log, the notes of a checkpoint. */
interface Notes {
  readonly config: TrainingConfig;
  readonly dataHash: string;
  /** Absent in checkpoints from before steps were chosen: reference. */
  readonly stepKind?: StepKind;
  readonly log: RunLog;
}

/** Writes a checkpoint of the step and its log. */
export function storeLog({ step, config, data, stepKind }: LoggedRun, log: RunLog, path: string): void {
  const notes: Notes = { config, dataHash: data.hash, stepKind, log };
  writeCheckpoint(path, step.parameters, { state: step.save(), notes: toLosslessJson(notes) });
}

/** Loads the step and the run so far; refuses a checkpoint of other settings or data by name. */
export function restoreLog(
  { step, config, data, closeUp, stepKind }: LoggedRun,
  path: string | undefined,
): RunLog {
  if (path === undefined) throw new Error("resume: expected the path of a checkpoint, got none; name one");
  const { state, notes } = readCheckpoint(path);
  const found = fromLosslessJson(notes) as Notes;
  const refuseOther = (what: string, expected: unknown, got: unknown): void => {
    if (expected === got) return;
    throw new Error(
      `checkpoint ${path}: ${what}: expected ${String(expected)}, got ${String(got)}; use the same settings and data, or train anew`,
    );
  };
  for (const key of Object.keys({ ...config, ...found.config }) as (keyof TrainingConfig)[]) {
    refuseOther(key, config[key], found.config[key]);
  }
  refuseOther("data", data.hash, found.dataHash);
  refuseOther("training step", stepKind, found.stepKind ?? "reference");
  refuseOther("close-up", closeUp, found.log.closeUp !== undefined);
  step.load(state);
  return found.log;
}

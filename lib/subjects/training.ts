/** Settings, one optimizer step, the loop, what a run keeps, what tfjs runs on. */
export {
  trainingConfig,
  type Fixes,
  type Settings,
  type Speed,
  type TrainingConfig,
} from "../training/config";
export { loadSettings } from "../training/loadConfig";
export { lossOf } from "../steps/losses";

export { prepareRun, type PreparedRun } from "../training/prepareRun";
export { loadTrainingData, strideOf } from "../training/loadTrainingData";
export { labelledScenes } from "../training/labelledScenes";
export { trainingDataOf, type PlainData } from "../training/plainData";
export { train, type TrainObserver, type TrainOptions } from "../training/train";
export { runFromJson, runToJson, type EpochRecord, type LastEpochs, type Run } from "../training/run";
export {
  errorOf,
  errorsByRecording,
  type ErrorCell,
  type ErrorQuestion,
  type RecordingError,
} from "../training/errorCells";
export { SAMPLE_KINDS, type SampleKind } from "../training/sampleKinds";
export { type LossScale, type LossScales } from "../training/lossScale";
export { type UnitFacts } from "../training/unitFacts";
export { type HistogramPoint } from "../training/layerHistograms";
export { type CloseUp, type CloseUpPoint } from "../training/closeUp";
export { type TrainingData, type SampleSet } from "../training/trainingData";
export { presets, type Preset } from "../training/presets";
export { updatesPerEpoch } from "../training/epochPlan";
export { selectBackend, type BackendChoice, type BackendName } from "../backend/selectBackend";
export { createGraphStep } from "../steps/graph/graphStep";
export { adamWOptimizer, type AdamWOptimizerOptions } from "../backend/adamWOptimizer";

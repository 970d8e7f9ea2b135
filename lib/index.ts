/** seven-fixes: everything a notebook may import, grouped by level. */

// math: seeded randomness, float64 statistics
export { splitRng, rngFromState, permutation, type Rng, type RngState } from "./math/rng";
export { agreement, type Agreement } from "./math/agreement";
export { mean, std, range, quantile, median, correlation, slope } from "./math/statistics";

// geometry: trajectories in metres, frames, displacement errors, baselines
export { STEP_SECONDS, TIME_STEPS, type Point, type Trajectory } from "./geometry/trajectory";
export { type Vector3 } from "./geometry/vector3";
export { type Rotation, fromQuaternion, yawOf } from "./geometry/rotation";
export { type Pose, compose, inverse, transform } from "./geometry/pose";
export { type Pose2, fromAbove, toEgoFrame, toWorldFrame } from "./geometry/egoFrame";
export { ade, displacements, errorAtSeconds, fde, meanAde, rowAtSeconds } from "./geometry/displacementError";
export { impliedSpeed, kilometresPerHour, MEAN_TARGET_SECONDS } from "./geometry/impliedSpeed";
export { constantVelocity, meanTrajectory, zeros } from "./geometry/baselines";

// dataset: recordings → labelled samples
export { DatasetError, type OnProblem } from "./dataset/datasetError";
export {
  type Camera,
  type Frame,
  type InfrastructureFrame,
  type LabelledObject,
  type Recording,
} from "./dataset/recording";
export { isPaired, type PairedSample, type Sample } from "./dataset/sample";
export { datasetKind, openDataset, type DatasetKind } from "./dataset/openDataset";
export { type ReadOptions } from "./dataset/cooperativeTree";
export { readDairV2x } from "./dataset/dairV2x";
export { readSeqSpd } from "./dataset/seqSpd";
export { readCommaDrive, readCommaSpeeds } from "./dataset/commaDrive";
export { type Place } from "./dataset/place";
export { readTrajectoryFile } from "./dataset/trajectoryFile";
export { egoPaths, egoPoseLabels, posedFrames, type LabelOptions } from "./dataset/egoPoseLabels";
export { firstCarLabels, firstCarPath } from "./dataset/firstCarLabels";
export { forwardAxisAngle, mountOffset, type MountOffset } from "./dataset/forwardAxis";
export { halves, leak, splitByFrame, splitByRecording, type Leak, type Split } from "./dataset/splits";
export {
  denormalise,
  fitNormaliser,
  normalise,
  NORMALISERS,
  normaliserFromJson,
  type Normaliser,
  type NormaliserKind,
} from "./dataset/normaliser";
export {
  fitColumns,
  scaleColumns,
  unscaleColumns,
  type ColumnScaling,
  type ColumnScalingKind,
} from "./dataset/columnScaling";
export { motionOf, promptOf, type Motion, type PromptState } from "./dataset/prompt";
export { ensureDataset, type EnsureOptions } from "./dataset/generator/ensureDataset";
export { generateDataset, type GenerateOptions } from "./dataset/generator/generateDataset";
export {
  noiseFloor,
  readNoiseFloor,
  type NoiseFloor,
  type PromptFloor,
} from "./dataset/generator/noiseFloor";
export { type FloorErrors } from "./dataset/generator/leaveOneOut";
export { audit, auditPath, auditRecordings, type LabelScript } from "./dataset/audit/audit";
export { type AuditInput, type CheckResult } from "./dataset/audit/check";
export { noiseCeiling } from "./dataset/audit/predictability";
export { THRESHOLDS } from "./dataset/audit/thresholds";
export { pixelBox, type PixelBox } from "./dataset/pixelBox";
export { targetStatistics, type AxisStatistics } from "./dataset/audit/scale";

// task: work that Stop can end
export { InterruptedError, interruptible, nextTurn } from "./task/interrupt";
export { sleep } from "./task/sleep";

// model: the teacher, every fix an option
export { pool, type Tokens } from "./model/pooling";
export { initialise, type Initialisation } from "./model/initialise";
export { countParameters, type Parameter, type Weights } from "./model/parameters";
export { PICTURE_TOKENS } from "./model/sceneBackbone";
export { PROMPT_TOKENS, tokenize } from "./model/tokenize";
export { sceneParameters } from "./model/sceneBackbone";
export { runTeacher, teacherParameters, type TeacherOutput } from "./model/teacher";

// training: settings, presets, the step every implementation follows
export {
  trainingConfig,
  type Fixes,
  type Settings,
  type Speed,
  type TrainingConfig,
} from "./training/config";
export { loadSettings } from "./training/loadConfig";
export { createDenseStep, type DenseStepOptions } from "./training/denseStep/denseStep";
export { lossOf } from "./training/losses";
export { createTensorStep } from "./training/tensorStep";
export { frozenModel } from "./training/stepModel";
export { createStep } from "./training/createStep";
export { prepareRun, type PreparedRun } from "./training/prepareRun";
export { loadTrainingData, labelledScenes, strideOf } from "./training/loadTrainingData";
export { trainingDataOf, type PlainData } from "./training/plainData";
export { train, type TrainObserver, type TrainOptions } from "./training/train";
export { runFromJson, runToJson, type EpochRecord, type LastEpochs, type Run } from "./training/run";
export {
  errorOf,
  errorsByRecording,
  type ErrorCell,
  type ErrorQuestion,
  type RecordingError,
} from "./training/errorCells";
export {
  FAR_AFTER_SECONDS,
  kindOf,
  NEAR_METRES,
  SAMPLE_KINDS,
  TURNING_DEGREES,
  type SampleKind,
} from "./training/sampleKinds";
export { type LossScale, type LossScales } from "./training/lossScale";
export { SATURATED_BELOW, type UnitFacts } from "./training/unitFacts";
export { type HistogramPoint } from "./training/layerHistograms";
export { type ValueCounts } from "./math/valueCounts";
export { type CloseUp, type CloseUpPoint } from "./training/closeUp";
export { type TrainingData, type SampleSet, featureInput } from "./training/trainingData";
export { presets, type Preset, type PresetName } from "./training/presets";
export { updatesPerEpoch } from "./training/epochPlan";
export { ratesAt, scheduledRate, type Moment, type RateSchedule } from "./training/schedules";

// experiments: many runs, kept and made in parallel
export {
  runJobs,
  type Job,
  type JobProgress,
  type JobResult,
  type RunJobsOptions,
} from "./experiments/runJobs";
export { runStore, type RunStore } from "./experiments/runStore";
export {
  EXPERIMENTS,
  keepsCloseUp,
  LABEL_SETS,
  type Experiment,
  type ExperimentName,
} from "./experiments/experiments";
export { experimentRuns, seedsOf, type ExperimentOptions } from "./experiments/experimentRuns";
export { effectOf, type Effect } from "./experiments/effect";
export { judge, readResults, type Judgement, type Results } from "./experiments/results";
export { frontTable } from "./experiments/frontTable";
export { firstUpdate, type FirstUpdate } from "./experiments/firstUpdate";
export {
  learningRateRange,
  type LearningRateRangeOptions,
  type RatePoint,
} from "./experiments/learningRateRange";
export { reach } from "./experiments/reach";
export { summarise, type SeedSummary } from "./experiments/summarise";

// plots: plain data → Plotly JSON
export { figure, PALETTE, type Figure, type FigureOptions, type Trace } from "./plots/figure";
export { histogram, type HistogramOptions } from "./plots/histogram";
export { labelledPath } from "./plots/labelledPath";
export { spreadPerStep } from "./plots/spreadPerStep";
export { trajectories, type TrajectoriesOptions } from "./plots/trajectories";
export { lineChart, type Line, type LineChartOptions } from "./plots/lineChart";
export {
  predictedAgainstTarget,
  type PredictedAgainstTargetOptions,
  type PredictedPoints,
} from "./plots/predictedAgainstTarget";
export { rangeBars, type RangeBar, type RangeBarsOptions } from "./plots/rangeBars";
export { seedCurves, type SeedCurvesOptions, type SeedRuns } from "./plots/seedCurves";
export { seedDots, type SeedDotsOptions, type SeedGroup } from "./plots/seedDots";
export { topView, type GroundPath, type TopViewOptions } from "./plots/topView";

// diagnostics: the incident document's numbers and what they imply
export { INCIDENT, type DebugLine } from "./diagnostics/incident";
export {
  absoluteErrorFromSmoothL1,
  displacementFromAbsoluteError,
  largestDisplacementFromMse,
  smallestMseFromAbsoluteError,
  type Bounds,
} from "./diagnostics/impliedError";

// notebook: what cells call
export { displayBundle, inKernel, type DisplayOptions, type MimeBundle } from "./notebook/displayBundle";
export { show } from "./notebook/show";
export { showTable, type TableData, type TableOptions, type TableValue } from "./notebook/showTable";
export { liveChart, type LiveChart, type LiveChartOptions } from "./notebook/liveChart";
export { trainHere, type TrainHereOptions } from "./notebook/trainHere";
export { renderPicture, PICTURE_WIDTH, type Drawable } from "./notebook/staticPicture";
export { setUp } from "./notebook/setUp";
export { settings, type NotebookSettings } from "./notebook/settings";
export { predict, reveal, type PredictOptions } from "./notebook/predict";
export { check, hint, solution } from "./notebook/exercise";
export { claim, fillClaims, type Band, type Word } from "./notebook/claims";
export { ledger, readLedger, type LedgerRow, type LedgerVerdict } from "./notebook/ledger";
export { photoStrip, showPhotos, type Photo } from "./notebook/photos";
export { sharedRuns, sharedRunsOn } from "./notebook/sharedRuns";
export {
  baselineErrors,
  epochFigure,
  errorFigure,
  finalErrors,
  judgedTable,
  LABEL_NAMES,
  lastEpoch,
  runsOf,
  type CurveOptions,
  type JudgedRow,
  type Shown,
} from "./notebook/runFigures";
export { stageFigure, stageValues, type StageFigureOptions, type StageMeasure } from "./notebook/stageFigure";
export { rateCurve } from "./notebook/rateCurve";
export { oneUpdate, type OneUpdate } from "./notebook/oneUpdate";
export { dropoutNoise } from "./notebook/dropoutNoise";
export { showSource } from "./notebook/showSource";

// backend: what tfjs runs on
export { selectBackend, BACKENDS, type BackendChoice, type BackendName } from "./backend/selectBackend";
export { createGraphStep } from "./native/graphStep";
export { adamWState, adamWUpdate, disposeAdamW, type AdamWOptions, type AdamWState } from "./backend/adamW";
export { adamWOptimizer, type AdamWOptimizerOptions } from "./backend/adamWOptimizer";

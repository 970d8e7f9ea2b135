/** Recordings → labelled samples: reading, labelling, splitting, normalising, auditing; the simulator. */
export { DatasetError, type OnProblem } from "../dataset/datasetError";
export {
  type Camera,
  type Frame,
  type InfrastructureFrame,
  type LabelledObject,
  type Recording,
} from "../dataset/recording";
export { isPaired, type PairedSample, type Sample } from "../dataset/sample";
export { openDataset } from "../dataset/openDataset";
export { type ReadOptions } from "../dataset/cooperativeTree";
export { readCommaDrive, readCommaSpeeds } from "../dataset/commaDrive";
export { type Place } from "../dataset/place";
export { readTrajectoryFile } from "../dataset/trajectoryFile";
export { egoPaths, egoPoseLabels, type LabelOptions } from "../dataset/egoPoseLabels";
export { firstCarLabels, firstCarPath } from "../dataset/firstCarLabels";
export { mountOffset, type MountOffset } from "../dataset/forwardAxis";
export { halves, leak, splitByFrame, splitByRecording, type Leak, type Split } from "../dataset/splits";
export {
  denormalise,
  fitNormaliser,
  normalise,
  NORMALISERS,
  type Normaliser,
  type NormaliserKind,
} from "../dataset/normaliser";
export { promptOf, type PromptState } from "../dataset/prompt";
export { ensureDataset, type EnsureOptions } from "../simulator/ensureDataset";
export { generateDataset, type GenerateOptions } from "../simulator/generateDataset";
export { readNoiseFloor } from "../simulator/noiseFloor";
export { audit, auditRecordings, type LabelScript } from "../dataset/audit/audit";
export { auditPath } from "../dataset/audit/auditPath";
export { type AuditInput, type CheckResult } from "../dataset/audit/check";
export { noiseCeiling } from "../dataset/audit/predictability";
export { THRESHOLDS } from "../dataset/audit/thresholds";
export { pixelBox, type PixelBox } from "../dataset/pixelBox";
export { targetStatistics, type AxisStatistics } from "../dataset/audit/scale";

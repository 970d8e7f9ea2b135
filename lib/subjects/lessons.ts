/** What cells say: set up, predict, check, claim, show; the incident's own numbers. */
export { INCIDENT } from "../diagnostics/incident";
export {
  absoluteErrorFromSmoothL1,
  displacementFromAbsoluteError,
  smallestMseFromAbsoluteError,
  type Bounds,
} from "../diagnostics/impliedError";
export { show } from "../notebook/show";
export { showTable, type TableData, type TableOptions, type TableValue } from "../notebook/showTable";
export { liveChart, type LiveChart, type LiveChartOptions } from "../notebook/liveChart";
export { trainHere, type TrainHereOptions } from "../notebook/trainHere";
export { setUp } from "../notebook/setUp";
export { settings, type NotebookSettings } from "../notebook/settings";
export { predict, reveal, type PredictOptions } from "../notebook/predict";
export { check, hint, solution } from "../notebook/exercise";
export { claim, type Band, type Word } from "../notebook/claims";
export { ledger, type LedgerRow, type LedgerVerdict } from "../notebook/ledger";
export { showPhotos, type Photo } from "../notebook/photos";
export { sharedRuns, sharedRunsOn } from "../notebook/sharedRuns";
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
} from "../notebook/runFigures";
export {
  stageFigure,
  stageValues,
  type StageFigureOptions,
  type StageMeasure,
} from "../notebook/stageFigure";
export { rateCurve } from "../notebook/rateCurve";
export { oneUpdate, type OneUpdate } from "../notebook/oneUpdate";
export { dropoutNoise } from "../notebook/dropoutNoise";
export { showSource } from "../notebook/showSource";

/** What cells say: set up, predict, check, claim, show; the incident's own numbers. */
export { INCIDENT } from "../lessons/incident";
export {
  absoluteErrorFromSmoothL1,
  displacementFromAbsoluteError,
  smallestMseFromAbsoluteError,
  type Bounds,
} from "../lessons/impliedError";
export { show } from "../display/show";
export { showTable, type TableData, type TableOptions, type TableValue } from "../display/showTable";
export { liveChart, type LiveChart, type LiveChartOptions } from "../display/liveChart";
export { trainHere, type TrainHereOptions } from "../lessons/trainHere";
export { setUp } from "../lessons/setUp";
export { settings, type NotebookSettings } from "../lessons/settings";
export { predict, reveal, type PredictOptions } from "../lessons/predict";
export { check, hint, solution } from "../lessons/exercise";
export { claim } from "../lessons/claims";
export { ledger, type LedgerRow, type LedgerVerdict } from "../lessons/ledger";
export { showPhotos, type Photo } from "../display/photos";
export { sharedRuns, sharedRunsOn } from "../lessons/sharedRuns";
export {
  baselineErrors,
  detailedRuns,
  effectIn,
  epochFigure,
  errorFigure,
  finalErrors,
  lastEpoch,
  runsOf,
  type CurveOptions,
  type Shown,
} from "../lessons/runFigures";
export { showRule, showVerdicts, type ShowVerdictsOptions } from "../lessons/showVerdicts";
export { setsFigure } from "../lessons/setsFigure";
export { stageFigure, stageValues, type StageFigureOptions, type StageMeasure } from "../lessons/stageFigure";
export { sameMoments, type Followed, type SameMoment } from "../lessons/sameMoments";
export { rateCurve } from "../lessons/rateCurve";
export { oneUpdate, type OneUpdate } from "../lessons/oneUpdate";
export { dropoutNoise } from "../lessons/dropoutNoise";
export { showOnRoad, type RoadPath } from "../display/roadPhotos";
export { modelDrawing, type Lit } from "../lessons/modelDrawing";
export { showSource } from "../display/showSource";

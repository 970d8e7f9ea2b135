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
export { townSamples, townScenes, type TownOptions } from "../lessons/town";
export { withProgress, type WorkLimits } from "../lessons/withProgress";
export { setUp } from "../lessons/setUp";
export { settings, type NotebookSettings } from "../lessons/settings";
export { predict, reveal, type PredictOptions } from "../lessons/predict";
export { check, hint, solution } from "../lessons/exercise";
export { claim } from "../lessons/claims";
export { ledger, type LedgerRow, type LedgerVerdict } from "../lessons/ledger";
export { showPhotos, type Photo } from "../display/photos";
export { sharedRuns, sharedRunsOn } from "../lessons/sharedRuns";
export { sharedStudy, studyBaselines } from "../lessons/sharedStudy";
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
export { bothLabelsFigure, type BothLabelsOptions } from "../lessons/bothLabels";
export { debugLineFigure, logFigure } from "../lessons/sickRunFigures";
export { trueSizeFigure, trueSizeLog } from "../lessons/trueSize";
export { choicesFigure } from "../lessons/choicesFigure";
export { setsFigure } from "../lessons/setsFigure";
export { sharesFigure } from "../lessons/sharesFigure";
export { showSets } from "../lessons/showSets";
export { stageFigure, stageValues, type StageFigureOptions, type StageMeasure } from "../lessons/stageFigure";
export { sameMoments, type Followed, type SameMoment } from "../lessons/sameMoments";
export { rateCurve } from "../lessons/rateCurve";
export { oneUpdate, type OneUpdate } from "../lessons/oneUpdate";
export { dropoutNoise } from "../lessons/dropoutNoise";
export { showOnRoad, type RoadPath } from "../display/roadPhotos";
export { modelDrawing, type Lit } from "../lessons/modelDrawing";
export { coursePlan, type CourseRow } from "../book/coursePlan";
export { handoutFacts, type HandoutFacts } from "../book/handoutFacts";
export { type Exercise } from "../lessons/lesson";
export { byNumber, type NumberRule, type NumberMistake, type Verdict } from "../lessons/grading";
export { showFusionBlocks } from "../lessons/fusionDrawing";
export { nearReadout, type NearReadout } from "../lessons/nearReadout";
export {
  layerHistogramFigure,
  updateRatioFigure,
  updateRatios,
  type LayerHistogramOptions,
} from "../lessons/layerFigures";
export { settleBet } from "../lessons/bet";
export {
  pulled,
  sealedFeatures,
  type Features,
  type SealedFeature,
  type Treatment,
} from "../lessons/sealedFeatures";
export { showSource } from "../display/showSource";

/** Plain data → Plotly JSON. */
export { COLOURS, FURTHER } from "../plots/colours";
export { PALETTE, type Figure, type FigureOptions, type Trace } from "../plots/figure";
export { histogram, type HistogramOptions } from "../plots/histogram";
export { labelledPath } from "../plots/labelledPath";
export { spreadPerStep } from "../plots/spreadPerStep";
export { trajectories, type TrajectoriesOptions } from "../plots/trajectories";
export { lineChart, type Line, type LineChartOptions } from "../plots/lineChart";
export {
  predictedOverEpochs,
  type FollowedRun,
  type PredictedAt,
  type PredictedOverEpochsOptions,
} from "../plots/predictedOverEpochs";
export { rangeBars, type RangeBar, type RangeBarsOptions } from "../plots/rangeBars";
export { seedCurves, type SeedCurvesOptions, type SeedRuns } from "../plots/seedCurves";
export { seedDots, type SeedDotsOptions, type SeedGroup } from "../plots/seedDots";
export {
  trajectoryPanels,
  type TrajectoryPanel,
  type TrajectoryPanelsOptions,
} from "../plots/trajectoryPanels";
export { predictionMovie, type MovingPanel, type PredictionMovieOptions } from "../plots/predictionMovie";
export { topView, type GroundPath, type TopViewOptions } from "../plots/topView";
export { collapsePlane, type CollapsePlaneOptions, type PlaneRun } from "../plots/collapsePlane";
export { type PredictionPanel, type PredictionPanelsOptions } from "../plots/predictionPanels";

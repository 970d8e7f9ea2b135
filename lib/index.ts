/** seven-fixes: everything a notebook may import, grouped by level. */

// math: seeded randomness, float64 statistics
export { splitRng, rngFromState, permutation, type Rng, type RngState } from "./math/rng";
export { mean, std, range, quantile, median, correlation, slope } from "./math/statistics";

// geometry: trajectories in metres
export { STEP_SECONDS, TIME_STEPS, type Point, type Trajectory } from "./geometry/trajectory";

// task: work that Stop can end
export { InterruptedError, interruptible, nextTurn } from "./task/interrupt";
export { sleep } from "./task/sleep";

// training: settings, presets, the step every implementation follows
export {
  trainingConfig,
  type Fixes,
  type Settings,
  type Speed,
  type TrainingConfig,
} from "./training/config";
export { loadSettings } from "./training/loadConfig";
export { presets, type Preset, type PresetName } from "./training/presets";

// plots: plain data → Plotly JSON
export { figure, PALETTE, type Figure, type FigureOptions, type Trace } from "./plots/figure";

// notebook: what cells call
export { displayBundle, inKernel, type DisplayOptions, type MimeBundle } from "./notebook/displayBundle";

// backend: what tfjs runs on
export { selectBackend, BACKENDS, type BackendChoice, type BackendName } from "./backend/selectBackend";

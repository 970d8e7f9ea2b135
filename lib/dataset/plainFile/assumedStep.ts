import { STEP_SECONDS, type Trajectory } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { numberText } from "../../math/numberText";
import { DatasetError } from "../datasetError";
import { paceOf } from "../pace";

/** Horizons shorter than 2 s are rare at 10 Hz, and rows so few usual at 2 or 2.5 Hz. */
const FEWEST_ROWS = 20;
/** Nobody drives faster for half of the time. */
const TOP_SPEED = 35; // m/s
/** Steps that people use, and the speed of the everyday drive that picks one of them. */
const USUAL_STEPS = [0.1, 0.2, 0.25, 0.4, 0.5, 1];
const USUAL_SPEED = 10; // m/s

/** 0.1 s for trajectories that look like it; a DatasetError that asks for `--seconds` for others. */
export function assumedStep(file: string, trajectories: readonly Trajectory[]): number {
  const rows = at(trajectories, 0).length;
  const { metersPerStep, smooth } = paceOf(trajectories);
  const speed = metersPerStep / STEP_SECONDS;
  const tooFast = smooth && speed > TOP_SPEED;
  if (rows >= FEWEST_ROWS && !tooFast) return STEP_SECONDS;
  const seen = tooFast
    ? `steps of ${numberText(metersPerStep, 2)} m (median), ${speed.toFixed(0)} m/s at ${STEP_SECONDS} s`
    : `${rows} rows, ${(rows * STEP_SECONDS).toFixed(1)} s at ${STEP_SECONDS} s`;
  throw new DatasetError(
    file,
    "time step",
    `expected rows ${STEP_SECONDS} s apart, got ${seen}; ${advice(metersPerStep)}`,
  );
}

function advice(metersPerStep: number): string {
  if (metersPerStep / at(USUAL_STEPS, USUAL_STEPS.length - 1) > TOP_SPEED)
    return "convert them to metres, or say the seconds between two rows: --seconds S";
  const off = (step: number): number => Math.abs(Math.log(metersPerStep / step / USUAL_SPEED));
  const likely = USUAL_STEPS.reduce((best, step) => (off(step) < off(best) ? step : best));
  const guess = metersPerStep > 0 ? ` (they look like ${likely} s: --seconds ${likely})` : "";
  return `say the seconds between two rows: --seconds S${guess}`;
}

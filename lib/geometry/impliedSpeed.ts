import { STEP_SECONDS, TIME_STEPS } from "./trajectory";

/** Mean time of a target's rows: (0.1 + … + 4.5) / 45 = 2.3 s. */
export const MEAN_TARGET_SECONDS = ((TIME_STEPS + 1) / 2) * STEP_SECONDS;

/**
 * Speed, m/s, of a car driving straight at constant speed whose rows lie `meanDistance` metres from the
 * origin on average: distance / 2.3 s. It is also the speed at which predicting zeros is that far off.
 */
export function impliedSpeed(meanDistance: number): number {
  return meanDistance / MEAN_TARGET_SECONDS;
}

/** Metres per second in kilometres per hour. */
export function kilometresPerHour(metresPerSecond: number): number {
  return 3.6 * metresPerSecond;
}

import { STEP_SECONDS, TIME_STEPS, type Point } from "./trajectory";

/** No car drives faster in the streets of our recordings, m/s. */
const FASTEST = 45;

/** Metres that a car in traffic may reverse within 4.5 s; more is no drive. */
const REVERSES = 5;

/** Whether a target after 4.5 s lies more than 5 m behind the car. */
export const endsBehind = (end: Point): boolean => end[0] < -REVERSES;

/** Whether a car would have to be faster than 45 m/s on average to be there after 4.5 s. */
export const endsTooFar = (end: Point): boolean =>
  Math.hypot(end[0], end[1]) / (TIME_STEPS * STEP_SECONDS) > FASTEST;

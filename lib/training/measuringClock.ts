/** Seconds a run has taken, and those of them that measuring took. */
export interface MeasuringClock {
  seconds: number;
  measuringSeconds: number;
}

/** Runs a measurement within an update, whose time is counted anyway. */
export function measured<T>(clock: Pick<MeasuringClock, "measuringSeconds">, measure: () => T): T {
  const from = performance.now();
  const result = measure();
  clock.measuringSeconds += (performance.now() - from) / 1000;
  return result;
}

/** Runs a measurement between updates and adds its time to the run's. */
export function timed<T>(clock: MeasuringClock, measure: () => T): T {
  const before = clock.measuringSeconds;
  const result = measured(clock, measure);
  clock.seconds += clock.measuringSeconds - before;
  return result;
}

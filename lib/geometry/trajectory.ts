/** A position in metres; in the ego frame x points forward and y to the left. */
export type Point = readonly [x: number, y: number];

/** Positions at equal time steps, `[T, 2]` in metres. Row j of a target is the time (j + 1) · STEP_SECONDS. */
export type Trajectory = readonly Point[];

/** Seconds between two rows of a trajectory: 10 Hz. */
export const STEP_SECONDS = 0.1;

/** Rows of a target: t = 0.1 … 4.5 s. The ego position at t = 0 is not a row. */
export const TIME_STEPS = 45;

/** Numbers a target has: x and y of each time step in turn. */
export const COORDINATES = 2 * TIME_STEPS;

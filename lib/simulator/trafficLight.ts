/** The colours a driver can see. Pedestrians and cyclists see `green` (walk) or `red`. */
export type LightColour = "green" | "yellow" | "red";

/**
 * One crossing's lights: the four arms have their green one after the other, so no two streams meet; then
 * everybody waits while pedestrians and cyclists cross. All times in seconds.
 */
export interface LightProgram {
  readonly green: number;
  readonly yellow: number;
  readonly allRed: number;
  readonly walk: number;
  /** Time at which arm 0 last turned green. */
  readonly offset: number;
}

/** Group number of the pedestrians, beside the arms 0…3. */
export const WALK_GROUP = 4;

/** The walkers' green ends this long before the cars', so that the last of them is off the road by then. */
const CLEARING_SECONDS = 16;

/** Seconds for one arm's turn, and for the whole cycle. */
function turnSeconds(lights: LightProgram): number {
  return lights.green + lights.yellow + lights.allRed;
}
export function cycleSeconds(lights: LightProgram): number {
  return 4 * turnSeconds(lights) + lights.walk;
}

/** Seconds since the group (arm, or WALK_GROUP) last turned green, in [0, cycle). */
export function sinceGreen(lights: LightProgram, group: number, time: number): number {
  const cycle = cycleSeconds(lights);
  const since = time - lights.offset - group * turnSeconds(lights);
  return since - cycle * Math.floor(since / cycle);
}

/** What the group sees at `time`. */
export function lightColour(lights: LightProgram, group: number, time: number): LightColour {
  const since = sinceGreen(lights, group, time);
  if (group === WALK_GROUP) return since < lights.walk - CLEARING_SECONDS ? "green" : "red";
  if (since < lights.green) return "green";
  return since < lights.green + lights.yellow ? "yellow" : "red";
}

/** The same program, shifted so that `group` turned green `since` seconds before `time`. */
export function shiftedTo(
  lights: LightProgram,
  group: number,
  { time, since }: { time: number; since: number },
): LightProgram {
  return { ...lights, offset: lights.offset + sinceGreen(lights, group, time) - since };
}

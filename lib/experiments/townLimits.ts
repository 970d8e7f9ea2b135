import { type KnownLimits } from "./cureText";

/**
 * What nobody can better on the towns of the report, by the name of their set: what `noise_floor.json` of
 * `generate --size sparse --seed 2101` (and so on) says of the motion prompt. Written down because measuring it
 * simulates each town 32 times, and the report needs nothing else of them where its runs are on record.
 */
export const TOWN_LIMITS: Readonly<Record<string, KnownLimits>> = {
  "town 2101": { floor: 0.8568, turnCeiling: 0.9898 },
  "town 2102": { floor: 0.7765, turnCeiling: 0.9767 },
  "town 2103": { floor: 0.8878, turnCeiling: 0.9737 },
};

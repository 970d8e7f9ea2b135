/**
 * Where road users drive at a crossing, in its own frame: origin in the middle, metres, right-hand traffic.
 * Arm 0 is the one whose cars approach heading +x; arm k is arm 0 turned by k · 90°.
 */

/** What a driver does at the crossing. The inner lane turns left; the outer one goes straight or right. */
export type Manoeuvre = "left" | "straight" | "right";

/** A place and heading in the plane. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly yaw: number;
}

/** Straight on, a turn whose curvature rises and falls linearly, straight on. Distances `s` count from its start. */
export interface RoadPath {
  readonly name: string;
  readonly arm: number;
  readonly start: Placement;
  /** Where the turn begins and how long it is; 0 long when the path is straight. */
  readonly turnStart: number;
  readonly turnLength: number;
  /** Signed angle of the turn in radians, left positive. */
  readonly turnAngle: number;
  readonly length: number;
  /** `s − exitOffset` is the distance from the middle of the crossing along the exit arm, once past the turn. */
  readonly exitOffset: number;
  /** Where the front of a vehicle has to wait at red. */
  readonly stopAt: number;
  /** Users with equal keys share a lane before the crossing, and after it. */
  readonly entryLane: string;
  readonly exitLane: string;
}

export const LANE_WIDTH = 3.5;
/** From the middle line to the kerb: two lanes and a cycle lane. */
export const HALF_ROAD = 2 * LANE_WIDTH + 2.5;
/** From the middle of the crossing to the stop lines. */
export const STOP_LINE = 17;
/** The crosswalk lies between these distances from the middle. */
export const CROSSWALK: readonly [number, number] = [11.5, 15.5];
export const CYCLE_LANE = 2 * LANE_WIDTH + 1.25;
export const SIDEWALK = HALF_ROAD + 2;

const ARM_LENGTH = 320;
const CROSSWALK_MIDDLE = (CROSSWALK[0] + CROSSWALK[1]) / 2;
/** Share of the turn over which the curvature rises, and again over which it falls. */
const RAMP = 0.35;
const TABLE_STEPS = 400;

/** Heading and place along a unit-length turn by `angle`, at TABLE_STEPS + 1 equal steps. */
interface TurnTable {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly yaw: Float64Array;
}

/** Share of the angle done after share u of the turn: the integral of the trapezoid of curvature. */
function turned(u: number): number {
  const peak = 1 / (1 - RAMP);
  if (u < RAMP) return (peak * u * u) / (2 * RAMP);
  if (u > 1 - RAMP) return 1 - turned(1 - u);
  return peak * (u - RAMP / 2);
}

function turnTable(angle: number): TurnTable {
  const n = TABLE_STEPS;
  const table = { x: new Float64Array(n + 1), y: new Float64Array(n + 1), yaw: new Float64Array(n + 1) };
  for (let i = 0; i <= n; i++) {
    table.yaw[i] = angle * turned(i / n);
    if (i === 0) continue;
    const middle = angle * turned((i - 0.5) / n);
    table.x[i] = (table.x[i - 1] ?? 0) + Math.cos(middle) / n;
    table.y[i] = (table.y[i - 1] ?? 0) + Math.sin(middle) / n;
  }
  return table;
}

const LEFT_TURN = turnTable(Math.PI / 2);
const RIGHT_TURN = turnTable(-Math.PI / 2);
/** Distance from the start of a unit-length right-angle turn to the corner of its tangents. */
const TANGENT = LEFT_TURN.x[TABLE_STEPS] ?? 0;

/** A placement of arm 0, turned to arm `arm`. */
export function turnToArm(arm: number, { x, y, yaw }: Placement): Placement {
  const c = Math.round(Math.cos((arm * Math.PI) / 2));
  const s = Math.round(Math.sin((arm * Math.PI) / 2));
  return { x: c * x - s * y, y: s * x + c * y, yaw: yaw + (arm * Math.PI) / 2 };
}

/** A car's way through the crossing, from far out on `arm`. */
export function carPath(arm: number, manoeuvre: Manoeuvre): RoadPath {
  const side = manoeuvre === "left" ? -LANE_WIDTH / 2 : -1.5 * LANE_WIDTH;
  const angle = { left: Math.PI / 2, straight: 0, right: -Math.PI / 2 }[manoeuvre];
  const corner = manoeuvre === "left" ? -side : side; // x of the exit lane
  const reach = angle === 0 ? 0 : corner + STOP_LINE - 1; // tangent length: the turn begins 1 m past the line
  const turnLength = reach / TANGENT;
  const turnStart = ARM_LENGTH + corner - reach;
  const exitOffset = angle === 0 ? ARM_LENGTH : turnStart + turnLength - reach - Math.sign(angle) * side;
  const exitArm = (arm + (manoeuvre === "left" ? 1 : manoeuvre === "right" ? 3 : 0)) % 4;
  return {
    name: `arm ${arm} ${manoeuvre}`,
    arm,
    start: turnToArm(arm, { x: -ARM_LENGTH, y: side, yaw: 0 }),
    turnStart,
    turnLength,
    turnAngle: angle,
    length: exitOffset + ARM_LENGTH,
    exitOffset,
    stopAt: ARM_LENGTH - STOP_LINE,
    entryLane: `in ${arm} ${manoeuvre === "left" ? "inner" : "outer"}`,
    exitLane: `out ${exitArm} ${manoeuvre === "left" ? "inner" : "outer"}`,
  };
}

/** A straight way: `from` its start, waiting at `stopAt`, on a lane nobody else of another way uses. */
function straightPath(
  name: string,
  arm: number,
  start: Placement,
  [length, stopAt]: [number, number],
): RoadPath {
  const straight = { turnStart: length, turnLength: 0, turnAngle: 0, exitOffset: length / 2 };
  return {
    name,
    arm,
    start: turnToArm(arm, start),
    ...straight,
    length,
    stopAt,
    entryLane: name,
    exitLane: name,
  };
}

/** Straight through on the cycle lane of `arm`. */
export function cyclePath(arm: number): RoadPath {
  const start = { x: -ARM_LENGTH, y: -CYCLE_LANE, yaw: 0 };
  return straightPath(`cycle ${arm}`, arm, start, [2 * ARM_LENGTH, ARM_LENGTH - STOP_LINE]);
}

/** Over the crosswalk of `arm`, one way or the other, with a few metres of sidewalk before and behind it. */
export function crosswalkPath(arm: number, way: 1 | -1, aside: number): RoadPath {
  const start = { x: -CROSSWALK_MIDDLE + aside, y: -way * (SIDEWALK + 6), yaw: (way * Math.PI) / 2 };
  return straightPath(`crosswalk ${arm} ${way} ${aside}`, arm, start, [2 * SIDEWALK + 12, 7]);
}

/** Along the sidewalk of `arm`; it never meets the road, so nobody has to wait. */
export function sidewalkPath(arm: number, way: 1 | -1, aside: number): RoadPath {
  const start = { x: way > 0 ? -150 : -20, y: -SIDEWALK - aside, yaw: way > 0 ? 0 : Math.PI };
  const length = way > 0 ? 130 : 300;
  return straightPath(`sidewalk ${arm} ${way} ${aside}`, arm, start, [length, Infinity]);
}

/** The place `s` metres along the path, `aside` metres to the left of it. */
export function placeAt(path: RoadPath, s: number, aside = 0): Placement {
  const local = path.turnAngle === 0 ? { x: s, y: 0, yaw: 0 } : alongTurn(path, s);
  const c = Math.cos(path.start.yaw);
  const sn = Math.sin(path.start.yaw);
  const x = local.x - aside * Math.sin(local.yaw);
  const y = local.y + aside * Math.cos(local.yaw);
  return {
    x: path.start.x + c * x - sn * y,
    y: path.start.y + sn * x + c * y,
    yaw: path.start.yaw + local.yaw,
  };
}

function alongTurn(path: RoadPath, s: number): Placement {
  const u = (s - path.turnStart) / path.turnLength;
  if (u <= 0) return { x: s, y: 0, yaw: 0 };
  const table = path.turnAngle > 0 ? LEFT_TURN : RIGHT_TURN;
  const rest = Math.max(0, s - path.turnStart - path.turnLength);
  const i = Math.min(TABLE_STEPS - 1, Math.floor(Math.min(u, 1) * TABLE_STEPS));
  const share = Math.min(u, 1) * TABLE_STEPS - i;
  const between = (column: Float64Array): number =>
    (column[i] ?? 0) * (1 - share) + (column[i + 1] ?? 0) * share;
  const yaw = between(table.yaw);
  return {
    x: path.turnStart + path.turnLength * between(table.x) + rest * Math.cos(yaw),
    y: path.turnLength * between(table.y) + rest * Math.sin(yaw),
    yaw,
  };
}

/** Curvature in the flat middle of the turn, 1/m, unsigned; 0 on a straight path. */
export function turnCurvature(path: RoadPath): number {
  return path.turnAngle === 0 ? 0 : Math.abs(path.turnAngle) / (path.turnLength * (1 - RAMP));
}

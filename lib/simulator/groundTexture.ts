import { CROSSWALK, HALF_ROAD, LANE_WIDTH, STOP_LINE } from "./roadPath";
import { type Colour } from "./roadUser";

/** The ground around a crossing from above, RGB, at several resolutions; level k has texels of 2^k · TEXEL_METERS. */
export interface GroundTexture {
  readonly levels: readonly { readonly side: number; readonly rgb: Uint8Array }[];
}

/** Side of a texel at level 0, and how far the texture reaches from the middle; beyond, its edge goes on. */
export const TEXEL_METERS = 0.15;
export const GROUND_REACH = 115.2;

const ASPHALT: Colour = [92, 93, 97];
const WHITE: Colour = [226, 226, 220];
const YELLOW: Colour = [226, 176, 52];
const KERB: Colour = [168, 166, 160];
const PAVING: Colour = [150, 144, 134];
const KERB_RADIUS = 4;
const PAVED = 6;

const drawn = new Map<number, GroundTexture>();
const KEPT = 12;

/** The ground of a crossing; the last dozen are kept (9 MB each), as a crossing has several recordings. */
export function groundOf(look: number): GroundTexture {
  const kept = drawn.get(look);
  if (kept) return kept;
  const ground = drawGround(look);
  if (drawn.size === KEPT) drawn.clear();
  drawn.set(look, ground);
  return ground;
}

/** Draws the ground; `look` seeds its stains and the shade of its lawns. */
function drawGround(look: number): GroundTexture {
  const side = Math.round((2 * GROUND_REACH) / TEXEL_METERS);
  const rgb = new Uint8Array(3 * side * side);
  const grass: Colour = [88 + (look % 25), 120 + ((look >> 5) % 25), 62];
  for (let row = 0; row < side; row++) {
    const y = (row + 0.5) * TEXEL_METERS - GROUND_REACH;
    for (let column = 0; column < side; column++) {
      const x = (column + 0.5) * TEXEL_METERS - GROUND_REACH;
      const colour = colourAt(x, y, grass);
      const stain = 0.93 + 0.1 * noise(column, row, look) + 0.06 * noise(column >> 4, row >> 4, look);
      const i = 3 * (row * side + column);
      rgb[i] = Math.min(255, colour[0] * stain);
      rgb[i + 1] = Math.min(255, colour[1] * stain);
      rgb[i + 2] = Math.min(255, colour[2] * stain);
    }
  }
  return { levels: withCoarserLevels({ side, rgb }) };
}

/** A number in [0, 1) for a cell, the same every time. */
function noise(column: number, row: number, look: number): number {
  let h = Math.imul(column + 0x9e37, 0x85ebca6b) ^ Math.imul(row + look, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 15), 0x27d4eb2f);
  return ((h ^ (h >>> 13)) >>> 0) / 2 ** 32;
}

function colourAt(x: number, y: number, grass: Colour): Colour {
  const [ax, ay] = [Math.abs(x), Math.abs(y)];
  if (ax > HALF_ROAD && ay > HALF_ROAD) return cornerColour(ax - HALF_ROAD, ay - HALF_ROAD, grass);
  if (ax <= HALF_ROAD && ay <= HALF_ROAD) return ASPHALT;
  // Distance from the middle, and to the right of the middle line for those who come in.
  const [along, right] = ax > ay ? [ax, x < 0 ? -y : y] : [ay, y < 0 ? x : -x];
  return armColour(along, right);
}

/** Off the roads: kerb, pavement, lawn. `u`, `v`: distances from the two kerb lines. */
function cornerColour(u: number, v: number, grass: Colour): Colour {
  const inside = KERB_RADIUS - Math.hypot(Math.max(0, KERB_RADIUS - u), Math.max(0, KERB_RADIUS - v));
  if (inside < 0) return ASPHALT;
  if (inside < 0.25) return KERB;
  return Math.min(u, v) < PAVED ? PAVING : grass;
}

function armColour(along: number, right: number): Colour {
  const aside = Math.abs(right);
  if (along > CROSSWALK[0] && along < CROSSWALK[1])
    return aside < HALF_ROAD - 0.6 && right - 0.9 * Math.floor(right / 0.9) < 0.45 ? WHITE : ASPHALT;
  if (along < STOP_LINE) return ASPHALT;
  if (along < STOP_LINE + 0.5 && right > 0.3 && right < HALF_ROAD - 0.3) return WHITE;
  if (aside > 0.08 && aside < 0.25) return YELLOW;
  if (Math.abs(aside - 2 * LANE_WIDTH) < 0.09) return WHITE;
  if (Math.abs(aside - LANE_WIDTH) < 0.09) return laneLine(along, right);
  return right > 0 && isArrow(along, right) ? WHITE : ASPHALT;
}

/** Between the lanes: solid before the stop line, dashed elsewhere. */
function laneLine(along: number, right: number): Colour {
  const solid = right > 0 && along < STOP_LINE + 35;
  return solid || along % 10 < 4 ? WHITE : ASPHALT;
}

/** Arrows on the lanes, twice before the stop line: left on the inner one, straight and right on the outer. */
function isArrow(along: number, right: number): boolean {
  const inner = right < LANE_WIDTH;
  const across = right - (inner ? 0.5 : 1.5) * LANE_WIDTH; // to the right of the lane's middle
  return [STOP_LINE + 5, STOP_LINE + 26].some((tip) => {
    const back = along - tip; // metres behind the arrow's tip
    if (back < 0 || back > 5) return false;
    if (back > 1.2 && Math.abs(across) < 0.14) return true;
    const turn = inner ? -across : across; // towards the side it points to
    const branch = Math.abs(back - 2.2) < 0.16 && turn > 0 && turn < 0.7;
    const head = turn >= 0.6 && turn < 1.2 && Math.abs(back - 2.2) < 1.2 - turn;
    const straight = !inner && back < 1.4 && Math.abs(across) < back * 0.4;
    return branch || head || straight;
  });
}

type Level = GroundTexture["levels"][number];

function withCoarserLevels(finest: Level): Level[] {
  const levels = [finest];
  for (let level = finest; level.side % 2 === 0 && levels.length < 8;) {
    level = halved(level);
    levels.push(level);
  }
  return levels;
}

function halved({ side, rgb }: Level): Level {
  const half = side / 2;
  const coarse = new Uint8Array(3 * half * half);
  for (let i = 0; i < coarse.length; i++) {
    const texel = Math.floor(i / 3);
    const corner = 3 * (2 * Math.floor(texel / half) * side + 2 * (texel % half)) + (i % 3);
    const byte = (k: number): number => rgb[k] ?? 0;
    coarse[i] =
      (byte(corner) + byte(corner + 3) + byte(corner + 3 * side) + byte(corner + 3 * side + 3) + 2) >> 2;
  }
  return { side: half, rgb: coarse };
}

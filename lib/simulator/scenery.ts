import { splitRng, type Rng } from "../math/rng";
import { type Vector3 } from "../geometry/vector3";
import { type Intersection } from "./intersection";
import { boxFaces, disc, panel, type Face } from "./mesh";
import { HALF_ROAD, LANE_WIDTH, STOP_LINE, turnToArm } from "./roadPath";
import { type Colour } from "./roadUser";
import { lightColour, type LightProgram } from "./trafficLight";

const WALLS: readonly Colour[] = [
  [186, 164, 140],
  [160, 166, 172],
  [196, 186, 168],
  [140, 112, 98],
  [120, 132, 146],
];
const WINDOW: Colour = [72, 88, 106];
const METAL: Colour = [96, 100, 104];
const HOUSING: Colour = [24, 26, 26];
const LAMP_OFF: Colour = [48, 48, 46];
const LAMPS = { red: [255, 44, 30], yellow: [255, 204, 40], green: [40, 255, 130] } as const;

/** Houses, trees and poles around a crossing, in its frame: the same for every recording there. */
export function buildScenery({ look }: Intersection): Face[] {
  const rng = splitRng(look, "scenery");
  return [0, 1, 2, 3].flatMap((arm) => [
    ...rowOfHouses(rng, arm, 1),
    ...rowOfHouses(rng, arm, -1),
    ...trees(rng, arm),
    ...lightPole(arm),
  ]);
}

/** Houses along one side of an arm. */
function rowOfHouses(rng: Rng, arm: number, side: 1 | -1): Face[] {
  const faces: Face[] = [];
  for (let along = 22 + 12 * rng.uniform(); along < 190;) {
    const width = 14 + 22 * rng.uniform();
    const depth = 12 + 10 * rng.uniform();
    const height = 6 + 26 * rng.uniform() ** 2;
    const { x, y } = turnToArm(arm, {
      x: -along - width / 2,
      y: side * (HALF_ROAD + 9 + 6 * rng.uniform() + depth / 2),
      yaw: 0,
    });
    const turned = arm % 2 === 1;
    const size = { length: turned ? depth : width, width: turned ? width : depth, height };
    const wall = WALLS[rng.integer(WALLS.length)] ?? METAL;
    if (rng.uniform() < 0.85) faces.push(...house([x, y, height / 2], size, wall));
    along += width + 3 + 12 * rng.uniform();
  }
  return faces;
}

/** A box with a band of windows on every floor. */
function house(
  centre: Vector3,
  size: { length: number; width: number; height: number },
  wall: Colour,
): Face[] {
  const faces = boxFaces({ centre, yaw: 0, size }, wall);
  const look = { colour: WINDOW, glowing: false };
  for (let z = 2.4; z < size.height - 1; z += 3.2) {
    for (const [yaw, out, width] of [
      [0, size.length, size.width],
      [Math.PI / 2, size.width, size.length],
      [Math.PI, size.length, size.width],
      [-Math.PI / 2, size.width, size.length],
    ] as const) {
      const place: Vector3 = [
        centre[0] + (out / 2 + 0.06) * Math.cos(yaw),
        centre[1] + (out / 2 + 0.06) * Math.sin(yaw),
        z,
      ];
      faces.push(panel(place, { yaw, width: width * 0.86, height: 1.4 }, look));
    }
  }
  return faces;
}

function trees(rng: Rng, arm: number): Face[] {
  const faces: Face[] = [];
  for (let along = 24; along < 150; along += 14 + 8 * rng.uniform()) {
    for (const side of [-1, 1]) {
      if (rng.uniform() < 0.35) continue;
      const { x, y } = turnToArm(arm, { x: -along, y: side * (HALF_ROAD + 5), yaw: 0 });
      faces.push(...tree([x, y], 0.8 + 0.5 * rng.uniform()));
    }
  }
  return faces;
}

function tree([x, y]: readonly [number, number], scale: number): Face[] {
  const green: Colour = [62, 104 + 20 * scale, 50];
  const part = (
    z: number,
    [length, width, height]: readonly [number, number, number],
    colour: Colour,
    yaw: number,
  ): Face[] =>
    boxFaces(
      {
        centre: [x, y, z * scale],
        yaw,
        size: { length: length * scale, width: width * scale, height: height * scale },
      },
      colour,
    );
  return [
    ...part(1.1, [0.3, 0.3, 2.2], [88, 66, 48], 0),
    ...part(3.2, [2.6, 2.6, 2.2], green, 0.4),
    ...part(4.4, [1.7, 1.7, 1.6], green, 1.1),
  ];
}

/** Where the two lights of an arm hang: across the crossing, above the lanes that come from there. */
const LIGHT_X = STOP_LINE + 3;
const LIGHT_HEIGHT = 5.6;
const HEAD = { length: 0.3, width: 0.95, height: 2.7 };

function lightPole(arm: number): Face[] {
  const foot = turnToArm(arm, { x: LIGHT_X + 0.3, y: -HALF_ROAD - 1, yaw: 0 });
  const boom = turnToArm(arm, { x: LIGHT_X + 0.3, y: -HALF_ROAD / 2 - 0.5, yaw: Math.PI / 2 });
  return [
    ...boxFaces(
      { centre: [foot.x, foot.y, 3.6], yaw: 0, size: { length: 0.25, width: 0.25, height: 7.2 } },
      METAL,
    ),
    ...boxFaces(
      {
        centre: [boom.x, boom.y, 7.1],
        yaw: boom.yaw,
        size: { length: HALF_ROAD, width: 0.15, height: 0.15 },
      },
      METAL,
    ),
  ];
}

/** The arms' light heads with the lamp that is lit at `time`. */
export function lightFaces(lights: LightProgram, time: number): Face[] {
  return [0, 1, 2, 3].flatMap((arm) => {
    const colour = lightColour(lights, arm, time);
    return [-LANE_WIDTH / 2, -1.5 * LANE_WIDTH].flatMap((aside) => lightHead(arm, aside, colour));
  });
}

function lightHead(arm: number, aside: number, colour: keyof typeof LAMPS): Face[] {
  const { x, y, yaw } = turnToArm(arm, { x: LIGHT_X, y: aside, yaw: 0 });
  const housing = boxFaces({ centre: [x, y, LIGHT_HEIGHT], yaw, size: HEAD }, HOUSING);
  const front = turnToArm(arm, { x: LIGHT_X - HEAD.length / 2 - 0.02, y: aside, yaw: Math.PI });
  const lamps = (["red", "yellow", "green"] as const).map((lamp, i) => {
    const lit = lamp === colour;
    const look = { colour: lit ? LAMPS[lamp] : LAMP_OFF, glowing: lit };
    return disc(
      [front.x, front.y, LIGHT_HEIGHT + 0.88 * (1 - i)],
      { yaw: front.yaw, radius: lit ? 0.42 : 0.34 },
      look,
    );
  });
  return [...housing, ...lamps];
}

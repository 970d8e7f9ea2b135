import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { planDataset } from "../../lib/simulator/datasetPlan";
import { futureOf, noiseFloor, readNoiseFloor } from "../../lib/simulator/noiseFloor";
import { aroundEgo, redrawHidden } from "../../lib/simulator/redraw";
import { placementOf } from "../../lib/simulator/roadUser";
import { trafficAt } from "../../lib/simulator/scene";
import { simulatePlanned } from "../../lib/simulator/simulatePlanned";
import { type Traffic } from "../../lib/simulator/traffic";
import { lightColour } from "../../lib/simulator/trafficLight";
import { toEgoFrame } from "../../lib/geometry/egoFrame";
import { at } from "../../lib/math/at";
import { splitRng } from "../../lib/math/rng";

const scene = simulatePlanned({ seed: 1 }, at(planDataset("small", 1), 0));
const egoOf = ({ users, motions }: Traffic): ReturnType<typeof placementOf> =>
  placementOf(at(users, 0), at(motions, 0));

describe("the noise floor of the default data set", () => {
  const floor = noiseFloor({ size: "small", seed: 1 }, { samples: 24 });

  it("leaves something to learn: with the default prompt at most half the mean trajectory's error", () => {
    expect(floor.motion.ratio.ade).toBeLessThan(0.5);
    expect(floor.motion.ratio.mse).toBeLessThan(0.5);
    expect(floor.motion.floor.ade).toBeGreaterThan(0.1);
  });

  it("rises when the prompt hides the speed, and with the horizon", () => {
    expect(floor.position.floor.ade).toBeGreaterThan(floor.motion.floor.ade);
    const { adePerStep } = floor.motion.floor;
    expect(at(adePerStep, 44)).toBeGreaterThan(at(adePerStep, 24));
    expect(at(adePerStep, 24)).toBeGreaterThan(at(adePerStep, 4));
  });

  it("agrees with what really happened: its predictor misses real futures as it misses drawn ones", () => {
    expect(floor.motion.againstFutures.ade / floor.motion.floor.ade).toBeGreaterThan(0.5);
    expect(floor.motion.againstFutures.ade / floor.motion.floor.ade).toBeLessThan(2);
  });

  it("is written beside the data and read back", () => {
    const mini = readNoiseFloor(resolve(__dirname, "../../data/mini"));
    expect(mini).toMatchObject({ size: "mini", seed: 1, draws: 32, samples: 4 });
    expect(mini.motion.floor.adePerStep).toHaveLength(45);
  });
});

describe("redrawHidden(traffic)", () => {
  const start = aroundEgo(trafficAt(scene, 3));

  it("keeps what is seen: the ego's place, lane and speed and the colour of its light", () => {
    const rng = splitRng(5, "redraw");
    for (let i = 0; i < 50; i++) {
      const drawn = redrawHidden(start, rng);
      expect(egoOf(drawn)).toEqual(egoOf(start));
      expect(at(drawn.motions, 0).speed).toBe(at(start.motions, 0).speed);
      const group = at(start.users, 0).lightGroup;
      expect(lightColour(drawn.lights, group, 3)).toBe(lightColour(start.lights, group, 3));
    }
  });

  it("draws the driver again, and takes the ego's speed from those given", () => {
    const rng = splitRng(5, "redraw");
    const drawn = Array.from({ length: 20 }, () => redrawHidden(start, rng, [1, 2]));
    const wanted = new Set(drawn.map(({ users }) => at(users, 0).driver.desiredSpeed));
    expect(wanted.size).toBe(20);
    expect(new Set(drawn.map(({ motions }) => at(motions, 0).speed))).toEqual(new Set([1, 2]));
  });

  it("leaves nothing out that decides the ego's way: undrawn, the future is the one that happened", () => {
    const origin = egoOf(trafficAt(scene, 3));
    futureOf(start).forEach(([x, y], j) => {
      const real = egoOf(trafficAt(scene, 3 + 0.1 * (j + 1)));
      const [rx, ry] = toEgoFrame(origin, [real.x, real.y]);
      expect(Math.hypot(x - rx, y - ry)).toBeLessThan(0.02);
    });
  });
});

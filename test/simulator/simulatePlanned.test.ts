import { describe, expect, it } from "vitest";
import { planDataset } from "../../lib/simulator/datasetPlan";
import { placementOf } from "../../lib/simulator/roadUser";
import { trafficAt } from "../../lib/simulator/scene";
import { simulatePlanned } from "../../lib/simulator/simulatePlanned";
import { constantVelocity, meanTrajectory, zeros } from "../../lib/geometry/baselines";
import { toEgoFrame, type Pose2 } from "../../lib/geometry/egoFrame";
import { type Point, type Trajectory } from "../../lib/geometry/trajectory";
import { leaderOf } from "../../lib/simulator/traffic";
import { manoeuvreOf } from "../../lib/dataset/manoeuvre";
import { type Sample } from "../../lib/dataset/sample";
import { splitByRecording } from "../../lib/dataset/splits";
import { at } from "../../lib/math/at";
import { mean } from "../../lib/math/statistics";

/** Mean distance over samples and points, written out here so that it is nobody else's formula. */
function meanError(predicted: (i: number) => Trajectory, targets: readonly Trajectory[]): number {
  return mean(
    targets.flatMap((target, i) =>
      target.map(([x, y], j) => Math.hypot(x - at(predicted(i), j)[0], y - at(predicted(i), j)[1])),
    ),
  );
}

/** A pair as its labels will have it, and whether the ego follows somebody. */
interface Pair extends Sample {
  readonly follows: boolean;
}

/** Every pair of a world, straight from the simulation. */
function pairsOf(seed: number): Pair[] {
  return planDataset("small", seed).flatMap((plan) => {
    const scene = simulatePlanned({ seed }, plan);
    const ego = (t: number): Pose2 => placementOf(at(scene.users, 0), at(trafficAt(scene, t).motions, 0));
    return plan.pairs.map(({ vehicle }): Pair => {
      const { id, microseconds } = at(plan.vehicleFrames, vehicle);
      const seconds = (microseconds - plan.startMicroseconds) / 1e6;
      const origin = ego(seconds);
      const seen = (dt: number): Point => {
        const { x, y } = ego(seconds + dt);
        return toEgoFrame(origin, [x, y]);
      };
      const traffic = trafficAt(scene, seconds);
      const leader = leaderOf(traffic, 0);
      return {
        id,
        recording: String(plan.index),
        seconds,
        origin,
        target: Array.from({ length: 45 }, (_, j) => seen(0.1 * (j + 1))),
        past: [seen(-0.1)],
        follows: leader !== undefined && leader.gap < 30 && at(traffic.motions, 0).speed > 2,
      };
    });
  });
}

describe.each([1, 2, 3])("the default world of seed %i", (seed) => {
  const pairs = pairsOf(seed);
  const targets = pairs.map(({ target }) => target);
  const pasts = pairs.map(({ past }) => at(past, 0));
  const xs = targets.flatMap((target) => target.map(([x]) => x));

  it("holds out 14 recordings twice, each part turning both ways, starting, stopping and following", () => {
    // 96 recordings, 15 % are 14.4; 2496 / 96 = 26 pairs each: 364
    const { train, ...held } = splitByRecording(pairs, 1);
    expect(train).toHaveLength(68 * 26);
    for (const part of Object.values(held) as Pair[][]) {
      expect(part).toHaveLength(364);
      expect(new Set(part.map(({ recording }) => recording)).size).toBe(14);
      const does = part.map(({ target }) => manoeuvreOf(target));
      const recordings = (test: (i: number) => boolean): number =>
        new Set(part.filter((_, i) => test(i)).map(({ recording }) => recording)).size;
      for (const side of ["left", "right"]) {
        expect(recordings((i) => at(does, i).turn === side)).toBeGreaterThanOrEqual(2);
        expect(does.filter(({ turn }) => turn === side).length).toBeGreaterThanOrEqual(10);
      }
      for (const change of ["starting", "stopping"])
        expect(recordings((i) => at(does, i).speed === change)).toBeGreaterThanOrEqual(1);
      expect(recordings((i) => at(part, i).follows)).toBeGreaterThanOrEqual(3);
    }
  });

  it("drives as far as real city drives do: the baselines' errors lie in their usual bands", () => {
    const average = meanTrajectory(targets);
    expect(meanError(() => zeros(), targets)).toSatisfy((metres: number) => metres > 10 && metres < 25);
    expect(meanError(() => average, targets)).toSatisfy((metres: number) => metres > 4 && metres < 10);
    const going = pasts.map((past) => constantVelocity(past));
    expect(meanError((i) => at(going, i), targets)).toSatisfy((metres: number) => metres > 2 && metres < 5);
  });

  it("never reverses and never exceeds city speed: x in [-5, 123] m", () => {
    expect(Math.min(...xs)).toBeGreaterThan(-5);
    expect(Math.max(...xs)).toBeLessThan(123);
  });
});

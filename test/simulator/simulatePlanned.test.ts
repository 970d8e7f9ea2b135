import { describe, expect, it } from "vitest";
import { planDataset } from "../../lib/simulator/datasetPlan";
import { placementOf } from "../../lib/simulator/roadUser";
import { trafficAt } from "../../lib/simulator/scene";
import { simulatePlanned } from "../../lib/simulator/simulatePlanned";
import { constantVelocity, meanTrajectory, zeros } from "../../lib/geometry/baselines";
import { toEgoFrame, type Pose2 } from "../../lib/geometry/egoFrame";
import { type Point, type Trajectory } from "../../lib/geometry/trajectory";
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

/** Targets and last past positions of every pair of a world, straight from the simulation. */
function targetsOf(seed: number): { targets: Point[][]; pasts: Point[] } {
  const targets: Point[][] = [];
  const pasts: Point[] = [];
  for (const plan of planDataset("small", seed)) {
    const scene = simulatePlanned({ seed }, plan);
    const ego = (t: number): Pose2 => placementOf(at(scene.users, 0), at(trafficAt(scene, t).motions, 0));
    for (const { vehicle } of plan.pairs) {
      const t = (at(plan.vehicleFrames, vehicle).microseconds - plan.startMicroseconds) / 1e6;
      const origin = ego(t);
      const seen = (dt: number): Point => {
        const { x, y } = ego(t + dt);
        return toEgoFrame(origin, [x, y]);
      };
      targets.push(Array.from({ length: 45 }, (_, j) => seen(0.1 * (j + 1))));
      pasts.push(seen(-0.1));
    }
  }
  return { targets, pasts };
}

describe.each([1, 2])("the default world of seed %i", (seed) => {
  const { targets, pasts } = targetsOf(seed);
  const xs = targets.flatMap((target) => target.map(([x]) => x));

  it("leaves more than 800 training pairs under any split of whole recordings 80 / 10 / 10", () => {
    // 42 recordings, 4 + 4 held out; 34 train, each with 24 pairs: 816
    const counts = planDataset("small", seed).map(({ pairs }) => pairs.length);
    const smallest = [...counts].sort((a, b) => a - b).slice(0, 34);
    expect(smallest.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(800);
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

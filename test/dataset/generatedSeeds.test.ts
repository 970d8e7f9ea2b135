import { describe, expect, it } from "vitest";
import { audit, auditRecordings } from "../../lib/dataset/audit/audit";
import { planDataset, type PlannedRecording } from "../../lib/simulator/datasetPlan";
import { extentOf } from "../../lib/simulator/datasetSize";
import * as rigs from "../../lib/simulator/rig";
import { placementOf } from "../../lib/simulator/roadUser";
import { trafficAt } from "../../lib/simulator/scene";
import { simulatePlanned } from "../../lib/simulator/simulatePlanned";
import { type Frame, type Recording } from "../../lib/dataset/recording";
import { compose } from "../../lib/geometry/pose";
import { at } from "../../lib/math/at";

/** Of 42 recordings of the small set; two or three stretches of 6 s each, so that every check has enough. */
const RECORDINGS = 12;

/** A planned recording as the reader gives it, straight from the simulation: poses and pairs, no files. */
function simulated(seed: number, plan: PlannedRecording): Recording {
  const scene = simulatePlanned({ seed }, plan);
  const rig = rigs.vehicleRig(seed, plan.index, extentOf("small"));
  const views = new Map(plan.pairs.map(({ vehicle, infrastructure }) => [vehicle, infrastructure]));
  const frames = plan.vehicleFrames.map(({ id, microseconds }, i): Frame => {
    const traffic = trafficAt(scene, (microseconds - plan.startMicroseconds) / 1e6);
    const ego = placementOf(at(scene.users, 0), at(traffic.motions, 0));
    const novatel = rigs.novatelToWorld(rig, scene.intersection, ego);
    const { rotation } = compose(novatel, rig.lidarToNovatel);
    const view = views.get(i);
    const infrastructure = view && {
      id: view.id,
      seconds: view.microseconds / 1e6,
      systemErrorOffset: [0, 0] as const,
      camera: () => {
        throw new Error("no check looks through a camera");
      },
    };
    return {
      id,
      seconds: microseconds / 1e6,
      egoPose: () => ({ position: novatel.position, rotation }),
      ...(infrastructure && { infrastructure }),
    };
  });
  return { id: String(plan.index), frames };
}

describe("audit of right labels of generated drives", () => {
  it.each(Array.from({ length: 20 }, (_, i) => i + 1))("is silent on seed %i", (seed) => {
    const plans = planDataset("small", seed).slice(0, RECORDINGS);
    const recordings = plans.map((plan) => simulated(seed, plan));
    const results = audit(auditRecordings(`seed ${seed}`, recordings, "ego"));
    expect(results.filter(({ kind }) => kind === "finding")).toEqual([]);
    const cleared = results.filter(({ kind }) => kind === "clear").map(({ check }) => check);
    expect(cleared).toEqual(
      expect.arrayContaining(["heading", "heading-jump", "frozen-pose", "exchanged-stamps", "pair-time"]),
    );
  });
});

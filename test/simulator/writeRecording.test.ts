import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { readDairV2x } from "../../lib/dataset/dairV2x";
import { planDataset, type PlannedPair, type PlannedRecording } from "../../lib/simulator/datasetPlan";
import { extentOf } from "../../lib/simulator/datasetSize";
import { intersectionOf } from "../../lib/simulator/intersection";
import { appearances, worldBoxes } from "../../lib/simulator/observation";
import { paintPicture, setStage, type Stage } from "../../lib/simulator/painter";
import * as rigs from "../../lib/simulator/rig";
import { placementOf } from "../../lib/simulator/roadUser";
import { trafficAt, type Scene } from "../../lib/simulator/scene";
import { simulatePlanned } from "../../lib/simulator/simulatePlanned";
import { type Traffic } from "../../lib/simulator/traffic";
import { pixelBox, type PixelBox } from "../../lib/dataset/pixelBox";
import { type Camera, type Frame, type LabelledObject } from "../../lib/dataset/recording";
import { wrapAngle } from "../../lib/geometry/egoFrame";
import { type Pose } from "../../lib/geometry/pose";
import { axis, determinant, multiply, rotationError, type Rotation } from "../../lib/geometry/rotation";
import { at } from "../../lib/math/at";
import { mean } from "../../lib/math/statistics";
import { readPicture } from "../../lib/model/picture";

const SEED = 1;
const frames = readDairV2x(resolve(__dirname, "../../data/mini")).flatMap((recording) => recording.frames);

/** What a camera saw at one moment: the truth it was painted from, and what the files say of it. */
interface View {
  readonly traffic: Traffic;
  readonly worldToCamera: Pose;
  readonly hidden?: number;
  readonly camera: Parameters<typeof paintPicture>[2]["camera"];
  readonly written: Camera;
  readonly file: string;
}

/** The two views of a pair, `lag` seconds after its point clouds. */
function viewsOf(
  plan: PlannedRecording,
  pair: PlannedPair,
  { scene, lag }: { scene: Scene; lag: number },
): { vehicle: View; pole: View } {
  const { id, microseconds } = at(plan.vehicleFrames, pair.vehicle);
  const frame = frames.find((one) => one.id === id);
  const written = { vehicle: frame?.camera?.(), pole: frame?.infrastructure?.camera() };
  const file = { vehicle: frame?.vehicleImage, pole: frame?.infrastructure?.image };
  if (!written.vehicle || !written.pole || !file.vehicle || !file.pole)
    throw new Error(`pair ${id} is not whole`);
  const since = (stamp: number): number => (stamp - plan.startMicroseconds) / 1e6 + lag;
  const traffic = trafficAt(scene, since(microseconds));
  const rig = rigs.vehicleRig(SEED, plan.index, extentOf("mini"));
  const novatel = rigs.novatelToWorld(
    rig,
    scene.intersection,
    placementOf(at(scene.users, 0), at(traffic.motions, 0)),
  );
  const arm = at(scene.users, 0).path.arm;
  const pole = rigs.poleRig(
    SEED,
    { intersection: scene.intersection, index: plan.intersection, arm },
    extentOf("mini"),
  );
  return {
    vehicle: {
      traffic,
      worldToCamera: rigs.worldToVehicleCamera(rig, novatel),
      hidden: 0,
      camera: rig.camera,
      written: written.vehicle,
      file: file.vehicle,
    },
    pole: {
      traffic: trafficAt(scene, since(pair.infrastructure.microseconds)),
      worldToCamera: rigs.worldToPoleCamera(pole),
      camera: pole.camera,
      written: written.pole,
      file: file.pole,
    },
  };
}

/** Labelled cars that nothing hides, large enough to see, with their track. */
function clearCars(frame: Frame, view: View, crossing: Pose): { track: number; label: LabelledObject }[] {
  const observed = worldBoxes(view.traffic, crossing);
  const looks = appearances(observed, view.camera, view.worldToCamera);
  return (frame.objects?.() ?? []).flatMap((label) => {
    const distance = (i: number): number =>
      Math.hypot(...at(observed, i).box.centre.map((value, k) => value - at([...label.centre], k)));
    const i = [...observed.keys()].sort((a, b) => distance(a) - distance(b))[0] ?? -1;
    const look = looks[i];
    const seen = look !== undefined && look.occluded === 0 && !look.truncated;
    const large = look !== undefined && look.picture.xmax - look.picture.xmin > 16;
    return label.type === "car" && distance(i) < 0.5 && seen && large
      ? [{ track: at(observed, i).track, label }]
      : [];
  });
}

/** Share of a box's pixels in which a painted picture differs from another. */
function changedShare(seen: Uint8ClampedArray, painted: Uint8ClampedArray, box: PixelBox): number {
  const { width, height } = extentOf("mini");
  let [changed, count] = [0, 0];
  for (let y = Math.max(0, Math.round(box.top)); y < Math.min(height, Math.round(box.bottom)); y++) {
    for (let x = Math.max(0, Math.round(box.left)); x < Math.min(width, Math.round(box.right)); x++) {
      const i = y * width + x;
      const off = (k: number): number => Math.abs((seen[4 * i + k] ?? 0) - (painted[4 * i + k] ?? 0));
      changed += off(0) + off(1) + off(2) > 40 ? 1 : 0;
      count++;
    }
  }
  return changed / count;
}

/** Every pair of the mini set with the truth `lag` seconds after its point clouds. */
function pairsOf(lag: number): { frame: Frame; views: ReturnType<typeof viewsOf>; stage: Stage }[] {
  return planDataset("mini", SEED).flatMap((plan) => {
    const scene = simulatePlanned({ seed: SEED }, plan);
    const stage = setStage(intersectionOf(SEED, plan.intersection), SEED, plan.index);
    return plan.pairs.map((pair) => {
      const frame = frames.find(({ id }) => id === at(plan.vehicleFrames, pair.vehicle).id);
      if (frame === undefined) throw new Error("expected the pair's frame, got none");
      return { frame, views: viewsOf(plan, pair, { scene, lag }), stage };
    });
  });
}

const SIDES = ["vehicle", "pole"] as const;

describe("a written label, projected with the written calibration", () => {
  it.each(SIDES)("lies on the car that the %s's camera sees at the label's time", (side) => {
    let checked = 0;
    for (const { frame, views, stage } of pairsOf(0)) {
      const view = views[side];
      for (const { track, label } of clearCars(frame, view, stage.crossing)) {
        const box = pixelBox(label, view.written);
        if (!box) throw new Error("expected a box in front of the camera, got none");
        const keep = <T>(all: readonly T[]): T[] => all.filter((_, i) => i !== track);
        const without = paintPicture(
          stage,
          { ...view.traffic, users: keep(view.traffic.users), motions: keep(view.traffic.motions) },
          view,
        ).pixels;
        const painted = paintPicture(stage, view.traffic, view).pixels;
        if (changedShare(painted, without, box) < 0.6) continue; // a mast or a tree stands before it
        const width = box.right - box.left;
        const beside = (shift: number): number =>
          changedShare(painted, without, { ...box, left: box.left + shift, right: box.right + shift });
        // The body fills most of its box. A box's width further there is nothing but its shadow.
        expect(beside(1.15 * width)).toBeLessThan(0.3);
        expect(beside(-1.15 * width)).toBeLessThan(0.3);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(1);
  });
});

describe("a picture", () => {
  it.each(SIDES)(
    "of the %s shows the scene 47 ms after the point cloud, as its time stamps say",
    async (side) => {
      const lag = 0.047;
      const own = pairsOf(lag);
      const atCloud = pairsOf(0);
      for (const [i, { frame, views, stage }] of own.entries()) {
        const seen = side === "vehicle" ? frame : frame.infrastructure;
        expect((seen?.imageSeconds ?? NaN) - (seen?.seconds ?? NaN)).toBeCloseTo(lag, 6);
        const { values } = await readPicture(views[side].file);
        const off = (view: View): number => {
          const { pixels } = paintPicture(stage, view.traffic, view);
          return mean(
            Array.from(values, (value, k) =>
              Math.abs(value - (pixels[4 * Math.floor(k / 3) + (k % 3)] ?? 0)),
            ),
          );
        };
        const [itsTime, cloudTime] = [off(views[side]), off(at(atCloud, i).views[side])];
        expect(itsTime).toBeLessThan(8); // JPEG noise, of 255
        expect(itsTime).toBeLessThan(cloudTime);
      }
    },
  );
});

describe("what the real sets have", () => {
  it("poses with y forward, a lidar with x forward, a roadside matrix that is no rotation", () => {
    const rig = rigs.vehicleRig(SEED, 0, extentOf("mini"));
    const [scene] = planDataset("mini", SEED).map((plan) => simulatePlanned({ seed: SEED }, plan));
    if (scene === undefined) throw new Error("expected a scene, got none");
    const world = scene.intersection;
    const novatel = rigs.novatelToWorld(rig, world, { x: 0, y: 0, yaw: 0.5 });
    const heading = 0.5 + world.yaw;
    const degrees = (axisOf: Rotation, j: 0 | 1): number => {
      const [x, y] = axis(axisOf, j);
      return (180 / Math.PI) * wrapAngle(Math.atan2(y, x) - heading);
    };
    // mounted 91° ± 0.6° from x; the tilts of 0.3° turn nothing by more than 0.01°
    expect(Math.abs(degrees(novatel.rotation, 1) - -1)).toBeLessThan(0.7);
    expect(Math.abs(degrees(novatel.rotation, 0) - -91)).toBeLessThan(0.7);
    expect(degrees(multiply(novatel.rotation, rig.lidarToNovatel.rotation), 0)).toBeCloseTo(0, 2);
    const pole = rigs.poleRig(SEED, { intersection: world, index: 0, arm: 0 }, extentOf("mini"));
    expect(rotationError(pole.lidarToCamera.rotation)).toBeGreaterThan(0.1);
    expect(determinant(pole.lidarToCamera.rotation)).toBeGreaterThan(0.7);
    expect(determinant(pole.lidarToCamera.rotation)).toBeLessThan(0.9);
  });
});

import { type Pose } from "../geometry/pose";
import { at } from "../math/at";
import { splitRng, type Rng } from "../math/rng";
import { type DatasetIdentity } from "./datasetOptions";
import { type PlannedRecording } from "./datasetPlan";
import { type PictureSize } from "./datasetSize";
import { intersectionOf } from "./intersection";
import { type JpegEncoder } from "./jpeg";
import { createLabelOrder } from "./labelRecords";
import { type Observed } from "./observation";
import { setStage, type Stage } from "./painter";
import * as rigs from "./rig";
import { placementOf } from "./roadUser";
import { trafficAt, type Scene } from "./scene";
import { simulatePlanned } from "./simulatePlanned";
import { type Traffic } from "./traffic";

/** Everything about one recording that its files are written from. */
export interface Recorded {
  readonly folder: string;
  readonly identity: DatasetIdentity;
  readonly plan: PlannedRecording;
  readonly scene: Scene;
  readonly stage: Stage;
  readonly vehicle: rigs.VehicleRig;
  readonly pole: rigs.PoleRig;
  readonly rng: Rng;
  readonly offsets: Rng;
  readonly inOrder: (observed: readonly Observed[]) => Observed[];
  readonly encode: JpegEncoder;
}

/** What a recording is made from, and the size of its pictures in pixels. */
export interface Recording {
  readonly plan: PlannedRecording;
  readonly encode: JpegEncoder;
  readonly picture: PictureSize;
}

/** Simulates a planned recording and sets up its sensors. */
export function record(
  folder: string,
  identity: DatasetIdentity,
  { plan, encode, picture }: Recording,
): Recorded {
  const { seed } = identity;
  const intersection = intersectionOf(seed, plan.intersection);
  const scene = simulatePlanned(identity, plan);
  const arm = at(scene.users, 0).path.arm;
  const rng = splitRng(seed, `labels/${plan.index}`);
  return {
    folder,
    identity,
    plan,
    encode,
    scene,
    stage: setStage(intersection, seed, plan.index),
    vehicle: rigs.vehicleRig(seed, plan.index, picture),
    pole: rigs.poleRig(seed, { intersection, index: plan.intersection, arm }, picture),
    rng,
    offsets: splitRng(seed, `system error/${plan.index}`),
    inOrder: createLabelOrder(rng, scene.users.length),
  };
}

/** Everybody at a time stamp of the recording. */
export function trafficAfter({ scene, plan }: Recorded, microseconds: number): Traffic {
  return trafficAt(scene, (microseconds - plan.startMicroseconds) / 1e6);
}

/** The ego's pose in some traffic. */
export function novatelIn({ vehicle, scene }: Recorded, traffic: Traffic): Pose {
  const ego = placementOf(at(scene.users, 0), at(traffic.motions, 0));
  return rigs.novatelToWorld(vehicle, scene.intersection, ego);
}

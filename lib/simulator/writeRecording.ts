import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { type Pose } from "../geometry/pose";
import { rotate } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { splitRng, type Rng } from "../math/rng";
import { intrinsicMatrix, type Camera } from "./camera";
import { type Canvas } from "./canvas";
import { cooperativeLabels, sideLabels } from "./cooperativeLabels";
import {
  cooperativeRecord,
  infrastructureRecord,
  PICTURE_LAG_MICROSECONDS,
  transformJson,
  vehicleRecord,
  type ErrorOffset,
  type InfoRecord,
} from "./datasetLayout";
import { type DatasetIdentity } from "./datasetOptions";
import { type PlannedPair, type PlannedRecording } from "./datasetPlan";
import { extentOf } from "./datasetSize";
import { intersectionOf } from "./intersection";
import { type JpegEncoder, type Pixels } from "./jpeg";
import { createLabelOrder } from "./labelRecords";
import { within, worldBoxes, type Observed } from "./observation";
import { paintPicture, setStage, type Stage } from "./painter";
import * as rigs from "./rig";
import { placementOf } from "./roadUser";
import { trafficAt, type Scene } from "./scene";
import { simulatePlanned } from "./simulatePlanned";
import { type Traffic } from "./traffic";

/** The lines one recording adds to the three data_info.json files. */
export interface RecordingInfo {
  readonly vehicle: readonly InfoRecord[];
  readonly infrastructure: readonly InfoRecord[];
  readonly cooperative: readonly InfoRecord[];
}

/** Everything about one recording that its files are written from. */
interface Recorded {
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

/** Simulates one planned recording and writes its poses, calibrations, labels and the pictures of its pairs. */
export async function writeRecording(
  folder: string,
  identity: DatasetIdentity,
  { plan, encode }: { plan: PlannedRecording; encode: JpegEncoder },
): Promise<RecordingInfo> {
  const recorded = record(folder, identity, { plan, encode });
  const { vehicleFrames, pairs } = plan;
  const side = { layout: identity.layout, crossing: recorded.scene.intersection.name };
  const paired = new Map(pairs.map((pair) => [pair.vehicle, pair]));
  const cooperative: InfoRecord[] = [];
  for (let i = 0; i < vehicleFrames.length; i++) {
    const moment = momentOf(recorded, i);
    writeVehicleFrame(recorded, moment);
    const pair = paired.get(i);
    if (pair) cooperative.push(await writePair(recorded, moment, pair));
  }
  return {
    vehicle: vehicleFrames.map((frame) => vehicleRecord(plan, frame, identity)),
    infrastructure: pairs.map(({ infrastructure }) =>
      infrastructureRecord(plan, infrastructure, { ...side, rig: recorded.pole }),
    ),
    cooperative,
  };
}

function record(
  folder: string,
  identity: DatasetIdentity,
  { plan, encode }: { plan: PlannedRecording; encode: JpegEncoder },
): Recorded {
  const { seed } = identity;
  const extent = extentOf(identity.size);
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
    vehicle: rigs.vehicleRig(seed, plan.index, extent),
    pole: rigs.poleRig(seed, { intersection, index: plan.intersection, arm }, extent),
    rng,
    offsets: splitRng(seed, `system error/${plan.index}`),
    inOrder: createLabelOrder(rng, scene.users.length),
  };
}

/** One vehicle frame: who is where, and the ego's pose and sensors. */
export interface Moment {
  readonly id: string;
  readonly traffic: Traffic;
  readonly novatel: Pose;
  readonly worldToLidar: Pose;
  readonly observed: readonly Observed[];
}

function momentOf(recorded: Recorded, i: number): Moment {
  const { plan, stage, vehicle, inOrder } = recorded;
  const { id, microseconds } = at(plan.vehicleFrames, i);
  const traffic = trafficAfter(recorded, microseconds);
  const novatel = novatelIn(recorded, traffic);
  const observed = inOrder(within(worldBoxes(traffic, stage.crossing), novatel.position));
  return { id, traffic, novatel, worldToLidar: rigs.worldToLidar(vehicle, novatel), observed };
}

function trafficAfter({ scene, plan }: Recorded, microseconds: number): Traffic {
  return trafficAt(scene, (microseconds - plan.startMicroseconds) / 1e6);
}

function novatelIn({ vehicle, scene }: Recorded, traffic: Traffic): Pose {
  const ego = placementOf(at(scene.users, 0), at(traffic.motions, 0));
  return rigs.novatelToWorld(vehicle, scene.intersection, ego);
}

function writeJson(folder: string, path: string, value: unknown): void {
  atomicWrite(join(folder, path), JSON.stringify(value));
}

function intrinsicJson(camera: Camera): unknown {
  return {
    cam_K: intrinsicMatrix(camera),
    cam_D: [0, 0, 0, 0, 0],
    width: camera.width,
    height: camera.height,
  };
}

function writeVehicleFrame(
  { folder, identity: { layout }, vehicle, rng }: Recorded,
  { id, novatel, worldToLidar, observed }: Moment,
): void {
  const write = (path: string, value: unknown): void =>
    writeJson(folder, `vehicle-side/${path}/${id}.json`, value);
  write("calib/novatel_to_world", transformJson(novatel));
  write("calib/lidar_to_novatel", {
    transform: transformJson(vehicle.lidarToNovatel),
    header: { frame_id: "novatel" },
  });
  write("calib/lidar_to_camera", transformJson(vehicle.lidarToCamera));
  write("calib/camera_intrinsic", intrinsicJson(vehicle.camera));
  const labels = sideLabels(rng, observed, { side: "vehicle", layout, toFrame: worldToLidar, rig: vehicle });
  write("label/lidar", labels.all);
  write("label/camera", labels.inPicture);
}

/** Pictures of both sides, the roadside's files and the cooperative label of one pair. */
async function writePair(recorded: Recorded, moment: Moment, pair: PlannedPair): Promise<InfoRecord> {
  const { folder, identity, plan, stage, pole } = recorded;
  const { layout } = identity;
  const { id, microseconds } = pair.infrastructure;
  const offset = drawOffset(recorded);
  await writePictures(recorded, moment.id, pair);
  const traffic = trafficAfter(recorded, microseconds);
  writePoleFrame(recorded, { id, traffic, translation: writtenTranslation(recorded, moment, offset) });
  const everybody = worldBoxes(moment.traffic, stage.crossing);
  const fromPole = new Set(within(everybody, rigs.polePlace(pole)).map(({ track }) => track));
  const folderOf = { "dair-v2x-c": "cooperative/label_world", "v2x-seq-spd": "cooperative/label" } as const;
  writeJson(
    folder,
    `${folderOf[layout]}/${moment.id}.json`,
    cooperativeLabels({ ...recorded, layout, moment, pair, fromPole, everybody }),
  );
  return cooperativeRecord(plan, { vehicle: moment.id, infrastructure: id }, { layout, offset });
}

/** Each picture shows the scene, and is taken from where its camera is, at its own time. */
async function writePictures(recorded: Recorded, vehicleId: string, pair: PlannedPair): Promise<void> {
  const { folder, identity, plan, stage, vehicle, pole, encode } = recorded;
  const lag = PICTURE_LAG_MICROSECONDS[identity.layout];
  const seen = trafficAfter(recorded, at(plan.vehicleFrames, pair.vehicle).microseconds + lag);
  const vehicleCamera = {
    camera: vehicle.camera,
    worldToCamera: rigs.worldToVehicleCamera(vehicle, novatelIn(recorded, seen)),
    hidden: 0,
  };
  const fromPole = trafficAfter(recorded, pair.infrastructure.microseconds + lag);
  const poleCamera = { camera: pole.camera, worldToCamera: rigs.worldToPoleCamera(pole) };
  const write = async (path: string, canvas: Canvas): Promise<void> =>
    atomicWrite(join(folder, path), await encode(pixelsOf(canvas)));
  await write(`vehicle-side/image/${vehicleId}.jpg`, paintPicture(stage, seen, vehicleCamera));
  await write(
    `infrastructure-side/image/${pair.infrastructure.id}.jpg`,
    paintPicture(stage, fromPole, poleCamera),
  );
}

/** What the pair's `system_error_offset` says: in the world (C, "" where nobody measured it) or in the lidar's frame. */
function drawOffset({ identity: { layout }, rng, offsets }: Recorded): ErrorOffset {
  const spread = (from: Rng): number => Math.round((from.uniform() - 0.5) * 6000) / 1e4;
  if (layout === "v2x-seq-spd") return { delta_x: spread(rng), delta_y: spread(rng) };
  return offsets.uniform() < 0.5 ? "" : { delta_x: spread(offsets), delta_y: spread(offsets) };
}

function pixelsOf({ camera: { width, height }, pixels }: Canvas): Pixels {
  return { width, height, rgba: pixels };
}

/** The roadside's translation as written: short of the truth by relative_error and the pair's system error. */
function writtenTranslation(
  { identity: { layout }, pole, vehicle }: Recorded,
  { novatel }: Moment,
  offset: ErrorOffset,
): Vector3 {
  const [x, y, z] = pole.lidarToWorld.position;
  const { delta_x, delta_y } = pole.relativeError;
  const shift: Vector3 = offset === "" ? [0, 0, 0] : [offset.delta_x, offset.delta_y, 0];
  const [sx, sy, sz] =
    layout === "dair-v2x-c"
      ? shift
      : rotate(novatel.rotation, rotate(vehicle.lidarToNovatel.rotation, shift));
  return [x - Number(delta_x) - sx, y - Number(delta_y) - sy, z - sz];
}

function writePoleFrame(
  { folder, identity: { layout }, stage, pole, rng, inOrder }: Recorded,
  { id, traffic, translation }: { id: string; traffic: Traffic; translation: Vector3 },
): void {
  const write = (path: string, value: unknown): void =>
    writeJson(folder, `infrastructure-side/${path}/${id}.json`, value);
  const written = transformJson({ rotation: pole.lidarToWorld.rotation, position: translation });
  write("calib/virtuallidar_to_world", { ...written, relative_error: pole.relativeError });
  write("calib/virtuallidar_to_camera", transformJson(pole.lidarToCamera));
  write("calib/camera_intrinsic", intrinsicJson(pole.camera));
  const observed = inOrder(within(worldBoxes(traffic, stage.crossing), rigs.polePlace(pole)));
  const toFrame = rigs.invertAffine(pole.lidarToWorld);
  const labels = sideLabels(rng, observed, { side: "infrastructure", layout, toFrame, rig: pole });
  write("label/virtuallidar", labels.all);
  write("label/camera", labels.inPicture);
}

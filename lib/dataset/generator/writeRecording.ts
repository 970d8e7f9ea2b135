import { join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { type Pose } from "../../geometry/pose";
import { rotate } from "../../geometry/rotation";
import { type Vector3 } from "../../geometry/vector3";
import { at } from "../../math/at";
import { splitRng, type Rng } from "../../math/rng";
import { intrinsicMatrix, type Camera } from "./camera";
import { cooperativeLabels, sideLabels } from "./cooperativeLabels";
import {
  cooperativeRecord,
  infrastructureRecord,
  PICTURE_LAG_MICROSECONDS,
  sensorFileIds,
  transformJson,
  vehicleRecord,
  type ErrorOffset,
  type InfoRecord,
} from "./datasetLayout";
import { type DatasetIdentity } from "./datasetOptions";
import { type PlannedPair, type PlannedRecording } from "./datasetPlan";
import { extentOf, type PictureSize } from "./datasetSize";
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

/**
 * Simulates one planned recording and writes its files: a pose for every vehicle frame, labels and pictures for the
 * pairs, and once what is the same all the way, the sensors' places; the records name those by path.
 */
export async function writeRecording(
  folder: string,
  identity: DatasetIdentity,
  { plan, encode }: { plan: PlannedRecording; encode: JpegEncoder },
): Promise<RecordingInfo> {
  const recorded = record(folder, identity, { plan, encode, picture: extentOf(identity.size) });
  const { vehicleFrames, pairs } = plan;
  const side = { layout: identity.layout, crossing: recorded.scene.intersection.name };
  const paired = new Map(pairs.map((pair) => [pair.vehicle, pair]));
  const cooperative: InfoRecord[] = [];
  writeSensors(recorded);
  for (const [i, { id }] of vehicleFrames.entries()) {
    const seen = seenAt(recorded, i);
    writeJson(folder, `vehicle-side/calib/novatel_to_world/${id}.json`, transformJson(seen.novatel));
    const pair = paired.get(i);
    if (pair) cooperative.push(await writePair(recorded, momentOf(recorded, id, seen), pair));
  }
  return {
    vehicle: vehicleFrames.map((frame) => vehicleRecord(plan, frame, identity)),
    infrastructure: pairs.map(({ infrastructure }) =>
      infrastructureRecord(plan, infrastructure, { ...side, rig: recorded.pole }),
    ),
    cooperative,
  };
}

/**
 * Draws both pictures of some pairs of a planned recording again, of any size: the same scene from the same places.
 * Writes them into the folder as a data set has them, and nothing else.
 */
export async function redrawPictures(
  folder: string,
  identity: DatasetIdentity,
  recording: Recording & { readonly pairs: readonly PlannedPair[] },
): Promise<void> {
  const recorded = record(folder, identity, recording);
  const { vehicleFrames } = recording.plan;
  for (const pair of recording.pairs) await writePictures(recorded, at(vehicleFrames, pair.vehicle).id, pair);
}

/** What a recording is made from, and the size of its pictures in pixels. */
interface Recording {
  readonly plan: PlannedRecording;
  readonly encode: JpegEncoder;
  readonly picture: PictureSize;
}

function record(folder: string, identity: DatasetIdentity, { plan, encode, picture }: Recording): Recorded {
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

/** Where everybody is at one vehicle frame, and the ego's pose. */
interface Seen {
  readonly traffic: Traffic;
  readonly novatel: Pose;
}

/** What the labels of one vehicle frame are made of. */
export interface Moment extends Seen {
  readonly id: string;
  readonly worldToLidar: Pose;
  readonly observed: readonly Observed[];
}

function seenAt(recorded: Recorded, i: number): Seen {
  const traffic = trafficAfter(recorded, at(recorded.plan.vehicleFrames, i).microseconds);
  return { traffic, novatel: novatelIn(recorded, traffic) };
}

function momentOf({ stage, vehicle, inOrder }: Recorded, id: string, { traffic, novatel }: Seen): Moment {
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

/** The calibrations that stay the same during a recording, under the ids of its first frames. */
function writeSensors({ folder, plan, vehicle, pole }: Recorded): void {
  const ids = sensorFileIds(plan);
  const write = (path: string, value: unknown): void => writeJson(folder, `${path}.json`, value);
  write(`vehicle-side/calib/lidar_to_novatel/${ids.vehicle}`, {
    transform: transformJson(vehicle.lidarToNovatel),
    header: { frame_id: "novatel" },
  });
  write(`vehicle-side/calib/lidar_to_camera/${ids.vehicle}`, transformJson(vehicle.lidarToCamera));
  write(`vehicle-side/calib/camera_intrinsic/${ids.vehicle}`, intrinsicJson(vehicle.camera));
  const toCamera = transformJson(pole.lidarToCamera);
  write(`infrastructure-side/calib/virtuallidar_to_camera/${ids.infrastructure}`, toCamera);
  write(`infrastructure-side/calib/camera_intrinsic/${ids.infrastructure}`, intrinsicJson(pole.camera));
}

function writeVehicleLabels(
  { folder, identity: { layout }, vehicle, rng }: Recorded,
  { id, worldToLidar, observed }: Moment,
): void {
  const labels = sideLabels(rng, observed, { side: "vehicle", layout, toFrame: worldToLidar, rig: vehicle });
  writeJson(folder, `vehicle-side/label/lidar/${id}.json`, labels.all);
  writeJson(folder, `vehicle-side/label/camera/${id}.json`, labels.inPicture);
}

/** Labels and pictures of both sides, the roadside's place and the cooperative label of one pair. */
async function writePair(recorded: Recorded, moment: Moment, pair: PlannedPair): Promise<InfoRecord> {
  const { folder, identity, plan, stage, pole } = recorded;
  const { layout } = identity;
  const { id, microseconds } = pair.infrastructure;
  const offset = drawOffset(recorded);
  writeVehicleLabels(recorded, moment);
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
  const write = async (path: string, picture: Pixels): Promise<void> =>
    atomicWrite(join(folder, path), await encode(picture));
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
  const observed = inOrder(within(worldBoxes(traffic, stage.crossing), rigs.polePlace(pole)));
  const toFrame = rigs.invertAffine(pole.lidarToWorld);
  const labels = sideLabels(rng, observed, { side: "infrastructure", layout, toFrame, rig: pole });
  write("label/virtuallidar", labels.all);
  write("label/camera", labels.inPicture);
}

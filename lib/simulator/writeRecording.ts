import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { type Pose } from "../geometry/pose";
import { rotate } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { at } from "../math/at";
import { type Rng } from "../math/rng";
import { intrinsicMatrix, type Camera } from "./camera";
import { cooperativeLabels, sideLabels } from "./cooperativeLabels";
import {
  cooperativeRecord,
  infrastructureRecord,
  sensorFileIds,
  transformJson,
  vehicleRecord,
  type ErrorOffset,
  type InfoRecord,
} from "./datasetLayout";
import { type DatasetIdentity } from "./datasetOptions";
import { type PlannedPair, type PlannedRecording } from "./datasetPlan";
import { extentOf } from "./datasetSize";
import { type JpegEncoder } from "./jpeg";
import { within, worldBoxes, type Observed } from "./observation";
import { novatelIn, record, trafficAfter, type Recorded } from "./recorded";
import * as rigs from "./rig";
import { type Traffic } from "./traffic";
import { writePictures } from "./writePictures";

/** The lines one recording adds to the three data_info.json files. */
export interface RecordingInfo {
  readonly vehicle: readonly InfoRecord[];
  readonly infrastructure: readonly InfoRecord[];
  readonly cooperative: readonly InfoRecord[];
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

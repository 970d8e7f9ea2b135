import { join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { type Pose } from "../../geometry/pose";
import { IDENTITY, rotate } from "../../geometry/rotation";
import { at } from "../../math/at";
import { splitRng, type Rng } from "../../math/rng";
import { intrinsicMatrix, type Camera } from "./camera";
import { type Canvas } from "./canvas";
import {
  cooperativeRecord,
  infrastructureRecord,
  pointcloudStamp,
  transformJson,
  vehicleRecord,
  type InfoRecord,
} from "./datasetLayout";
import { type DatasetIdentity } from "./datasetOptions";
import { type PlannedPair, type PlannedRecording } from "./datasetPlan";
import { extentOf } from "./datasetSize";
import { intersectionOf } from "./intersection";
import { type JpegEncoder, type Pixels } from "./jpeg";
import { createLabelOrder, labelRecord, labelStyle, worldCorners, type LabelRecord } from "./labelRecords";
import { appearances, throughSensor, within, worldBoxes, type Observed } from "./observation";
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
  readonly inOrder: (observed: readonly Observed[]) => Observed[];
  readonly encode: JpegEncoder;
}

const WORLD: Pose = { rotation: IDENTITY, position: [0, 0, 0] };

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
    vehicle: vehicleFrames.map((frame) => vehicleRecord(plan, frame, side)),
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
    inOrder: createLabelOrder(rng, scene.users.length),
  };
}

/** One vehicle frame: who is where, and the ego's pose and sensors. */
interface Moment {
  readonly id: string;
  readonly traffic: Traffic;
  readonly novatel: Pose;
  readonly worldToLidar: Pose;
  readonly observed: readonly Observed[];
}

function momentOf({ plan, scene, stage, vehicle, inOrder }: Recorded, i: number): Moment {
  const { id, microseconds } = at(plan.vehicleFrames, i);
  const traffic = trafficAt(scene, (microseconds - plan.startMicroseconds) / 1e6);
  const ego = placementOf(at(scene.users, 0), at(traffic.motions, 0));
  const novatel = rigs.novatelToWorld(vehicle, scene.intersection, ego);
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

function writeVehicleFrame(
  { folder, vehicle, rng }: Recorded,
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
  const labels = labelsOf(rng, observed, {
    toFrame: worldToLidar,
    camera: vehicle.camera,
    lidarToCamera: vehicle.lidarToCamera,
  });
  write("label/lidar", labels.all);
  write("label/camera", labels.inPicture);
}

interface View {
  readonly toFrame: Pose;
  readonly camera: Camera;
  readonly lidarToCamera: Pose;
}

/** The labels in a sensor's frame: of everybody in reach, and of those in the picture. Track ids are SPD's. */
function labelsOf(
  rng: Rng,
  observed: readonly Observed[],
  { toFrame, camera, lidarToCamera }: View,
): { all: LabelRecord[]; inPicture: LabelRecord[] } {
  const style = labelStyle(rng);
  const looks = appearances(observed, camera, throughSensor(lidarToCamera, toFrame));
  const all = observed.map((one, i) => ({
    ...labelRecord(style, one, { toFrame, appearance: looks[i] }),
    track_id: String(one.track),
  }));
  return { all, inPicture: all.filter((_, i) => looks[i] !== undefined) };
}

/** Pictures of both sides, the roadside's files and the cooperative label of one pair. */
async function writePair(recorded: Recorded, moment: Moment, pair: PlannedPair): Promise<InfoRecord> {
  const { folder, identity, plan, scene, stage, vehicle, pole, rng, encode } = recorded;
  const { id } = pair.infrastructure;
  const traffic = trafficAt(scene, (pair.infrastructure.microseconds - plan.startMicroseconds) / 1e6);
  const spread = (): number => Math.round((rng.uniform() - 0.5) * 6000) / 1e4;
  const offset = identity.layout === "v2x-seq-spd" ? ([spread(), spread()] as const) : ([0, 0] as const);
  const vehicleCamera = {
    camera: vehicle.camera,
    worldToCamera: rigs.worldToVehicleCamera(vehicle, moment.novatel),
    hidden: 0,
  };
  const poleCamera = { camera: pole.camera, worldToCamera: rigs.worldToPoleCamera(pole) };
  atomicWrite(
    join(folder, `vehicle-side/image/${moment.id}.jpg`),
    await encode(pixelsOf(paintPicture(stage, moment.traffic, vehicleCamera))),
  );
  atomicWrite(
    join(folder, `infrastructure-side/image/${id}.jpg`),
    await encode(pixelsOf(paintPicture(stage, traffic, poleCamera))),
  );
  writePoleFrame(recorded, { id, traffic, translation: writtenTranslation(recorded, moment, offset) });
  writeCooperativeLabels(recorded, moment, pair);
  return cooperativeRecord(
    plan,
    { vehicle: moment.id, infrastructure: id },
    { layout: identity.layout, offset },
  );
}

function pixelsOf({ camera: { width, height }, pixels }: Canvas): Pixels {
  return { width, height, rgba: pixels };
}

/** The roadside's translation as written: short of the truth by relative_error and SPD's system error. */
function writtenTranslation(
  { pole, vehicle }: Recorded,
  { novatel }: Moment,
  [ox, oy]: readonly [number, number],
): Pose["position"] {
  const [x, y, z] = pole.lidarToWorld.position;
  const { delta_x, delta_y } = pole.relativeError;
  const [sx, sy, sz] = rotate(novatel.rotation, rotate(vehicle.lidarToNovatel.rotation, [ox, oy, 0]));
  return [x - Number(delta_x) - sx, y - Number(delta_y) - sy, z - sz];
}

function writePoleFrame(
  { folder, stage, pole, rng, inOrder }: Recorded,
  { id, traffic, translation }: { id: string; traffic: Traffic; translation: Pose["position"] },
): void {
  const write = (path: string, value: unknown): void =>
    writeJson(folder, `infrastructure-side/${path}/${id}.json`, value);
  const written = transformJson({ rotation: pole.lidarToWorld.rotation, position: translation });
  write("calib/virtuallidar_to_world", { ...written, relative_error: pole.relativeError });
  write("calib/virtuallidar_to_camera", transformJson(pole.lidarToCamera));
  write("calib/camera_intrinsic", intrinsicJson(pole.camera));
  const observed = inOrder(within(worldBoxes(traffic, stage.crossing), rigs.polePlace(pole)));
  const toFrame = rigs.invertAffine(pole.lidarToWorld);
  const labels = labelsOf(rng, observed, { toFrame, camera: pole.camera, lidarToCamera: pole.lidarToCamera });
  write("label/virtuallidar", labels.all);
  write("label/camera", labels.inPicture);
}

function writeCooperativeLabels(
  { folder, identity, plan, stage, vehicle, pole, rng, inOrder }: Recorded,
  moment: Moment,
  pair: PlannedPair,
): void {
  const everybody = worldBoxes(moment.traffic, stage.crossing);
  const fromPole = new Set(within(everybody, rigs.polePlace(pole)).map(({ track }) => track));
  const fromCar = new Set(moment.observed.map(({ track }) => track));
  const observed = inOrder(everybody.filter(({ track }) => fromPole.has(track) || fromCar.has(track)));
  const style = labelStyle(rng);
  const looks = appearances(
    observed,
    vehicle.camera,
    throughSensor(vehicle.lidarToCamera, moment.worldToLidar),
  );
  const inFrame = (toFrame: Pose): LabelRecord[] =>
    observed.map((one, i) => labelRecord(style, one, { toFrame, appearance: looks[i] }));
  const inWorld = inFrame(WORLD).map((label, i) => ({
    ...label,
    world_8_points: worldCorners(at(observed, i)),
  }));
  writeJson(folder, `cooperative/label_world/${moment.id}.json`, inWorld);
  if (identity.layout === "dair-v2x-c") return;
  const stamp = at(plan.vehicleFrames, pair.vehicle).microseconds;
  const spd = inFrame(moment.worldToLidar).map((label, i) => {
    const { track, box } = at(observed, i);
    const [byCar, byPole] = [fromCar.has(track), fromPole.has(track)];
    return {
      ...label,
      token: `${plan.index}-${moment.id}-${track}`,
      track_id: String(track),
      alpha:
        Math.round(
          (box.yaw -
            Math.atan2(
              box.centre[1] - moment.novatel.position[1],
              box.centre[0] - moment.novatel.position[0],
            )) *
            1e6,
        ) / 1e6,
      from_side: byCar && byPole ? "coop" : byCar ? "veh" : "inf",
      veh_track_id: byCar ? String(track) : "",
      inf_track_id: byPole ? String(1000 + track) : "",
      veh_frame_id: moment.id,
      inf_frame_id: pair.infrastructure.id,
      veh_pointcloud_timestamp: pointcloudStamp(stamp),
      inf_pointcloud_timestamp: pointcloudStamp(pair.infrastructure.microseconds),
    };
  });
  writeJson(folder, `cooperative/label/${moment.id}.json`, spd);
}

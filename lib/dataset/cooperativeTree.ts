import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Point } from "../geometry/trajectory";
import {
  offsetOf,
  readEgoPose,
  readInfrastructureCamera,
  readVehicleCamera,
  readVehicleLidarPose,
} from "./calibration";
import { attempt, type OnProblem } from "./datasetError";
import { groupFrames, type IndexedFrame } from "./groupFrames";
import { imageFinder } from "./imageFolder";
import { idOf, items, member, numberOf, readJson, relativePathOf, wrong, type JsonField } from "./jsonField";
import { readLidarLabels, readWorldLabels } from "./objectLabels";
import { type Frame, type InfrastructureFrame, type LabelledObject, type Recording } from "./recording";

export interface ReadOptions {
  /** Told of every record that cannot be used, which is then left out. Without it the first problem is thrown. */
  readonly onProblem?: OnProblem;
  /** Told how far indexing is: vehicle frames of all vehicle frames. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What tells one data set of this family from another. */
export interface Dialect {
  /** The vehicle record's member that names its recording. */
  readonly recordingKey: "batch_id" | "sequence_id";
  /** The fields of a cooperative record that name the pair. */
  readonly pair: (record: JsonField) => { readonly vehicle: JsonField; readonly infrastructure: JsonField };
  /** The label file of a cooperative record and whose coordinates it is written in. */
  readonly label: (
    record: JsonField,
    vehicleId: string,
  ) => { readonly path: string; readonly frame: "world" | "lidar" };
}

/** One pair of the cooperative list. */
interface Pair {
  readonly infrastructure: InfrastructureFrame;
  readonly label: ReturnType<Dialect["label"]>;
}

/** Told about progress after this many records. */
const PROGRESS_EVERY = 500;

/**
 * Indexes a vehicle-infrastructure tree: the three `data_info.json` files and one listing per image folder are
 * read, everything else when a frame is asked for it. Recordings and their frames come out sorted by time.
 * Images in either place; `velodyne/`, images, infrastructure and cooperative side may be absent.
 */
export function readCooperativeTree(
  folder: string,
  dialect: Dialect,
  options: ReadOptions = {},
): Recording[] {
  const root = resolve(folder);
  const pairs = readPairs(root, dialect, options.onProblem);
  const findImage = imageFinder(root, "vehicle-side");
  const records = items(readJson(join(root, "vehicle-side", "data_info.json")));
  const indexed = records.flatMap((record, i): IndexedFrame[] => {
    const frame = attempt(() => vehicleFrame({ root, record, pairs, image: findImage }), options.onProblem);
    if ((i + 1) % PROGRESS_EVERY === 0 || i + 1 === records.length)
      options.onProgress?.(i + 1, records.length);
    return frame === undefined ? [] : [{ frame, record, recording: member(record, dialect.recordingKey) }];
  });
  return groupFrames(indexed, options.onProblem);
}

interface VehicleRecord {
  readonly root: string;
  readonly record: JsonField;
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly image: (imagePath: string) => string | undefined;
}

function vehicleFrame({ root, record, pairs, image }: VehicleRecord): Frame {
  const side = join(root, "vehicle-side");
  const imagePath = relativePathOf(member(record, "image_path"));
  const id = idOfPath(imagePath);
  const pair = pairs.get(id);
  const vehicleImage = image(imagePath);
  const calibration = (kind: string): string =>
    join(side, relativePathOf(member(record, `calib_${kind}_path`)));
  const files = {
    novatelToWorld: calibration("novatel_to_world"),
    lidarToNovatel: calibration("lidar_to_novatel"),
    lidarToCamera: calibration("lidar_to_camera"),
    intrinsics: calibration("camera_intrinsic"),
  };
  const objects = (label: Pair["label"]): readonly LabelledObject[] =>
    label.frame === "world"
      ? readWorldLabels(join(root, label.path))
      : readLidarLabels(join(root, label.path), readVehicleLidarPose(files));
  return {
    id,
    seconds: secondsOf(member(record, "image_timestamp")),
    egoPose: () => readEgoPose(files.novatelToWorld),
    camera: () => readVehicleCamera(files),
    ...(vehicleImage === undefined ? {} : { vehicleImage }),
    ...(pair === undefined
      ? {}
      : { infrastructure: pair.infrastructure, objects: () => objects(pair.label) }),
  };
}

/** Pairs by vehicle id; none when the tree has no cooperative side. */
function readPairs(root: string, dialect: Dialect, onProblem?: OnProblem): Map<string, Pair> {
  const file = join(root, "cooperative", "data_info.json");
  const pairs = new Map<string, Pair>();
  if (!existsSync(file)) return pairs;
  const roadside = readInfrastructure(root, onProblem);
  for (const record of items(readJson(file))) {
    attempt(() => {
      const { vehicle, infrastructure } = dialect.pair(record);
      const vehicleId = idOfPath(idOf(vehicle));
      if (pairs.has(vehicleId)) throw wrong(vehicle, "a vehicle frame that is paired once");
      const view = roadside.get(idOfPath(idOf(infrastructure)));
      if (view === undefined)
        throw wrong(infrastructure, "a frame listed in infrastructure-side/data_info.json");
      const systemErrorOffset: Point = offsetOf(member(record, "system_error_offset"));
      pairs.set(vehicleId, {
        infrastructure: { ...view, systemErrorOffset },
        label: dialect.label(record, vehicleId),
      });
    }, onProblem);
  }
  return pairs;
}

function readInfrastructure(
  root: string,
  onProblem?: OnProblem,
): Map<string, Omit<InfrastructureFrame, "systemErrorOffset">> {
  const side = join(root, "infrastructure-side");
  const findImage = imageFinder(root, "infrastructure-side");
  const views = new Map<string, Omit<InfrastructureFrame, "systemErrorOffset">>();
  for (const record of items(readJson(join(side, "data_info.json")))) {
    attempt(() => {
      const imageField = member(record, "image_path");
      const imagePath = relativePathOf(imageField);
      const id = idOfPath(imagePath);
      if (views.has(id)) throw wrong(imageField, "a frame id that comes once");
      const calibration = (kind: string): string =>
        join(side, relativePathOf(member(record, `calib_${kind}_path`)));
      const files = {
        virtuallidarToWorld: calibration("virtuallidar_to_world"),
        virtuallidarToCamera: calibration("virtuallidar_to_camera"),
        intrinsics: calibration("camera_intrinsic"),
      };
      const image = findImage(imagePath);
      views.set(id, {
        id,
        seconds: secondsOf(member(record, "image_timestamp")),
        camera: () => readInfrastructureCamera(files),
        ...(image === undefined ? {} : { image }),
      });
    }, onProblem);
  }
  return views;
}

/** `vehicle-side/image/000123.jpg` → `000123`. */
function idOfPath(path: string): string {
  return basename(path).replace(/\.[^.]*$/, "");
}

/** Microseconds since 1970 as seconds; float64 keeps them to a quarter of a microsecond. */
function secondsOf(field: JsonField): number {
  const microseconds = numberOf(field);
  if (!(microseconds > 0)) throw wrong(field, "a time stamp in microseconds");
  return microseconds / 1e6;
}

import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type Point } from "../geometry/trajectory";
import {
  offsetOf,
  readEgoPose,
  readInfrastructureCamera,
  readVehicleCamera,
  readVehicleLidarPose,
  type InfrastructureCalibrationFiles,
  type VehicleCalibrationFiles,
} from "./calibration";
import { attempt, type OnProblem } from "./datasetError";
import { groupFrames, type IndexedFrame } from "./groupFrames";
import { imageFinder } from "./imageFolder";
import { idOf, items, member, numberOf, readJson, relativePathOf, wrong, type JsonField } from "./jsonField";
import { readLidarLabels, readWorldLabels } from "./objectLabels";
import {
  type Camera,
  type Frame,
  type InfrastructureFrame,
  type LabelledObject,
  type Recording,
} from "./recording";

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
  const imagePath = relativePathOf(member(record, "image_path"));
  const id = idOfPath(imagePath);
  const seconds = secondsOf(member(record, "image_timestamp"));
  return frameOf(
    { id, seconds, vehicleImage: image(imagePath) },
    vehicleFiles(root, record),
    labelledPair(root, pairs.get(id)),
  );
}

/** A pair whose label path is complete. */
function labelledPair(root: string, pair: Pair | undefined): Pair | undefined {
  return pair && { ...pair, label: { ...pair.label, path: join(root, pair.label.path) } };
}

/** The frame's functions close over what they need alone: the record they came from can be forgotten. */
function frameOf(
  {
    id,
    seconds,
    vehicleImage,
  }: Pick<Frame, "id" | "seconds"> & { readonly vehicleImage: string | undefined },
  files: VehicleCalibrationFiles,
  pair: Pair | undefined,
): Frame {
  return {
    id,
    seconds,
    egoPose: () => readEgoPose(files.novatelToWorld),
    camera: () => readVehicleCamera(files),
    ...(vehicleImage === undefined ? {} : { vehicleImage }),
    ...(pair && { infrastructure: pair.infrastructure, objects: () => labelledObjects(pair.label, files) }),
  };
}

function labelledObjects(label: Pair["label"], files: VehicleCalibrationFiles): readonly LabelledObject[] {
  return label.frame === "world"
    ? readWorldLabels(label.path)
    : readLidarLabels(label.path, readVehicleLidarPose(files));
}

function vehicleFiles(root: string, record: JsonField): VehicleCalibrationFiles {
  const file = calibrationFile(join(root, "vehicle-side"), record);
  return {
    novatelToWorld: file("novatel_to_world"),
    lidarToNovatel: file("lidar_to_novatel"),
    lidarToCamera: file("lidar_to_camera"),
    intrinsics: file("camera_intrinsic"),
  };
}

/** The file of one kind of calibration that a record names. */
function calibrationFile(side: string, record: JsonField): (kind: string) => string {
  return (kind) => join(side, relativePathOf(member(record, `calib_${kind}_path`)));
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

type RoadsideView = Omit<InfrastructureFrame, "systemErrorOffset">;

function readInfrastructure(root: string, onProblem?: OnProblem): Map<string, RoadsideView> {
  const side = join(root, "infrastructure-side");
  const findImage = imageFinder(root, "infrastructure-side");
  const views = new Map<string, RoadsideView>();
  for (const record of items(readJson(join(side, "data_info.json")))) {
    attempt(() => {
      const view = roadsideView(side, record, findImage);
      if (views.has(view.id)) throw wrong(member(record, "image_path"), "a frame id that comes once");
      views.set(view.id, view);
    }, onProblem);
  }
  return views;
}

function roadsideView(
  side: string,
  record: JsonField,
  findImage: (imagePath: string) => string | undefined,
): RoadsideView {
  const imagePath = relativePathOf(member(record, "image_path"));
  const image = findImage(imagePath);
  const seconds = secondsOf(member(record, "image_timestamp"));
  const camera = infrastructureCamera(side, record);
  return { id: idOfPath(imagePath), seconds, camera, ...(image === undefined ? {} : { image }) };
}

function infrastructureCamera(side: string, record: JsonField): () => Camera {
  const file = calibrationFile(side, record);
  return cameraReader({
    virtuallidarToWorld: file("virtuallidar_to_world"),
    virtuallidarToCamera: file("virtuallidar_to_camera"),
    intrinsics: file("camera_intrinsic"),
  });
}

/** Apart from its caller so that it keeps the three paths and not the record. */
function cameraReader(files: InfrastructureCalibrationFiles): () => Camera {
  return () => readInfrastructureCamera(files);
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

import { join, resolve } from "node:path";
import {
  readEgoPose,
  readVehicleCamera,
  readVehicleLidarPose,
  type VehicleCalibrationFiles,
} from "./calibration";
import { checkClock, momentOf, type Moment } from "./clock";
import { infrastructureOf, readPairs, type Dialect, type Pair } from "./cooperativePairs";
import { attempt, type OnProblem } from "./datasetError";
import { groupFrames, type IndexedFrame } from "./groupFrames";
import { imageFinder } from "./imageFolder";
import { idOfPath, items, member, readJson, relativePathOf, type JsonField } from "./jsonField";
import { readLidarLabels, readWorldLabels } from "./objectLabels";
import { type Frame, type LabelledObject, type Recording } from "./recording";

export interface ReadOptions {
  /** Told of every record that cannot be used, which is then left out. Without it the first problem is thrown. */
  readonly onProblem?: OnProblem;
  /** Told how far indexing is: vehicle frames of all vehicle frames. */
  readonly onProgress?: (done: number, total: number) => void;
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
  const list = join(root, "vehicle-side", "data_info.json");
  const pairs = readPairs(root, dialect, options.onProblem);
  const { find } = imageFinder(root, "vehicle-side", dialect.release);
  const records = items(readJson(list));
  const indexed = records.flatMap((record, i): IndexedFrame[] => {
    const frame = attempt(() => vehicleFrame({ root, record, pairs, dialect, find }), options.onProblem);
    if ((i + 1) % PROGRESS_EVERY === 0 || i + 1 === records.length)
      options.onProgress?.(i + 1, records.length);
    return frame === undefined ? [] : [{ frame, record, recording: member(record, dialect.recordingKey) }];
  });
  const inMicroseconds = attempt(() => checkClock(list, indexed), options.onProblem);
  return inMicroseconds === undefined ? [] : groupFrames(indexed, options.onProblem);
}

interface VehicleRecord {
  readonly root: string;
  readonly record: JsonField;
  readonly pairs: ReadonlyMap<string, Pair>;
  readonly dialect: Dialect;
  readonly find: (imagePath: string) => string | undefined;
}

function vehicleFrame({ root, record, pairs, dialect, find }: VehicleRecord): Frame {
  const imagePath = relativePathOf(member(record, "image_path"));
  const vehicleImage = find(imagePath);
  const id = idOfPath(imagePath);
  const seen = { id, ...momentOf(record), ...(vehicleImage === undefined ? {} : { vehicleImage }) };
  return frameOf(seen, vehicleFiles(root, record), { dialect, pair: pairs.get(id) });
}

type Seen = Moment & Pick<Frame, "id" | "vehicleImage">;

/** The frame's functions close over what they need alone: the record they came from can be forgotten. */
function frameOf(
  seen: Seen,
  files: VehicleCalibrationFiles,
  { dialect, pair }: { readonly dialect: Dialect; readonly pair: Pair | undefined },
): Frame {
  return {
    ...seen,
    egoPose: () => readEgoPose(files),
    camera: () => readVehicleCamera(files),
    ...(pair && { ...infrastructureOf(pair, dialect, files), objects: () => labelledObjects(pair, files) }),
  };
}

function labelledObjects({ label }: Pair, files: VehicleCalibrationFiles): readonly LabelledObject[] {
  const lidarPose = (): ReturnType<typeof readVehicleLidarPose> => readVehicleLidarPose(files);
  return label.frame === "world"
    ? readWorldLabels(label.path, lidarPose)
    : readLidarLabels(label.path, lidarPose());
}

function vehicleFiles(root: string, record: JsonField): VehicleCalibrationFiles {
  const file = (kind: string): string =>
    join(root, "vehicle-side", relativePathOf(member(record, `calib_${kind}_path`)));
  return {
    novatelToWorld: file("novatel_to_world"),
    lidarToNovatel: file("lidar_to_novatel"),
    lidarToCamera: file("lidar_to_camera"),
    intrinsics: file("camera_intrinsic"),
  };
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { rotate } from "../geometry/rotation";
import { type Point } from "../geometry/trajectory";
import { type Vector3 } from "../geometry/vector3";
import {
  offsetOf,
  readInfrastructureCamera,
  readVehicleLidarPose,
  type InfrastructureCalibrationFiles,
  type VehicleCalibrationFiles,
} from "./calibration";
import { momentOf, type Moment } from "./clock";
import { attempt, type OnProblem } from "./datasetError";
import { imageFinder, type ImageFinder, type ReleaseName } from "./imageFolder";
import {
  frameIdOf,
  idOfPath,
  items,
  member,
  readJson,
  relativePathOf,
  wrong,
  type JsonField,
} from "./jsonField";
import { type Frame, type InfrastructureFrame } from "./recording";

/** What tells one data set of this family from another. */
export interface Dialect {
  /** The release, by which its picture folders are called. */
  readonly release: ReleaseName;
  /** The vehicle record's member that names its recording. */
  readonly recordingKey: "batch_id" | "sequence_id";
  /** The fields of a cooperative record that name the pair. */
  readonly pair: (record: JsonField) => { readonly vehicle: JsonField; readonly infrastructure: JsonField };
  /** The label file of a cooperative record and whose coordinates it is written in. */
  readonly label: (
    record: JsonField,
    vehicleId: string,
  ) => { readonly path: string; readonly frame: "world" | "lidar" };
  /** Whose axes `system_error_offset` is written in. */
  readonly offsetFrame: "world" | "lidar";
}

/** What the roadside list says of one frame. */
interface RoadsideView extends Moment {
  readonly id: string;
  readonly image?: string;
  readonly files: InfrastructureCalibrationFiles;
}

/** One pair of the cooperative list. */
export interface Pair {
  /** The roadside frame it names. */
  readonly infrastructureId: string;
  /** Absent when that frame is not listed, or has no picture where others have. */
  readonly view: RoadsideView | undefined;
  readonly offset: Point;
  /** Its path complete. */
  readonly label: ReturnType<Dialect["label"]>;
}

/** Pairs by vehicle id; none when the tree has no cooperative side. */
export function readPairs(root: string, dialect: Dialect, onProblem?: OnProblem): Map<string, Pair> {
  const file = join(root, "cooperative", "data_info.json");
  const pairs = new Map<string, Pair>();
  if (!existsSync(file)) return pairs;
  const roadside = readRoadside(root, dialect.release, onProblem);
  for (const record of items(readJson(file))) {
    attempt(() => {
      const { vehicle, infrastructure } = dialect.pair(record);
      const vehicleId = idOfPath(frameIdOf(vehicle));
      if (pairs.has(vehicleId)) throw wrong(vehicle, "a vehicle frame that is paired once");
      const infrastructureId = idOfPath(frameIdOf(infrastructure));
      const label = dialect.label(record, vehicleId);
      pairs.set(vehicleId, {
        infrastructureId,
        view: roadside.get(infrastructureId),
        offset: offsetOf(member(record, "system_error_offset")),
        label: { ...label, path: join(root, label.path) },
      });
    }, onProblem);
  }
  return pairs;
}

/**
 * The roadside frame of a pair as seen from its vehicle frame, or the id of one that is not there: both releases name
 * some (AIR-THU/DAIR-V2X, issues 18, 30 and 113).
 */
export function infrastructureOf(
  { infrastructureId, view, offset }: Pair,
  { offsetFrame }: Dialect,
  vehicle: VehicleCalibrationFiles,
): Pick<Frame, "infrastructure" | "missingInfrastructure"> {
  if (view === undefined) return { missingInfrastructure: infrastructureId };
  const { files, ...seen } = view;
  const shift: Vector3 = [offset[0], offset[1], 0];
  const inWorld = (): Vector3 =>
    offsetFrame === "world" ? shift : rotate(readVehicleLidarPose(vehicle).rotation, shift);
  const infrastructure: InfrastructureFrame = {
    ...seen,
    systemErrorOffset: offset,
    camera: () => readInfrastructureCamera(files, offset.some((part) => part !== 0) ? inWorld() : shift),
  };
  return { infrastructure };
}

/** The roadside frames that can be paired, by id. */
function readRoadside(root: string, release: ReleaseName, onProblem?: OnProblem): Map<string, RoadsideView> {
  const side = join(root, "infrastructure-side");
  const images = imageFinder(root, "infrastructure-side", release);
  const views = new Map<string, RoadsideView>();
  const seen = new Set<string>();
  for (const record of items(readJson(join(side, "data_info.json")))) {
    attempt(() => {
      const view = roadsideView(side, record, images);
      if (seen.has(view.id)) throw wrong(member(record, "image_path"), "a frame id that comes once");
      seen.add(view.id);
      if (view.image !== undefined || !images.any) views.set(view.id, view);
    }, onProblem);
  }
  return views;
}

function roadsideView(side: string, record: JsonField, { find }: ImageFinder): RoadsideView {
  const imagePath = relativePathOf(member(record, "image_path"));
  const image = find(imagePath);
  const file = (kind: string): string => join(side, relativePathOf(member(record, `calib_${kind}_path`)));
  return {
    id: idOfPath(imagePath),
    ...momentOf(record),
    files: {
      virtuallidarToWorld: file("virtuallidar_to_world"),
      virtuallidarToCamera: file("virtuallidar_to_camera"),
      intrinsics: file("camera_intrinsic"),
    },
    ...(image === undefined ? {} : { image }),
  };
}

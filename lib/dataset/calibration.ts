import { compose, inverse, type Pose } from "../geometry/pose";
import { rotationError, type Rotation } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { correctionOf, items, member, numberOf, readJson, wrong, type JsonField } from "./jsonField";
import { type Camera } from "./recording";

/** Largest |RᵀR − I| of a vehicle-side rotation: they are written with six digits or more. */
const VEHICLE_ROTATION_ERROR = 0.01;
/** Roadside rotations come out of a fit and are not exactly orthonormal. */
const INFRASTRUCTURE_ROTATION_ERROR = 0.1;

/** Pose of the vehicle's body (novatel) in the world. */
export function readEgoPose(file: string): Pose {
  return poseOf(readJson(file), VEHICLE_ROTATION_ERROR);
}

/** Where the vehicle-side calibration files of one frame are. */
export interface VehicleCalibrationFiles {
  readonly novatelToWorld: string;
  readonly lidarToNovatel: string;
  readonly lidarToCamera: string;
  readonly intrinsics: string;
}

/** Vehicle lidar → world: novatel_to_world ∘ lidar_to_novatel. */
export function readVehicleLidarPose(
  files: Omit<VehicleCalibrationFiles, "lidarToCamera" | "intrinsics">,
): Pose {
  const lidarToNovatel = poseOf(member(readJson(files.lidarToNovatel), "transform"), VEHICLE_ROTATION_ERROR);
  return compose(readEgoPose(files.novatelToWorld), lidarToNovatel);
}

/** The vehicle's camera: world → lidar → camera. */
export function readVehicleCamera(files: VehicleCalibrationFiles): Camera {
  const lidarToCamera = poseOf(readJson(files.lidarToCamera), VEHICLE_ROTATION_ERROR);
  return {
    intrinsics: readIntrinsics(files.intrinsics),
    fromWorld: compose(lidarToCamera, inverse(readVehicleLidarPose(files))),
  };
}

/** Where the infrastructure-side calibration files of one frame are. */
export interface InfrastructureCalibrationFiles {
  readonly virtuallidarToWorld: string;
  readonly virtuallidarToCamera: string;
  readonly intrinsics: string;
}

/** The roadside camera: world → virtual lidar (whose place is corrected by `relative_error`) → camera. */
export function readInfrastructureCamera(files: InfrastructureCalibrationFiles): Camera {
  const root = readJson(files.virtuallidarToWorld);
  const { rotation, position } = poseOf(root, INFRASTRUCTURE_ROTATION_ERROR);
  const [dx, dy] = offsetOf(member(root, "relative_error"));
  const lidarPose = { rotation, position: [position[0] + dx, position[1] + dy, position[2]] } as const;
  const lidarToCamera = poseOf(readJson(files.virtuallidarToCamera), INFRASTRUCTURE_ROTATION_ERROR);
  return {
    intrinsics: readIntrinsics(files.intrinsics),
    fromWorld: compose(lidarToCamera, inverse(lidarPose)),
  };
}

/** `{delta_x, delta_y}` in metres, each a number or `""`; an absent or empty object is no offset. */
export function offsetOf(field: JsonField): readonly [number, number] {
  if (field.value === undefined || field.value === "") return [0, 0];
  return [correctionOf(member(field, "delta_x")), correctionOf(member(field, "delta_y"))];
}

/** `{translation: [[x], [y], [z]] or [x, y, z], rotation: 3×3}`, refused when the matrix is no rotation. */
function poseOf(field: JsonField, largestError: number): Pose {
  const rotationField = member(field, "rotation");
  const [a, b, c] = triple(rotationField).map((row) => vectorOf(row)) as [Vector3, Vector3, Vector3];
  const rotation: Rotation = [a, b, c];
  if (!(rotationError(rotation) <= largestError)) {
    throw wrong(rotationField, `a rotation (|RᵀR − I| ≤ ${largestError}, not mirrored)`);
  }
  return { position: vectorOf(member(field, "translation")), rotation };
}

function vectorOf(field: JsonField): Vector3 {
  const [x, y, z] = triple(field).map((entry) =>
    numberOf(Array.isArray(entry.value) ? single(entry) : entry),
  );
  return [x ?? NaN, y ?? NaN, z ?? NaN];
}

function triple(field: JsonField): JsonField[] {
  const entries = items(field);
  if (entries.length !== 3) throw wrong(field, "3 elements");
  return entries;
}

function single(field: JsonField): JsonField {
  const [entry, ...more] = items(field);
  if (entry === undefined || more.length > 0) throw wrong(field, "1 element");
  return entry;
}

function readIntrinsics(file: string): Rotation {
  const field = member(readJson(file), "cam_K");
  const k = items(field).map(numberOf);
  const [fx = 0, , , , fy = 0] = k;
  if (k.length !== 9 || !(fx > 0 && fy > 0)) throw wrong(field, "9 numbers with positive focal lengths");
  const row = (i: number): Vector3 => [k[3 * i] ?? NaN, k[3 * i + 1] ?? NaN, k[3 * i + 2] ?? NaN];
  return [row(0), row(1), row(2)];
}

import { compose, inverse, type Pose } from "../geometry/pose";
import { determinant, multiply, rotationError, type Rotation } from "../geometry/rotation";
import { type Vector3 } from "../geometry/vector3";
import { correctionOf, items, member, numberOf, readJson, wrong, type JsonField } from "./jsonField";
import { type Camera } from "./recording";

/** Largest |RᵀR − I| of a vehicle-side rotation: they are written with six digits or more. */
const VEHICLE_ROTATION_ERROR = 0.01;
/** Roadside rotations come out of a fit and are not exactly orthonormal. */
const INFRASTRUCTURE_ROTATION_ERROR = 0.1;

/** Where the vehicle-side calibration files of one frame are. */
export interface VehicleCalibrationFiles {
  readonly novatelToWorld: string;
  readonly lidarToNovatel: string;
  readonly lidarToCamera: string;
  readonly intrinsics: string;
}

/** The two files a vehicle's place and heading come from. */
type PoseFiles = Pick<VehicleCalibrationFiles, "novatelToWorld" | "lidarToNovatel">;

/**
 * Pose of the vehicle's body, x forward: the place of its novatel, the axes of its lidar. The novatel's own x axis
 * points to the right (y is forward), which `lidar_to_novatel` undoes by about +90° around z.
 */
export function readEgoPose(files: PoseFiles): Pose {
  const { position, rotation } = readNovatelPose(files);
  return { position, rotation: multiply(rotation, readLidarToNovatel(files).rotation) };
}

/** Vehicle lidar → world: novatel_to_world ∘ lidar_to_novatel. */
export function readVehicleLidarPose(files: PoseFiles): Pose {
  return compose(readNovatelPose(files), readLidarToNovatel(files));
}

function readNovatelPose({ novatelToWorld }: PoseFiles): Pose {
  return poseOf(readJson(novatelToWorld), rotationWithin(VEHICLE_ROTATION_ERROR));
}

function readLidarToNovatel({ lidarToNovatel }: PoseFiles): Pose {
  return poseOf(member(readJson(lidarToNovatel), "transform"), rotationWithin(VEHICLE_ROTATION_ERROR));
}

/** The vehicle's camera: world → lidar → camera. */
export function readVehicleCamera(files: VehicleCalibrationFiles): Camera {
  const lidarToCamera = poseOf(readJson(files.lidarToCamera), rotationWithin(VEHICLE_ROTATION_ERROR));
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

/**
 * The roadside camera: world → virtual lidar → camera. The lidar's place is corrected by the file's `relative_error`
 * and by `shift`, metres in the world. The way into the camera is a calibration without constraints: any matrix that
 * keeps handedness. Source: AIR-THU/DAIR-V2X, issues 22 and 64.
 */
export function readInfrastructureCamera(
  files: InfrastructureCalibrationFiles,
  [sx, sy, sz]: Vector3 = [0, 0, 0],
): Camera {
  const root = readJson(files.virtuallidarToWorld);
  const { rotation, position } = poseOf(root, rotationWithin(INFRASTRUCTURE_ROTATION_ERROR));
  const [dx, dy] = offsetOf(member(root, "relative_error"));
  const lidarPose: Pose = {
    rotation,
    position: [position[0] + dx + sx, position[1] + dy + sy, position[2] + sz],
  };
  const lidarToCamera = poseOf(readJson(files.virtuallidarToCamera), INVERTIBLE);
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

/** What a matrix has to be, and how a refusal says so. */
interface MatrixRule {
  readonly holds: (matrix: Rotation) => boolean;
  readonly expected: string;
}

const INVERTIBLE: MatrixRule = {
  holds: (matrix) => determinant(matrix) > 0,
  expected: "an invertible matrix that does not mirror (determinant > 0)",
};

function rotationWithin(largestError: number): MatrixRule {
  return {
    holds: (matrix) => rotationError(matrix) <= largestError,
    expected: `a rotation (|RᵀR − I| ≤ ${largestError}, not mirrored)`,
  };
}

/** `{translation: [[x], [y], [z]] or [x, y, z], rotation: 3×3}`, refused when the matrix breaks the rule. */
function poseOf(field: JsonField, { holds, expected }: MatrixRule): Pose {
  const rotationField = member(field, "rotation");
  const [a, b, c] = triple(rotationField).map((row) => vectorOf(row)) as [Vector3, Vector3, Vector3];
  const rotation: Rotation = [a, b, c];
  if (!holds(rotation)) throw wrong(rotationField, expected);
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

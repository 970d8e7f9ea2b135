import { compose, transform, type Pose } from "../geometry/pose";
import { fromYaw, multiply, rotate, type Rotation } from "../geometry/rotation";
import { cross, dot, type Vector3 } from "../geometry/vector3";
import { splitRng, type Rng } from "../math/rng";
import { cameraOf, type Camera } from "./camera";
import { type DatasetExtent } from "./datasetSize";
import { type Intersection } from "./intersection";
import { HALF_ROAD, STOP_LINE, turnToArm, type Placement } from "./roadPath";

/** A camera with its way into the sensor frame that the labels use. */
export interface CameraRig {
  readonly camera: Camera;
  readonly lidarToCamera: Pose;
}

/** The sensors of the ego: lidar (the frame of its labels) on the roof, camera behind the windscreen. */
export interface VehicleRig extends CameraRig {
  /** The lidar's x axis is forward; the novatel's is about to the right, its y axis about forward. */
  readonly lidarToNovatel: Pose;
  /** From the novatel's x axis to forward, radians: about 91°. */
  readonly novatelTurn: number;
  /** Roll and pitch of the mounted pose sensor, radians. */
  readonly tilt: readonly [number, number];
}

/** The sensors on the pole that faces the ego's arm. */
export interface PoleRig extends CameraRig {
  readonly cameraId: number;
  /** The true frame; its rotation is not exactly orthonormal, as in the real files. */
  readonly lidarToWorld: Pose;
  /** Written beside the translation, which is short of the truth by it. "" stands for 0. */
  readonly relativeError: { readonly delta_x: number | ""; readonly delta_y: number | "" };
}

/** Height of the pose sensor above the road, metres. */
const NOVATEL_HEIGHT = 1;
const POLE_HEIGHT = 7.5;
const VEHICLE_FOCAL = 1450;
const POLE_FOCAL = 1250;
/** lidar_to_novatel turns by about this around z in the real files, which have the form of Apollo's extrinsics. */
const NOVATEL_TURN = (91 / 180) * Math.PI;
/** The real roadside calibrations are fits without constraints: scaled and a little sheared (determinant about 0.8). */
const POLE_SCALE = 0.93;
const POLE_SHEAR = 0.02;

const around = (rng: Rng, spread: number): number => spread * (2 * rng.uniform() - 1);

/** The turn by `angle` about the y axis (positive lowers the nose) and then about x. */
function tilted(pitch: number, roll: number): Rotation {
  const [cp, sp, cr, sr] = [Math.cos(pitch), Math.sin(pitch), Math.cos(roll), Math.sin(roll)];
  return multiply(
    [
      [cp, 0, sp],
      [0, 1, 0],
      [-sp, 0, cp],
    ],
    [
      [1, 0, 0],
      [0, cr, -sr],
      [0, sr, cr],
    ],
  );
}

/** A pose with nine decimals: what is written is what is painted with. */
function rounded({ position, rotation }: Pose): Pose {
  const round = ([x, y, z]: Vector3): Vector3 => [round9(x), round9(y), round9(z)];
  return {
    position: round(position),
    rotation: [round(rotation[0]), round(rotation[1]), round(rotation[2])],
  };
}

const round9 = (value: number): number => Math.round(value * 1e9) / 1e9;

/** Exact inverse of p ↦ R p + t for any invertible R: rows of R⁻¹ are the cross products of R's columns. */
export function invertAffine({ position, rotation: [a, b, c] }: Pose): Pose {
  const columns = [cross(b, c), cross(c, a), cross(a, b)] as const;
  const determinant = dot(a, columns[0]);
  const row = (i: 0 | 1 | 2): Vector3 => [
    columns[0][i] / determinant,
    columns[1][i] / determinant,
    columns[2][i] / determinant,
  ];
  const rotation: Rotation = [row(0), row(1), row(2)];
  const [x, y, z] = rotate(rotation, position);
  return { rotation, position: [-x, -y, -z] };
}

/** Lidar → camera at `place` of the lidar frame, looking along its x axis turned by `yaw` and lowered by `pitch`. */
function mounted(place: Vector3, yaw: number, pitch: number): Pose {
  const rotation = multiply(multiply(fromYaw(yaw), tilted(pitch, 0)), CAMERA_TO_LIDAR_AXES);
  return rounded(invertAffine({ position: place, rotation }));
}

/** The same view written by a calibration without constraints: its matrix is no rotation. */
function unconstrained({ rotation, position }: Pose, rng: Rng): Pose {
  const noise = (): number => around(rng, POLE_SHEAR);
  const row = (k: 0 | 1 | 2): Vector3 => {
    const of = (j: 0 | 1 | 2): number => (k === j ? POLE_SCALE : 0) + noise();
    return [of(0), of(1), of(2)];
  };
  const stretched: Rotation = [row(0), row(1), row(2)];
  return rounded({ rotation: multiply(stretched, rotation), position: rotate(stretched, position) });
}

/** Camera axes (x right, y down, z forward) to lidar axes (x forward, y left, z up). */
const CAMERA_TO_LIDAR_AXES: Rotation = [
  [0, 0, 1],
  [-1, 0, 0],
  [0, -1, 0],
];

/** The ego's sensors in one recording; every recording was calibrated anew. */
export function vehicleRig(seed: number, recording: number, { width, height }: DatasetExtent): VehicleRig {
  const rng = splitRng(seed, `vehicle rig/${recording}`);
  const novatelTurn = NOVATEL_TURN + around(rng, 0.01);
  const toNovatel = fromYaw(novatelTurn);
  const tilt = tilted(around(rng, 0.005), around(rng, 0.005));
  const place: Vector3 = [0.4 + around(rng, 0.02), around(rng, 0.02), 1 + around(rng, 0.02)];
  return {
    camera: cameraOf(width, height, VEHICLE_FOCAL),
    lidarToNovatel: rounded({ position: rotate(toNovatel, place), rotation: multiply(toNovatel, tilt) }),
    novatelTurn,
    lidarToCamera: mounted([0.9, around(rng, 0.05), -0.5], around(rng, 0.01), 0.03 + around(rng, 0.01)),
    tilt: [around(rng, 0.004), around(rng, 0.004)],
  };
}

/** novatel_to_world of the ego at a place of the crossing: y forward, as the real ones are. */
export function novatelToWorld(rig: VehicleRig, intersection: Intersection, { x, y, yaw }: Placement): Pose {
  const crossing = crossingToWorld(intersection);
  const body = multiply(fromYaw(yaw), tilted(rig.tilt[1], rig.tilt[0]));
  const rotation = multiply(body, fromYaw(-rig.novatelTurn));
  return rounded(compose(crossing, { position: [x, y, NOVATEL_HEIGHT], rotation }));
}

/** The crossing's own frame (origin in its middle on the road) in the world. */
export function crossingToWorld({ x, y, altitude, yaw }: Intersection): Pose {
  return { position: [x, y, altitude], rotation: fromYaw(yaw) };
}

/** The pole across the crossing from `arm`: it looks at the cars that come from there. */
export function poleRig(
  seed: number,
  { intersection, index, arm }: { intersection: Intersection; index: number; arm: number },
  { width, height }: DatasetExtent,
): PoleRig {
  const rng = splitRng(seed, `pole rig/${index}/${arm}`);
  const stand = turnToArm(arm, { x: STOP_LINE + 4, y: -HALF_ROAD - 2, yaw: Math.PI - 0.19 });
  const local: Pose = {
    position: [stand.x, stand.y, POLE_HEIGHT],
    rotation: fromYaw(stand.yaw + around(rng, 0.02)),
  };
  const { position, rotation } = compose(crossingToWorld(intersection), local);
  const uneven = (row: Vector3): Vector3 => [
    row[0] + around(rng, 5e-4),
    row[1] + around(rng, 5e-4),
    row[2] + around(rng, 5e-4),
  ];
  const lidarToWorld = rounded({
    position,
    rotation: [uneven(rotation[0]), uneven(rotation[1]), uneven(rotation[2])],
  });
  const offset = (): number | "" => (rng.uniform() < 0.5 ? "" : Math.round(around(rng, 0.4) * 1e4) / 1e4);
  const view = mounted([0.1, 0, 0], around(rng, 0.01), 0.21 + around(rng, 0.01));
  const relativeError = { delta_x: offset(), delta_y: offset() };
  return {
    cameraId: arm,
    camera: cameraOf(width, height, POLE_FOCAL),
    lidarToWorld,
    lidarToCamera: unconstrained(view, rng),
    relativeError,
  };
}

/** World → camera of the ego at a pose, by the chain as it is written. */
export function worldToVehicleCamera(rig: VehicleRig, novatel: Pose): Pose {
  return compose(rig.lidarToCamera, worldToLidar(rig, novatel));
}

/** World → lidar of the ego at a pose. */
export function worldToLidar(rig: VehicleRig, novatel: Pose): Pose {
  return invertAffine(compose(novatel, rig.lidarToNovatel));
}

/** World → camera of the pole. */
export function worldToPoleCamera(rig: PoleRig): Pose {
  return compose(rig.lidarToCamera, invertAffine(rig.lidarToWorld));
}

/** Where the pole stands, in the world. */
export function polePlace(rig: PoleRig): Vector3 {
  return transform(rig.lidarToWorld, [0, 0, 0]);
}

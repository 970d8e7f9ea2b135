import { type Pose } from "../geometry/pose";
import { type Rotation } from "../geometry/rotation";
import { type Point } from "../geometry/trajectory";
import { type Vector3 } from "../geometry/vector3";

/** One drive: frames of one vehicle, sorted by time, all in one metric world frame (x, y in the plane, z up). */
export interface Recording {
  readonly id: string;
  readonly frames: readonly Frame[];
}

/**
 * One moment of a recording. Times, ids and paths are held; whatever needs another file is a function that
 * reads it when called (and may throw a DatasetError), so memory does not grow with images and labels.
 */
export interface Frame {
  /** The vehicle-side id, unique in the data set. */
  readonly id: string;
  /** When the pose (and the point cloud) was taken: seconds on the recording's clock. */
  readonly seconds: number;
  /** When the picture was taken; absent when that is not known or the same moment. */
  readonly imageSeconds?: number;
  /** Path of the vehicle's image; absent when the data set has none for this frame. */
  readonly vehicleImage?: string;
  /** The roadside frame paired with this one; absent when unpaired. */
  readonly infrastructure?: InfrastructureFrame;
  /** The id of a roadside frame that a pair names and that is not there; the frame then counts as unpaired. */
  readonly missingInfrastructure?: string;
  /** Pose of the ego body (x forward, y left, z up) in the world. */
  readonly egoPose: () => Pose;
  /** The vehicle's camera; absent when the data set has no calibration. */
  readonly camera?: () => Camera;
  /** Labelled objects around, in the world frame; the ego is never among them. Absent when not labelled. */
  readonly objects?: () => readonly LabelledObject[];
}

/** The roadside view at (nearly) the same moment. Its ids are counted independently of the vehicle's. */
export interface InfrastructureFrame {
  readonly id: string;
  /** When the point cloud was taken; pairs are made by it. */
  readonly seconds: number;
  /** When the picture was taken; absent when that is not known or the same moment. */
  readonly imageSeconds?: number;
  /** Path of its image; absent when the data set has none. */
  readonly image?: string;
  /** Its camera, moved by `systemErrorOffset`. */
  readonly camera: () => Camera;
  /** Correction of roadside points, metres: in the world (DAIR-V2X-C) or in the vehicle's lidar frame (V2X-Seq SPD). */
  readonly systemErrorOffset: Point;
}

/** A pinhole camera: pixels are K · p_camera divided by depth (x right, y down, z forward). */
export interface Camera {
  readonly intrinsics: Rotation;
  /** World point → camera point. A roadside camera's matrix is invertible, not always a rotation. */
  readonly fromWorld: Pose;
}

/** A box some annotator drew, in the world frame. */
export interface LabelledObject {
  /** Lower case: car, van, truck, bus, pedestrian, cyclist, … */
  readonly type: string;
  readonly centre: Vector3;
  /** Length, width, height in metres. */
  readonly size: Vector3;
  /** Heading in the world, radians. Annotators turn it by 180° now and then (DAIR-V2X-Seq, issue 49). */
  readonly yaw: number;
  /** Same object, same id; absent where the data set has no tracks (DAIR-V2X-C). */
  readonly trackId?: string;
}

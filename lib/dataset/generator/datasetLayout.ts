import { type Pose } from "../../geometry/pose";
import { type DatasetLayout } from "./datasetOptions";
import { type PlannedFrame, type PlannedRecording } from "./datasetPlan";
import { type PoleRig } from "./rig";

/** A line of a data_info.json. */
export type InfoRecord = Readonly<Record<string, unknown>>;

const POINTCLOUD_LAG_MICROSECONDS = 12_000;

/** `{translation: 3×1, rotation: 3×3}`, as calibration files hold a transform. */
export function transformJson({ position, rotation }: Pose): {
  translation: number[][];
  rotation: number[][];
} {
  return { translation: position.map((value) => [value]), rotation: rotation.map((row) => [...row]) };
}

/** The name a recording goes by in its layout. */
export function recordingName({ index }: PlannedRecording, layout: DatasetLayout): string {
  return layout === "v2x-seq-spd" ? String(index).padStart(4, "0") : String(index);
}

function stamps({ id, microseconds }: PlannedFrame): InfoRecord {
  return {
    image_path: `image/${id}.jpg`,
    image_timestamp: String(microseconds),
    pointcloud_path: `velodyne/${id}.pcd`,
    pointcloud_timestamp: pointcloudStamp(microseconds),
  };
}

/** The lidar's time stamp: a fixed lag after the picture. */
export function pointcloudStamp(microseconds: number): string {
  return String(microseconds + POINTCLOUD_LAG_MICROSECONDS);
}

/** The vehicle side's line for one frame. */
export function vehicleRecord(
  plan: PlannedRecording,
  frame: PlannedFrame,
  { layout, crossing }: { layout: DatasetLayout; crossing: string },
): InfoRecord {
  const { id } = frame;
  const first = plan.vehicleFrames[0]?.id;
  const last = plan.vehicleFrames[plan.vehicleFrames.length - 1]?.id;
  const name = recordingName(plan, layout);
  const common = {
    ...stamps(frame),
    calib_novatel_to_world_path: `calib/novatel_to_world/${id}.json`,
    calib_lidar_to_novatel_path: `calib/lidar_to_novatel/${id}.json`,
    calib_lidar_to_camera_path: `calib/lidar_to_camera/${id}.json`,
    calib_camera_intrinsic_path: `calib/camera_intrinsic/${id}.json`,
    label_camera_std_path: `label/camera/${id}.json`,
    label_lidar_std_path: `label/lidar/${id}.json`,
    batch_id: String(plan.index),
    batch_start_id: first,
    batch_end_id: last,
    intersection_loc: crossing,
  };
  if (layout === "dair-v2x-c") return common;
  const count = String(plan.vehicleFrames.length);
  return {
    ...common,
    frame_id: id,
    start_frame_id: first,
    end_frame_id: last,
    num_frames: count,
    sequence_id: name,
  };
}

/** The roadside's line for one frame. */
export function infrastructureRecord(
  plan: PlannedRecording,
  frame: PlannedFrame,
  { layout, crossing, rig }: { layout: DatasetLayout; crossing: string; rig: PoleRig },
): InfoRecord {
  const { id } = frame;
  const span = {
    batch_start_id: plan.pairs[0]?.infrastructure.id,
    batch_end_id: plan.pairs[plan.pairs.length - 1]?.infrastructure.id,
  };
  const common = {
    ...stamps(frame),
    calib_virtuallidar_to_world_path: `calib/virtuallidar_to_world/${id}.json`,
    calib_virtuallidar_to_camera_path: `calib/virtuallidar_to_camera/${id}.json`,
    calib_camera_intrinsic_path: `calib/camera_intrinsic/${id}.json`,
    label_camera_std_path: `label/camera/${id}.json`,
    label_lidar_std_path: `label/virtuallidar/${id}.json`,
    lidar_id: `${crossing}_lidar_${rig.cameraId}`,
    camera_ip: `192.168.10.${10 + rig.cameraId}`,
    camera_id: `${crossing}_camera_${rig.cameraId}`,
    intersection_loc: crossing,
    batch_id: String(plan.index),
    valid_batch_splits: [span],
  };
  return layout === "dair-v2x-c"
    ? common
    : { ...common, frame_id: id, sequence_id: recordingName(plan, layout) };
}

/** The cooperative side's line for one pair. */
export function cooperativeRecord(
  plan: PlannedRecording,
  { vehicle, infrastructure }: { vehicle: string; infrastructure: string },
  { layout, offset }: { layout: DatasetLayout; offset: readonly [number, number] },
): InfoRecord {
  const system_error_offset = { delta_x: offset[0], delta_y: offset[1] };
  if (layout === "v2x-seq-spd") {
    const name = recordingName(plan, layout);
    return {
      vehicle_frame: vehicle,
      infrastructure_frame: infrastructure,
      vehicle_sequence: name,
      infrastructure_sequence: name,
      system_error_offset,
    };
  }
  return {
    infrastructure_image_path: `infrastructure-side/image/${infrastructure}.jpg`,
    infrastructure_pointcloud_path: `infrastructure-side/velodyne/${infrastructure}.pcd`,
    vehicle_image_path: `vehicle-side/image/${vehicle}.jpg`,
    vehicle_pointcloud_path: `vehicle-side/velodyne/${vehicle}.pcd`,
    cooperative_label_path: `cooperative/label_world/${vehicle}.json`,
    system_error_offset,
  };
}

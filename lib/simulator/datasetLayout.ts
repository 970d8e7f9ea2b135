import { type Pose } from "../geometry/pose";
import { type DatasetLayout } from "./datasetOptions";
import { type PlannedFrame, type PlannedRecording } from "./datasetPlan";
import { type PoleRig } from "./rig";

/** A line of a data_info.json. */
export type InfoRecord = Readonly<Record<string, unknown>>;

/** Microseconds from the point cloud, whose moment the pose and the labels are, to the picture, as in real records. */
export const PICTURE_LAG_MICROSECONDS: Readonly<Record<DatasetLayout, number>> = {
  "dair-v2x-c": 47_000, // vehicle frame 020502
  "v2x-seq-spd": 80_000, // vehicle frame 000000
};

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

function stamps({ id, microseconds }: PlannedFrame, layout: DatasetLayout): InfoRecord {
  return {
    image_path: `image/${id}.jpg`,
    image_timestamp: String(microseconds + PICTURE_LAG_MICROSECONDS[layout]),
    pointcloud_path: `velodyne/${id}.pcd`,
    pointcloud_timestamp: String(microseconds),
  };
}

/** A recording as DAIR-V2X-C names it; the range is that of the raw recording and need not hold the id. */
function batch({ index, vehicleFrames }: PlannedRecording): InfoRecord {
  const first = 4015 + 220 * index;
  const six = (id: number): string => String(id).padStart(6, "0");
  return {
    batch_id: String(index),
    batch_start_id: six(first),
    batch_end_id: six(first + vehicleFrames.length - 1),
  };
}

/** The vehicle side's line for one frame. */
export function vehicleRecord(
  plan: PlannedRecording,
  frame: PlannedFrame,
  { layout }: { layout: DatasetLayout },
): InfoRecord {
  const { id } = frame;
  const common = {
    ...stamps(frame, layout),
    calib_novatel_to_world_path: `calib/novatel_to_world/${id}.json`,
    calib_lidar_to_novatel_path: `calib/lidar_to_novatel/${id}.json`,
    calib_lidar_to_camera_path: `calib/lidar_to_camera/${id}.json`,
    calib_camera_intrinsic_path: `calib/camera_intrinsic/${id}.json`,
    label_camera_std_path: `label/camera/${id}.json`,
    label_lidar_std_path: `label/lidar/${id}.json`,
    intersection_loc: "",
  };
  if (layout === "dair-v2x-c") return { ...common, ...batch(plan) };
  return {
    ...common,
    frame_id: id,
    start_frame_id: plan.vehicleFrames[0]?.id,
    end_frame_id: plan.vehicleFrames[plan.vehicleFrames.length - 1]?.id,
    num_frames: plan.vehicleFrames.length,
    sequence_id: recordingName(plan, layout),
  };
}

/** The roadside's line for one frame. */
export function infrastructureRecord(
  plan: PlannedRecording,
  frame: PlannedFrame,
  { layout, crossing, rig }: { layout: DatasetLayout; crossing: string; rig: PoleRig },
): InfoRecord {
  const { id } = frame;
  const first = plan.pairs[0]?.infrastructure.id;
  const last = plan.pairs[plan.pairs.length - 1]?.infrastructure.id;
  const common = {
    ...stamps(frame, layout),
    calib_virtuallidar_to_world_path: `calib/virtuallidar_to_world/${id}.json`,
    calib_virtuallidar_to_camera_path: `calib/virtuallidar_to_camera/${id}.json`,
    calib_camera_intrinsic_path: `calib/camera_intrinsic/${id}.json`,
    label_camera_std_path: `label/camera/${id}.json`,
    label_lidar_std_path: `label/virtuallidar/${id}.json`,
    lidar_id: String(150 + rig.cameraId),
    camera_ip: `172_18_9_${101 + rig.cameraId}`,
    camera_id: String(rig.cameraId),
    intersection_loc: crossing,
  };
  return layout === "dair-v2x-c"
    ? {
        ...common,
        batch_id: String(100 + plan.index),
        valid_batch_splits: [{ batch_start_id: first, batch_end_id: last }],
      }
    : {
        ...common,
        frame_id: id,
        valid_frames_splits: [{ start_frame_id: first, end_frame_id: last }],
        num_frames: plan.pairs.length,
        sequence_id: recordingName(plan, layout),
      };
}

/** `system_error_offset`: DAIR-V2X-C leaves some empty. */
export type ErrorOffset = { readonly delta_x: number; readonly delta_y: number } | "";

/** The cooperative side's line for one pair. */
export function cooperativeRecord(
  plan: PlannedRecording,
  { vehicle, infrastructure }: { vehicle: string; infrastructure: string },
  { layout, offset: system_error_offset }: { layout: DatasetLayout; offset: ErrorOffset },
): InfoRecord {
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

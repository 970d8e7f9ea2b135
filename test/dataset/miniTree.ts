import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of a data set tree by their path inside it. */
export type Tree = Map<string, string>;

export interface MiniTreeOptions {
  readonly layout: "dair-v2x-c" | "v2x-seq-spd";
  readonly recordings?: number;
  readonly framesPerRecording?: number;
  readonly stepSeconds?: number;
}

/** Where the car of recording `r` is after `t` seconds: an arc of 40 m radius at 8 m/s, 3 km from the next recording. */
export function carAt(r: number, t: number): { x: number; y: number; yaw: number } {
  const yaw = 0.3 + r + (8 / 40) * t;
  const start = 0.3 + r;
  return {
    x: 3000 * r + 40 * (Math.sin(yaw) - Math.sin(start)),
    y: -40 * (Math.cos(yaw) - Math.cos(start)),
    yaw,
  };
}

const six = (n: number): string => String(n).padStart(6, "0");
const turn = (yaw: number): number[][] => [
  [Math.cos(yaw), -Math.sin(yaw), 0],
  [Math.sin(yaw), Math.cos(yaw), 0],
  [0, 0, 1],
];
/** The novatel's y axis is forward; the lidar, 0.5 m ahead of it and 1.8 m above, has x forward. */
const LIDAR_TO_NOVATEL = { position: [0, 0.5, 1.8], rotation: turn(Math.PI / 2) };
/** Looking along the lidar's x axis. */
const LIDAR_TO_CAMERA = {
  rotation: [
    [0, -1, 0],
    [0, 0, -1],
    [1, 0, 0],
  ],
  translation: [[0], [0], [0]],
};
/** Frame 000009 of DAIR-V2X, as AIR-THU/DAIR-V2X issue 22 quotes it: no rotation, determinant 0.81. */
const VIRTUALLIDAR_TO_CAMERA = {
  rotation: [
    [-0.06380332, -0.99109149, -0.04429948],
    [-0.21028734, 0.04399769, -0.79876929],
    [0.97575115, -0.06031493, -0.17158543],
  ],
  translation: [[0], [0], [0]],
};
const INTRINSICS = { cam_K: [1000, 0, 960, 0, 1000, 540, 0, 0, 1], cam_D: [0, 0, 0, 0] };

/**
 * A small tree in one of the two layouts, written by hand from the format's description and sharing no code with
 * the library: numbers as strings here and there, records out of order, calibration files shared by frames.
 */
export function miniTree({
  layout,
  recordings = 1,
  framesPerRecording = 24,
  stepSeconds = 0.2,
}: MiniTreeOptions): Tree {
  const tree: Tree = new Map();
  const put = (path: string, value: unknown): void => void tree.set(path, JSON.stringify(value));
  const vehicles: unknown[] = [];
  const roadside: unknown[] = [];
  const pairs: unknown[] = [];
  put("vehicle-side/calib/lidar_to_novatel/all.json", {
    transform: {
      translation: LIDAR_TO_NOVATEL.position.map((v) => [v]),
      rotation: LIDAR_TO_NOVATEL.rotation,
    },
  });
  put("vehicle-side/calib/lidar_to_camera/all.json", LIDAR_TO_CAMERA);
  put("vehicle-side/calib/camera_intrinsic/all.json", INTRINSICS);
  put("infrastructure-side/calib/camera_intrinsic/all.json", INTRINSICS);
  put("infrastructure-side/calib/virtuallidar_to_camera/all.json", VIRTUALLIDAR_TO_CAMERA);
  put("infrastructure-side/calib/virtuallidar_to_world/all.json", {
    translation: [["100.5"], [20], [6]],
    rotation: turn(1),
    relative_error: { delta_x: "", delta_y: "0.25" },
  });
  for (let r = 0; r < recordings; r++) {
    for (let i = 0; i < framesPerRecording; i++) {
      const id = six(1000 * r + i);
      const other = six(500_000 + 1000 * r + i);
      const { x, y, yaw } = carAt(r, i * stepSeconds);
      const microseconds = 1_626_155_000_000_000 + r * 600_000_000 + Math.round(i * stepSeconds * 1e6);
      const stamp = String(microseconds);
      const later = String(microseconds + (layout === "dair-v2x-c" ? 47_000 : 80_000)); // the picture's
      const recording = {
        batch_id: String(r + 7),
        batch_start_id: six(1000 * r),
        batch_end_id: six(1000 * r + framesPerRecording - 1),
      };
      const sequence = {
        frame_id: id,
        start_frame_id: six(1000 * r),
        end_frame_id: six(1000 * r + framesPerRecording - 1),
        num_frames: framesPerRecording,
        sequence_id: six(r + 7),
      };
      put(`vehicle-side/calib/novatel_to_world/${id}.json`, {
        translation: [[x], [String(y)], [20.5]],
        rotation: turn(yaw - Math.PI / 2),
      });
      vehicles.push({
        image_path: `image/${id}.jpg`, image_timestamp: later, pointcloud_path: `velodyne/${id}.pcd`, pointcloud_timestamp: stamp,
        calib_novatel_to_world_path: `calib/novatel_to_world/${id}.json`, calib_lidar_to_novatel_path: "calib/lidar_to_novatel/all.json",
        calib_lidar_to_camera_path: "calib/lidar_to_camera/all.json", calib_camera_intrinsic_path: "calib/camera_intrinsic/all.json",
        label_camera_std_path: `label/camera/${id}.json`, label_lidar_std_path: `label/lidar/${id}.json`, intersection_loc: "yizhuang06",
        ...(layout === "dair-v2x-c" ? recording : sequence),
      }); // prettier-ignore
      roadside.push({
        image_path: `image/${other}.jpg`, image_timestamp: later, pointcloud_path: `velodyne/${other}.pcd`, pointcloud_timestamp: stamp,
        calib_virtuallidar_to_world_path: "calib/virtuallidar_to_world/all.json", calib_virtuallidar_to_camera_path: "calib/virtuallidar_to_camera/all.json",
        calib_camera_intrinsic_path: "calib/camera_intrinsic/all.json", intersection_loc: "yizhuang06", batch_id: String(r), valid_batch_splits: [],
      }); // prettier-ignore
      if (i % 3 === 2) continue; // every third frame is unpaired
      pairs.push(
        layout === "dair-v2x-c"
          ? {
              infrastructure_image_path: `infrastructure-side/image/${other}.jpg`, infrastructure_pointcloud_path: `infrastructure-side/velodyne/${other}.pcd`,
              vehicle_image_path: `vehicle-side/image/${id}.jpg`, vehicle_pointcloud_path: `vehicle-side/velodyne/${id}.pcd`,
              cooperative_label_path: `cooperative/label_world/${id}.json`, system_error_offset: { delta_x: 0.5, delta_y: "" },
            } // prettier-ignore
          : { vehicle_frame: id, infrastructure_frame: other, vehicle_sequence: six(r + 7), infrastructure_sequence: six(r), system_error_offset: { delta_x: 0.5, delta_y: "" } }, // prettier-ignore
      );
      put(layout === "dair-v2x-c" ? `cooperative/label_world/${id}.json` : `cooperative/label/${id}.json`, [
        labelAhead(layout, { x, y, yaw }),
      ]);
    }
  }
  put("vehicle-side/data_info.json", [...vehicles].reverse());
  put("infrastructure-side/data_info.json", roadside);
  put("cooperative/data_info.json", pairs);
  return tree;
}

/** A car 10 m ahead and 2 m left of the ego, heading like it: placed in the world or in the ego's lidar frame. */
function labelAhead(layout: MiniTreeOptions["layout"], ego: { x: number; y: number; yaw: number }): unknown {
  const c = Math.cos(ego.yaw);
  const s = Math.sin(ego.yaw);
  const inWorld = (forward: number, left: number, z: number): number[] => [
    ego.x + forward * c - left * s,
    ego.y + forward * s + left * c,
    z,
  ];
  // front left, front right, rear right, rear left of a box of 4.5 m × 1.8 m × 1.5 m; bottom, then top
  const corners = [20.25, 21.75].flatMap((z) => [
    inWorld(12.25, 2.9, z),
    inWorld(12.25, 1.1, z),
    inWorld(7.75, 1.1, z),
    inWorld(7.75, 2.9, z),
  ]);
  const lidar = [9.5, 2, -1.3]; // body (10, 2, 0.5) minus the lidar's place (0.5, 0, 1.8)
  const [x, y, z] = layout === "dair-v2x-c" ? inWorld(10, 2, 21) : lidar;
  return {
    type: "Car", truncated_state: "0", occluded_state: "0", "2d_box": { xmin: "1", ymin: "2", xmax: "3", ymax: "4" },
    "3d_dimensions": { h: "1.5", w: 1.8, l: "4.5" }, "3d_location": { x: String(x), y, z }, rotation: "0.0",
    ...(layout === "v2x-seq-spd" ? { token: "t", track_id: "12", alpha: 0, from_side: "coop" } : { world_8_points: corners }),
  }; // prettier-ignore
}

/** Writes the tree under a folder. */
export function writeTree(folder: string, tree: Tree): void {
  for (const [path, text] of tree) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * Time and memory of indexing and labelling a large tree in the DAIR-V2X-C layout (no images). Makes a throw-away tree,
 * reads it, removes it. After a build: `node --expose-gc test/bench/indexDataset.mjs [frames]`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { egoPoseLabels, readDairV2x } from "../../lib/dist/index.js";

const FRAMES_PER_BATCH = 150;

function writeTree(folder, frames) {
  const poses = join(folder, "vehicle-side", "calib", "novatel_to_world");
  mkdirSync(poses, { recursive: true });
  const records = Array.from({ length: frames }, (_, i) => {
    const id = String(i).padStart(6, "0");
    const seconds = 0.1 * (i % FRAMES_PER_BATCH);
    const pose = {
      translation: [[8 * seconds], [0], [20]],
      rotation: [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    };
    writeFileSync(join(poses, `${id}.json`), JSON.stringify(pose));
    return {
      image_path: `image/${id}.jpg`,
      image_timestamp: String(1626155000000000 + 100000 * i),
      pointcloud_path: `velodyne/${id}.pcd`,
      pointcloud_timestamp: String(1626155000000000 + 100000 * i),
      calib_novatel_to_world_path: `calib/novatel_to_world/${id}.json`,
      calib_lidar_to_novatel_path: `calib/lidar_to_novatel/${id}.json`,
      calib_lidar_to_camera_path: `calib/lidar_to_camera/${id}.json`,
      calib_camera_intrinsic_path: `calib/camera_intrinsic/${id}.json`,
      label_camera_std_path: `label/camera/${id}.json`,
      label_lidar_std_path: `label/lidar/${id}.json`,
      batch_id: String(Math.floor(i / FRAMES_PER_BATCH)),
      batch_start_id: "000000",
      batch_end_id: "000149",
      intersection_loc: "yizhuang06",
    };
  });
  writeFileSync(join(folder, "vehicle-side", "data_info.json"), JSON.stringify(records));
}

function megabytesHeld() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

const frames = Number(process.argv[2] ?? 15_000);
const folder = mkdtempSync(join(tmpdir(), "index-bench-"));
try {
  writeTree(folder, frames);
  const before = megabytesHeld();
  const start = performance.now();
  const recordings = readDairV2x(folder);
  const indexed = performance.now();
  const held = megabytesHeld() - before;
  const labelling = performance.now();
  const samples = egoPoseLabels(recordings);
  const labelled = performance.now();
  const seconds = (from, to) => ((to - from) / 1000).toFixed(2);
  console.log(
    `${frames} frames: indexed in ${seconds(start, indexed)} s holding ${held.toFixed(1)} MB; ` +
      `${samples.length} samples labelled in ${seconds(labelling, labelled)} s`,
  );
} finally {
  rmSync(folder, { recursive: true });
}

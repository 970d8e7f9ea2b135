import { member } from "./jsonField";
import { type Dialect } from "./cooperativePairs";
import { readCooperativeTree, type ReadOptions } from "./cooperativeTree";
import { type Recording } from "./recording";

const V2X_SEQ_SPD: Dialect = {
  release: "V2X-Seq-SPD",
  recordingKey: "sequence_id",
  pair: (record) => ({
    vehicle: member(record, "vehicle_frame"),
    infrastructure: member(record, "infrastructure_frame"),
  }),
  label: (_record, vehicleId) => ({ path: `cooperative/label/${vehicleId}.json`, frame: "lidar" }),
  offsetFrame: "lidar",
};

/**
 * V2X-Seq SPD: one recording per sequence, cooperative labels in the vehicle's lidar frame (returned in the world),
 * with track ids. Throws a DatasetError that names file and field.
 * Source: Yu et al., "V2X-Seq", CVPR 2023; layout of the public release.
 */
export function readSeqSpd(folder: string, options: ReadOptions = {}): Recording[] {
  return readCooperativeTree(folder, V2X_SEQ_SPD, options);
}

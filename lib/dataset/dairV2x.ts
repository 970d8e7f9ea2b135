import { member, relativePathOf } from "./jsonField";
import { readCooperativeTree, type Dialect, type ReadOptions } from "./cooperativeTree";
import { type Recording } from "./recording";

const DAIR_V2X_C: Dialect = {
  recordingKey: "batch_id",
  pair: (record) => ({
    vehicle: member(record, "vehicle_image_path"),
    infrastructure: member(record, "infrastructure_image_path"),
  }),
  label: (record) => ({ path: relativePathOf(member(record, "cooperative_label_path")), frame: "world" }),
};

/**
 * DAIR-V2X-C (cooperative-vehicle-infrastructure): one recording per batch, cooperative labels in the world frame,
 * no track ids. Throws a DatasetError that names file and field.
 * Source: Yu et al., "DAIR-V2X", CVPR 2022; layout of the public release.
 */
export function readDairV2x(folder: string, options: ReadOptions = {}): Recording[] {
  return readCooperativeTree(folder, DAIR_V2X_C, options);
}

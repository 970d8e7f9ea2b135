import { type Side } from "./imageFolder";
import { member, relativePathOf, wrong, type JsonField } from "./jsonField";
import { type Dialect } from "./cooperativePairs";
import { readCooperativeTree, type ReadOptions } from "./cooperativeTree";
import { type Recording } from "./recording";

const DAIR_V2X_C: Dialect = {
  release: "cooperative-vehicle-infrastructure",
  recordingKey: "batch_id",
  pair: (record) => ({
    vehicle: ofSide(member(record, "vehicle_image_path"), "vehicle-side"),
    infrastructure: ofSide(member(record, "infrastructure_image_path"), "infrastructure-side"),
  }),
  label: (record) => ({ path: relativePathOf(member(record, "cooperative_label_path")), frame: "world" }),
  offsetFrame: "world",
};

/** A path of a pair, which is written from the tree's root: it must not lead to the other side's pictures. */
function ofSide(path: JsonField, side: Side): JsonField {
  const other = side === "vehicle-side" ? "infrastructure-side" : "vehicle-side";
  if (relativePathOf(path).split("/").includes(other)) throw wrong(path, `a picture of the ${side}`);
  return path;
}

/**
 * DAIR-V2X-C (cooperative-vehicle-infrastructure): one recording per batch, cooperative labels in the world frame,
 * no track ids. Throws a DatasetError that names file and field.
 * Source: Yu et al., "DAIR-V2X", CVPR 2022; layout of the public release.
 */
export function readDairV2x(folder: string, options: ReadOptions = {}): Recording[] {
  return readCooperativeTree(folder, DAIR_V2X_C, options);
}

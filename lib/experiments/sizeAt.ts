import { type DatasetSize } from "../simulator/datasetSize";
import { type Speed } from "../training/config";

/** The generated data set that runs of a speed learn from. */
export const sizeAt = (speed: Speed): DatasetSize => (speed === "full" ? "incident" : "small");

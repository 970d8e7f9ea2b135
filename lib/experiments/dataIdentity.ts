import { backboneHash } from "../model/backbones";
import { datasetVersion } from "../simulator/ensureDataset";
import { type DatasetSize } from "../simulator/datasetSize";

/** Which samples of a generated data set a run sees, and under whose labels. */
export interface DataChoice {
  readonly size: DatasetSize;
  /** Takes every nth sample. */
  readonly stride: number;
  readonly swapLabels: boolean;
}

/**
 * What a run's data are, in words that change with any byte of them, told without reading or making them: the
 * generator, the town, the samples taken and the backbone. What the run's own settings say is not repeated.
 */
export function dataIdentity({ size, stride, swapLabels }: DataChoice): string {
  const samples = stride === 1 ? "all samples" : `one sample in ${stride}`;
  const labels = swapLabels ? ", labels swapped" : "";
  return `${datasetVersion({ size })}, ${samples}${labels}, backbone ${backboneHash()}`;
}

import { backboneHash } from "../model/backbones";
import { datasetVersion } from "../simulator/ensureDataset";
import { type DatasetSize } from "../simulator/datasetSize";

/** Which samples of generated data sets a run sees, and under whose labels. */
export interface DataChoice {
  readonly size: DatasetSize;
  /** Data seed of the town. Default the one that the environment sets. */
  readonly seed?: number;
  /** Takes every nth sample. */
  readonly stride: number;
  readonly swapLabels: boolean;
  /** Data seeds of sparse towns whose drives are learnt from too. */
  readonly moreTowns?: readonly number[];
  /** Data seeds of sparse towns that the finished run is judged on, beside the test recordings. */
  readonly reportTowns?: readonly number[];
}

/**
 * What a run's data are, in words that change with any byte of them, told without reading or making them: the
 * generator, the towns, the samples taken and the backbone. What the run's own settings say is not repeated.
 */
export function dataIdentity({
  size,
  seed,
  stride,
  swapLabels,
  moreTowns = [],
  reportTowns = [],
}: DataChoice): string {
  const sparse = (one: number): string => datasetVersion({ size: "sparse", seed: one });
  return [
    datasetVersion({ size, ...(seed === undefined ? {} : { seed }) }),
    stride === 1 ? "all samples" : `one sample in ${stride}`,
    ...(swapLabels ? ["labels swapped"] : []),
    ...moreTowns.map((one) => `and ${sparse(one)}`),
    ...reportTowns.map((one) => `judged on ${sparse(one)}`),
    `backbone ${backboneHash()}`,
  ].join(", ");
}

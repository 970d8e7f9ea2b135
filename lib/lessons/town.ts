import { OTHER_LABELS, sharedData, sharedMoments } from "../experiments/experimentRuns";
import { ensureDataset } from "../simulator/ensureDataset";
import { type LabelSet, type TrainingConfig } from "../training/config";
import { labelledScenes, type LabelledScenes } from "../training/labelledScenes";
import { type PlainData } from "../training/plainData";
import { settings } from "./settings";

export interface TownOptions {
  /** How many samples to go on by: 10 takes every tenth. Default 1: all. */
  readonly stride?: number;
}

/**
 * What a run with this config learns from in the project's small town, which is made when it is missing. A session
 * reads the town once, however many cells ask: what changes in its folder is seen after a restart. Needs a started
 * backend where features are not kept yet.
 */
export async function townSamples(config: TrainingConfig, { stride }: TownOptions = {}): Promise<PlainData> {
  const { swapLabels } = settings();
  return sharedData(config, await ensureDataset({ size: "small" }), {
    swapLabels,
    ...(stride === undefined ? {} : { stride }),
  });
}

/** The same town's samples under one label set, in three parts, with what is seen of each. */
export async function townScenes(
  labels: LabelSet,
  { stride = 1 }: TownOptions = {},
): Promise<LabelledScenes> {
  const moments = sharedMoments(await ensureDataset({ size: "small" }));
  return labelledScenes(moments, settings().swapLabels ? OTHER_LABELS[labels] : labels, { stride });
}

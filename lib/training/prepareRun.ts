import { initialise } from "../model/initialise";
import { loadBackbone } from "../model/backbones";
import { loadScenes } from "../model/sceneInput";
import { teacherParameters } from "../model/teacher";
import { type TrainingConfig } from "./config";
import { createHeadStep } from "./headStep";
import { labelledScenes, loadTrainingData, plainData, plainSet, type DataRequest } from "./loadTrainingData";
import { sampleSetOf, trainingDataOf } from "./plainData";
import { fineTunedModel } from "./stepModel";
import { createTensorStep } from "./tensorStep";
import { type SampleSet, type TrainingData } from "./trainingData";
import { type TrainStep } from "./trainStep";

/** A step with its first weights and the data it learns from: what `train` is given. The caller disposes the step. */
export interface PreparedRun {
  readonly step: TrainStep;
  readonly data: TrainingData;
}

/** Reads data (and features, where the backbone is frozen) and makes the step. Needs a started backend. */
export async function prepareRun(
  config: TrainingConfig,
  source: Omit<DataRequest, keyof TrainingConfig>,
): Promise<PreparedRun> {
  if (!config.freezeBackbone) return prepareFineTuning(config, source);
  const data = trainingDataOf(await loadTrainingData({ ...source, ...config }));
  return { step: createHeadStep(config), data };
}

async function prepareFineTuning(
  config: TrainingConfig,
  { folder, speed, weights = loadBackbone(), onProgress }: Omit<DataRequest, keyof TrainingConfig>,
): Promise<PreparedRun> {
  const { train, validation, sceneOf } = labelledScenes(folder, config.labels, speed);
  const store = await loadScenes([...train, ...validation].map(sceneOf), (done, total) =>
    onProgress?.(done, total, "pictures"),
  );
  const none = new Float32Array();
  const parts = { train: plainSet(train, none), validation: plainSet(validation, none) };
  const { name, hash } = plainData(`${config.labels}, ${config.backbone} fine-tuned`, config.hidden, parts);
  const scenesFrom =
    (first: number): SampleSet["input"] =>
    (rows) => ({ kind: "scenes", indices: rows.map((row) => first + row) });
  const data: TrainingData = {
    name,
    hash: `${hash} ${weights.hash.slice(0, 8)}`,
    train: sampleSetOf(parts.train, config.hidden, scenesFrom(0)),
    validation: sampleSetOf(parts.validation, config.hidden, scenesFrom(train.length)),
  };
  const head = initialise(teacherParameters(config), config.initialisation, config.seed);
  const step = createTensorStep(fineTunedModel(config, store), config, { ...head, ...weights.weights });
  return { step, data };
}

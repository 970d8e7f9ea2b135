import * as tf from "@tensorflow/tfjs";
import { initialise } from "../model/initialise";
import { teacherParameters } from "../model/teacher";
import { createGraphStep } from "../steps/graph/graphStep";
import { type TrainStep } from "../steps/trainStep";
import { type TrainingConfig } from "./config";
import { createStep } from "./createStep";
import { type PlainData } from "./plainData";

/** `reference` has the same bits on every machine; `graph`, native TensorFlow's, the same numbers within rounding. */
export type StepKind = "reference" | "graph";

/** Rows from which the graph is well ahead, 2.7 times at 64; at 4 it is not (lib/steps/README.md). */
const GRAPH_ROWS = 64;

/** A step and what it is. */
export interface ChosenStep {
  readonly step: TrainStep;
  readonly kind: StepKind;
}

/**
 * The fastest step for a config on the current backend, with its first weights: the graph for a frozen backbone at
 * batch 64 or more where native TensorFlow runs, else the reference. A graph is told in one line. The caller disposes it.
 */
export function createFastestStep(
  config: TrainingConfig,
  data: Pick<PlainData, "fineTuning">,
  log: (line: string) => void,
): ChosenStep {
  if (!graphIsFaster(config)) return { step: createStep(config, data), kind: "reference" };
  log(
    `step: one graph of native TensorFlow, about 2.7 times as fast at batch ${GRAPH_ROWS} (SEVEN_FIXES_BACKEND=wasm for the reference's bits)`,
  );
  const weights = initialise(teacherParameters(config), config.initialisation, config.seed);
  return { step: createGraphStep(config, weights), kind: "graph" };
}

function graphIsFaster({
  freezeBackbone,
  optimizer,
  batchSize,
  headLearningRate,
  weightDecay,
}: TrainingConfig): boolean {
  const canDecay = headLearningRate * weightDecay < 1; // the graph keeps decay as a factor
  return (
    tf.getBackend() === "tensorflow" &&
    freezeBackbone &&
    optimizer === "adamw" &&
    canDecay &&
    batchSize >= GRAPH_ROWS
  );
}

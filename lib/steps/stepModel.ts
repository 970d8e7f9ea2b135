import * as tf from "@tensorflow/tfjs";
import { splitRng } from "../math/rng";
import { BACKBONES, type BackboneName } from "../model/backbones";
import { type Masks } from "../model/fusion";
import { type TensorWeights } from "../model/layers";
import { type Parameter } from "../model/parameters";
import { pool } from "../model/pooling";
import { sceneParameters } from "../model/sceneBackbone";
import { sceneBatch, type SceneStore } from "../model/sceneInput";
import {
  inputWidth,
  PROMPT_NUMBERS,
  runTeacher,
  teacherParameters,
  type TeacherOptions,
  type TeacherOutput,
} from "../model/teacher";
import { featureRows, type StepInput } from "./stepInput";
import { type Side } from "../model/side";

/** What a training step trains: parameters and a pure forward function. */
export interface StepModel {
  readonly parameters: readonly Parameter[];
  /** Reads `size` inputs; called inside tf.tidy. Without masks: evaluation mode. */
  run(weights: TensorWeights, size: number, input: StepInput, masks: Masks): TeacherOutput;
}

/** The trainable part alone, on pooled features of a frozen backbone. */
export function frozenModel(options: TeacherOptions): StepModel {
  return {
    parameters: teacherParameters(options),
    run: (weights, size, input, masks) => {
      const width = inputWidth(options);
      const rows = tf.tensor2d(featureRows("frozen model", input, size, width), [size, width]);
      return runTeacher(weights, rows, options, masks);
    },
  };
}

export interface FineTuneOptions extends TeacherOptions {
  readonly backbone: BackboneName;
  readonly pooling: Side;
  /** The backbone's dropout draws follow from it. */
  readonly seed: number;
}

/**
 * Backbone and head trained together, on scenes of a store; weights of both are needed. An input with a draw is seen
 * with dropout on in the backbone, as PyTorch's `train()` leaves it. `numbers`, [N, 2], are the scenes' own.
 */
export function fineTunedModel(
  options: FineTuneOptions,
  store: SceneStore,
  numbers?: Float32Array,
): StepModel {
  const { backbone, hidden, pooling, seed } = options;
  BACKBONES[backbone].checkHidden(hidden);
  checkNumbers(options, store, numbers);
  return {
    parameters: [...teacherParameters(options), ...sceneParameters()],
    run: (weights, _, input, masks) => {
      if (input.kind !== "scenes") {
        throw new Error(
          `fine-tuned model: expected scenes, got ${input.kind}; freeze the backbone for features`,
        );
      }
      const { indices, draw } = input;
      const dropout = draw === undefined ? {} : { dropout: splitRng(seed, `backbone dropout/${draw}`) };
      const tokens = BACKBONES[backbone].encode(
        weights,
        { ...sceneBatch(store, indices), ...dropout },
        hidden,
      );
      const pooled = pool(tokens, pooling);
      return runTeacher(weights, withNumbers(pooled, indices, numbers), options, masks);
    },
  };
}

/** [B, h] → [B, h + 2] where scenes have numbers. */
function withNumbers(
  pooled: tf.Tensor2D,
  indices: readonly number[],
  numbers: Float32Array | undefined,
): tf.Tensor2D {
  if (numbers === undefined) return pooled;
  const rows = indices.flatMap((row) => [
    ...numbers.subarray(PROMPT_NUMBERS * row, PROMPT_NUMBERS * (row + 1)),
  ]);
  return tf.concat2d([pooled, tf.tensor2d(rows, [indices.length, PROMPT_NUMBERS])], 1);
}

function checkNumbers(
  { promptNumbers = false }: TeacherOptions,
  { size }: SceneStore,
  numbers: Float32Array | undefined,
): void {
  const expected = promptNumbers ? PROMPT_NUMBERS * size : 0;
  if ((numbers?.length ?? 0) === expected) return;
  throw new Error(
    `fine-tuned model: expected ${expected} prompt numbers, got ${numbers?.length ?? 0}; load the data with the same prompt_numbers`,
  );
}

import * as tf from "@tensorflow/tfjs";
import { splitRng } from "../math/rng";
import { BACKBONES, type BackboneName } from "../model/backbones";
import { type Masks } from "../model/fusion";
import { type TensorWeights } from "../model/layers";
import { type Parameter } from "../model/parameters";
import { sceneParameters } from "../model/sceneBackbone";
import { sceneBatch, type SceneStore } from "../model/sceneInput";
import {
  runTeacher,
  runTeacherOnTokens,
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
    run: (weights, size, input, masks) =>
      runTeacher(
        weights,
        tf.tensor2d(featureRows("frozen model", input, size, options.hidden), [size, options.hidden]),
        options,
        masks,
      ),
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
 * with dropout on in the backbone, as PyTorch's `train()` leaves it.
 */
export function fineTunedModel(options: FineTuneOptions, store: SceneStore): StepModel {
  const { backbone, hidden, seed } = options;
  BACKBONES[backbone].checkHidden(hidden);
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
      return runTeacherOnTokens(weights, tokens, options, masks);
    },
  };
}

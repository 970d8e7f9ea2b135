import * as tf from "@tensorflow/tfjs";
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
import { type StepInput } from "./trainStep";

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
      runTeacher(weights, featureTensor(input, size, options.hidden), options, masks),
  };
}

function featureTensor(input: StepInput, size: number, hidden: number): tf.Tensor2D {
  if (input.kind !== "features") {
    throw new Error(`frozen model: expected features, got ${input.kind}; fine-tuning needs a backbone`);
  }
  if (input.values.length !== size * hidden) {
    throw new Error(
      `features: expected ${size} × ${hidden} numbers, got ${input.values.length}; check the backbone's width`,
    );
  }
  return tf.tensor2d(input.values, [size, hidden]);
}

export interface FineTuneOptions extends TeacherOptions {
  readonly backbone: BackboneName;
  readonly pooling: "before" | "after";
}

/** Backbone and head trained together, on scenes of a store; weights of both are needed. */
export function fineTunedModel(options: FineTuneOptions, store: SceneStore): StepModel {
  const { backbone, hidden } = options;
  BACKBONES[backbone].checkHidden(hidden);
  return {
    parameters: [...teacherParameters(options), ...sceneParameters()],
    run: (weights, _, input, masks) => {
      if (input.kind !== "scenes") {
        throw new Error(
          `fine-tuned model: expected scenes, got ${input.kind}; freeze the backbone for features`,
        );
      }
      const tokens = BACKBONES[backbone].encode(weights, sceneBatch(store, input.indices), hidden);
      return runTeacherOnTokens(weights, tokens, options, masks);
    },
  };
}

import * as tf from "@tensorflow/tfjs";
import { type Masks } from "../model/fusion";
import { type TensorWeights } from "../model/layers";
import { runTeacher, teacherParameters, type TeacherOptions, type TeacherOutput } from "../model/teacher";
import { type Parameter } from "../model/parameters";
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

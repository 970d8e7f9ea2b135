import * as tf from "@tensorflow/tfjs";
import { TIME_STEPS } from "../geometry/trajectory";
import { fuse, fusionParameters, type Masks } from "./fusion";
import { headParameters, runHead } from "./head";
import { type TensorWeights } from "./layers";
import { type Parameter } from "./parameters";
import { type Side } from "./side";

/** The options that shape the trainable part. */
export interface TeacherOptions {
  readonly hidden: number;
  readonly fusion: Side;
  /** Two numbers of the prompt stand behind each feature. Default false. */
  readonly promptNumbers?: boolean;
}

/** Speed and turn rate. */
export const PROMPT_NUMBERS = 2;

/** Width of what the fusion block reads: the pooled feature, and the prompt's numbers behind it. */
export function inputWidth({ hidden, promptNumbers = false }: Omit<TeacherOptions, "fusion">): number {
  return hidden + (promptNumbers ? PROMPT_NUMBERS : 0);
}

/** What one forward pass yields; the caller disposes, or calls inside tf.tidy. */
export interface TeacherOutput {
  /** [B, 45, 2], normalised units. */
  readonly trajectory: tf.Tensor3D;
  /** By stage, in order: pooled [B, h] (with the prompt's numbers [B, h + 2]), fusion [B, h], head.0 and head.1 [B, 2h], head.2 [B, h], output [B, 90]. */
  readonly activations: Readonly<Record<string, tf.Tensor>>;
  /** What goes into each GELU, by dropout site: fusion [B, h] (before the fix [B, 2h]), head.0, head.1, head.2. */
  readonly beforeGelu: Readonly<Record<string, tf.Tensor>>;
}

/** Parameters behind a frozen backbone: fusion block, then head. At h = 1024: 9 535 578 after, 12 687 450 before. */
export function teacherParameters(options: TeacherOptions): Parameter[] {
  const { hidden, fusion } = options;
  return [...fusionParameters(hidden, fusion, inputWidth(options)), ...headParameters(hidden)];
}

/** Pooled feature [B, h] → trajectory and every stage on the way. Without masks: evaluation mode. */
export function runTeacher(
  weights: TensorWeights,
  pooled: tf.Tensor2D,
  { fusion }: Pick<TeacherOptions, "fusion">,
  masks: Masks = {},
): TeacherOutput {
  const { fused, beforeGelu } = fuse(weights, pooled, fusion, masks);
  const { output, hiddens, beforeGelu: inHead } = runHead(weights, fused, masks);
  return {
    trajectory: tf.reshape(output, [-1, TIME_STEPS, 2]),
    activations: { pooled, fusion: fused, ...hiddens, output },
    beforeGelu: { fusion: beforeGelu, ...inHead },
  };
}

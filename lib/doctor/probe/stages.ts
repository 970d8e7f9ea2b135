import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { type StageFacts } from "../evidence";
import { type Block } from "../fit/block";
import { blockFrom, tensorOf, type Ready } from "../fit/ready";
import { oneHot } from "../fit/recipeLoss";
import { type RowSet } from "../fit/rowSets";
import { type FixedRows } from "./fixedRows";
import { stageFacts } from "./stageFacts";
import { stageOutputs } from "./stageOutputs";

/** Every stage of the model as it is now, on the fixed rows. */
export function stages(ready: Ready, rows: FixedRows, when: StageFacts["when"]): StageFacts[] {
  const [train, heldOut] = [stageOutputs(ready.model, rows.train), stageOutputs(ready.model, rows.heldOut)];
  const targets = {
    trainTargets: readTargets(ready, rows.train),
    heldOutTargets: readTargets(ready, rows.heldOut),
  };
  return train.map((stage, s) => stageFacts({ when, train: stage, heldOut: at(heldOut, s), ...targets }));
}

/** What is read from a stage: the targets, class numbers as one-hot rows. */
function readTargets({ model, recipe }: Ready, { targets }: RowSet): Block {
  if (recipe.loss !== "cross-entropy") return targets;
  const classes = at(model.outputs, 0).shape.at(-1) ?? 1;
  return blockFrom(tf.tidy(() => oneHot(tensorOf(targets), tf.zeros([1, classes]))));
}

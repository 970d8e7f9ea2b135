import * as tf from "@tensorflow/tfjs";
import { huber, mse, smoothL1 } from "../../steps/losses";
import { type Recipe } from "../recipe";

/** The recipe's loss of a batch; called inside tf.tidy. */
export type BatchLoss = (target: tf.Tensor, prediction: tf.Tensor) => tf.Scalar;

/** Probabilities are kept so far from 0 and 1. */
const CLIP = 1e-7;

/**
 * The loss by name, or the function as it is. Mean over all numbers; cross-entropy over rows. Shapes must agree, but
 * for class numbers [N, 1] under cross-entropy. bce: −t ln p − (1 − t) ln(1 − p); cross-entropy: −Σ t ln p.
 */
export function recipeLoss({ loss, delta = 1 }: Pick<Recipe, "loss" | "delta">): BatchLoss {
  if (typeof loss === "function") return ownLoss(loss);
  return (target, prediction) => {
    const wanted = loss === "cross-entropy" ? oneHot(target, prediction) : target;
    checkShapes(wanted, prediction);
    switch (loss) {
      case "mse":
        return mse(prediction, wanted);
      case "mae":
        return tf.mean<tf.Scalar>(tf.abs(tf.sub(prediction, wanted)));
      case "huber":
        return huber(prediction, wanted, delta);
      case "smooth-l1":
        return smoothL1(prediction, wanted, delta);
      case "bce":
        return binaryCrossEntropy(wanted, prediction);
      case "cross-entropy":
        return tf.neg(tf.mean<tf.Scalar>(tf.sum(tf.mul(wanted, logOf(prediction)), -1)));
      default:
        throw new Error(`unknown loss: ${String(loss satisfies never)}`);
    }
  };
}

/** A user's own loss; what it throws, or gives back instead of one number, is said by name. */
function ownLoss(loss: BatchLoss): BatchLoss {
  return (target, prediction) => {
    const value = called(loss, target, prediction);
    if (isTensor(value) && value.size === 1) return value.reshape([]);
    const got = isTensor(value) ? `[${value.shape.join(", ")}]` : typeof value;
    throw new Error(`loss: expected one number (a scalar), got ${got}; take its mean`);
  };
}

const isTensor = (value: unknown): value is tf.Tensor => value instanceof tf.Tensor;

function called(loss: BatchLoss, target: tf.Tensor, prediction: tf.Tensor): unknown {
  try {
    return loss(target, prediction);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new Error(
      `loss: expected a scalar for targets [${target.shape.join(", ")}] and predictions [${prediction.shape.join(", ")}], got the error "${said}"; mend the function`,
      { cause: error },
    );
  }
}

function logOf(probability: tf.Tensor): tf.Tensor {
  return tf.log(tf.clipByValue(probability, CLIP, 1 - CLIP));
}

function binaryCrossEntropy(target: tf.Tensor, prediction: tf.Tensor): tf.Scalar {
  const no = tf.mul(tf.sub(1, target), logOf(tf.sub(1, prediction)));
  return tf.neg(tf.mean<tf.Scalar>(tf.add(tf.mul(target, logOf(prediction)), no)));
}

/** Class numbers [N, 1] beside probabilities [N, K] as one-hot rows; anything else as it is. */
export function oneHot(target: tf.Tensor, prediction: tf.Tensor): tf.Tensor {
  const classes = prediction.shape[prediction.rank - 1] ?? 1;
  if (target.shape[target.rank - 1] !== 1 || classes === 1) return target;
  return tf.cast(tf.oneHot(tf.cast(tf.reshape(target, [-1]), "int32"), classes), "float32");
}

function checkShapes(target: tf.Tensor, prediction: tf.Tensor): void {
  if (tf.util.arraysEqual(target.shape, prediction.shape)) return;
  throw new Error(
    `loss: expected targets of the prediction's shape [${prediction.shape.join(", ")}], got [${target.shape.join(", ")}]; reshape the targets or the last layer`,
  );
}

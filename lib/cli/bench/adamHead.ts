import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { lossOf } from "../../steps/losses";
import { type HeadJob } from "./headJob";
import { type Training } from "./runner";

const LEARNING_RATE = 1e-3;

/**
 * The head as tfjs's own users train it: `tf.train.adam`, neither clip nor decay, dropout by the job's masks. Call
 * it on the backend it shall live on.
 */
export function adamHead({ model, options, weights, batches }: HeadJob): Training {
  const optimizer = tf.train.adam(LEARNING_RATE);
  const variables = model.parameters.map(({ name, shape }) =>
    tf.tidy(() => tf.variable(tf.tensor(weights[name] ?? [], [...shape]))),
  );
  const named = Object.fromEntries(model.parameters.map(({ name }, i) => [name, at(variables, i)]));
  let index = 0;
  const lossOfNext = (): tf.Scalar => {
    const { size, input, target, masks } = at(batches, index++ % batches.length);
    const masked = Object.fromEntries(
      Object.entries(masks).map(([site, mask]) => [site, tf.tensor2d(mask, [size, mask.length / size])]),
    );
    const { trajectory } = model.run(named, size, input, masked);
    return lossOf(options, trajectory, tf.tensor(target, trajectory.shape));
  };
  return {
    step: () => tf.tidy(() => at(optimizer.minimize(lossOfNext, true, variables)?.dataSync() ?? [], 0)),
    dispose: () => {
      tf.dispose(variables);
      optimizer.dispose();
    },
  };
}

import type * as tf from "@tensorflow/tfjs";
import { type Settings } from "../evidence";
import { type OptimizerSettings } from "../recipe";

/** tfjs' optimizers that have a name here. */
const NAMES: Readonly<Record<string, OptimizerSettings["name"]>> = {
  ...{ SGD: "sgd", Momentum: "momentum", RMSProp: "rmsprop", Adam: "adam" },
};

/** What a compiled model says of its optimizer; one that has no name here is left out. */
export function compiledOptimizer({ optimizer }: tf.LayersModel): Pick<Settings, "optimizer"> {
  const name = NAMES[optimizer.getClassName()];
  const { learningRate, momentum, useNesterov, epsilon } = optimizer.getConfig();
  if (name === undefined || typeof learningRate !== "number") return {};
  return {
    optimizer: {
      ...{ name, learningRate },
      ...(typeof momentum === "number" && momentum > 0 ? { momentum } : {}),
      ...(useNesterov === true ? { nesterov: true } : {}),
      ...(typeof epsilon === "number" ? { epsilon } : {}),
    },
  };
}

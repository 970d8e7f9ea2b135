import { totalmem } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { product } from "../../math/product";
import { layersOf } from "./layersOf";

/** All that WebAssembly can address: its backend keeps every tensor there, and once it is full writes over others. */
const WASM_BYTES = 2 ** 32;
const BYTES = 4;

/** What gives out the numbers it is given. */
const SAME_NUMBERS = ["InputLayer", "Flatten", "Reshape", "Dropout"];

/**
 * Refuses a model whose update on so many rows cannot fit into the memory of the backend, by the least it holds at once:
 * weights and their gradients, and the output of every layer for the way back. The model is then freed.
 */
export function checkMemory(model: tf.LayersModel, rows: number): void {
  const room = tf.getBackend() === "wasm" ? WASM_BYTES : totalmem();
  const weights = BYTES * 2 * numbersIn(model.trainableWeights.map(({ shape }) => shape));
  const outputs = BYTES * rows * numbersIn(outputShapes(model));
  if (weights + outputs <= room) return;
  model.dispose();
  throw new Error(
    `memory: expected an update that fits into ${gigabytes(room)}, got at least ${gigabytes(weights + outputs)} (${gigabytes(weights)} of weights and gradients, ${gigabytes(outputs)} of outputs of layers for ${rows} rows); take smaller batches, or smaller layers`,
  );
}

type Shape = readonly (number | null)[];

/** Of each layer once, the rows left out. */
function outputShapes(model: tf.LayersModel): Shape[] {
  return layersOf(model)
    .filter((layer) => !SAME_NUMBERS.includes(layer.getClassName()))
    .flatMap(({ inboundNodes: [first] }) => (first?.outputShapes ?? []) as Shape[])
    .map((shape) => shape.slice(1));
}

const numbersIn = (shapes: readonly Shape[]): number =>
  shapes.reduce((sum, shape) => sum + product(shape.map((extent) => extent ?? 1)), 0);

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

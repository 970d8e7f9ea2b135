import type * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";

/** What a graph is fed, or what was fetched from it, by node. */
export type Tensors = Record<string, tf.Tensor>;

/** The tensor of a node; an error names the one that was not fetched. */
export function tensorOf(tensors: Readonly<Tensors>, name: string): tf.Tensor {
  const tensor = tensors[name];
  if (tensor === undefined) throw new Error(`graph step: expected a tensor ${name}, got none; fetch it`);
  return tensor;
}

/** A result's numbers; the tensor is disposed. */
export function numbersOf(tensors: Readonly<Tensors>, name: string): Float32Array {
  const tensor = tensorOf(tensors, name);
  const numbers = tensor.dataSync<"float32">();
  tensor.dispose();
  return numbers;
}

/** A result of one number; the tensor is disposed. */
export function scalarOf(tensors: Readonly<Tensors>, name: string): number {
  return at(numbersOf(tensors, name), 0);
}

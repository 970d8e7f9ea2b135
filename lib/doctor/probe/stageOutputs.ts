import * as tf from "@tensorflow/tfjs";
import { at } from "../../math/at";
import { type Block } from "../fit/block";
import { INPUTS } from "../measures/hiddenStages";
import { outputPlace } from "../fit/outputLayer";
import { blockFrom, orderedInputs, tensorOf } from "../fit/ready";
import { pickSet, rowsIn, type RowSet } from "../fit/rowSets";

/** What one layer gives for some rows, in evaluation mode. */
export interface StageOutput {
  readonly stage: string;
  /** tfjs' name of the activation it ends with; linear where it has none. */
  readonly activation: string;
  /** [N, positions, units]; of a large map a few positions, spread evenly. */
  readonly values: Block;
}

/** Layers that hand on what they get. */
const PASSING: ReadonlySet<string> = new Set([
  ...["InputLayer", "Dropout", "Flatten", "Reshape", "Permute", "RepeatVector"],
]);
/** Behind the output they still say something: they take a row's size away. */
const ROW_NORMS: ReadonlySet<string> = new Set(["LayerNormalization"]);
/** Rows that go through at once. */
const CHUNK = 32;
/** Numbers of one row and stage that are kept. */
const KEPT_NUMBERS = 4096;

/** The layers to look at: those before the output, in their order, and a normalisation of rows in its place. */
function stagesOf(model: tf.LayersModel): tf.layers.Layer[] {
  const output = outputPlace(model);
  return model.layers.filter((layer, i) => {
    const kind = layer.getClassName();
    return (i < output && !PASSING.has(kind)) || (i === output && ROW_NORMS.has(kind));
  });
}

/** Where a layer is called last, which for a layer of one model is where it is called. */
function outputOf(layer: tf.layers.Layer): tf.SymbolicTensor[] {
  const output = layer.getOutputAt(layer.inboundNodes.length - 1);
  return Array.isArray(output) ? output : [output];
}

/** The outputs of every stage on these rows, the inputs first where there is one; the model is only read. */
export function stageOutputs(model: tf.LayersModel, rows: RowSet): StageOutput[] {
  const stages = stagesOf(model).filter((layer) => outputOf(layer).length === 1);
  const inputs = inputStage(rows);
  if (stages.length === 0) return inputs;
  // Shares the model's layers and owns nothing: it must not be disposed.
  const reader = tf.model({ inputs: model.inputs, outputs: stages.flatMap(outputOf) });
  const parts = chunks(rowsIn(rows)).map((chunk) => read(reader, pickSet(rows, chunk)));
  return [
    ...inputs,
    ...stages.map((layer, s) => ({
      stage: layer.name,
      activation: activationOf(layer),
      values: joined(parts.map((part) => at(part, s))),
    })),
  ];
}

function inputStage({ inputs }: RowSet): StageOutput[] {
  const [input, ...others] = Object.values(inputs);
  if (input === undefined || others.length > 0) return [];
  const values = blockFrom(tf.tidy(() => thinned(tensorOf(input))));
  return [{ stage: INPUTS, activation: "linear", values }];
}

/** One block a stage. */
function read(reader: tf.LayersModel, { inputs }: RowSet): Block[] {
  const tensors = tf.tidy(() => {
    const outputs = reader.apply(orderedInputs(reader, inputs), { training: false });
    return [outputs].flat().map((output) => thinned(output as tf.Tensor));
  });
  return tensors.map(blockFrom);
}

function chunks(rows: number): number[][] {
  return Array.from({ length: Math.ceil(rows / CHUNK) }, (_, c) =>
    Array.from({ length: Math.min(CHUNK, rows - c * CHUNK) }, (__, i) => c * CHUNK + i),
  );
}

/** [N, positions, units] with so few positions that a row is not too long. */
function thinned(output: tf.Tensor): tf.Tensor {
  const units = output.rank < 2 ? 1 : at(output.shape, output.rank - 1);
  const whole = tf.reshape(output, [at(output.shape, 0), -1, units]);
  const positions = at(whole.shape, 1);
  const every = Math.ceil((positions * units) / KEPT_NUMBERS);
  if (every === 1) return whole;
  const kept = Array.from({ length: Math.ceil(positions / every) }, (_, i) => i * every);
  return tf.gather(whole, tf.tensor1d(kept, "int32"), 1);
}

function joined(parts: readonly Block[]): Block {
  const [, ...rest] = at(parts, 0).shape;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let place = 0;
  for (const part of parts) {
    data.set(part.data, place);
    place += part.data.length;
  }
  return { data, shape: [parts.reduce((sum, { shape }) => sum + at(shape, 0), 0), ...rest] };
}

function activationOf(layer: tf.layers.Layer): string {
  const { activation } = layer.getConfig();
  return typeof activation === "string" ? activation : "linear";
}

import * as tf from "@tensorflow/tfjs";
import { adamWState, adamWUpdate, disposeAdamW } from "../backend/adamW";
import { at } from "../math/at";
import { mean } from "../math/statistics";
import { permutation, splitRng } from "../math/rng";
import { kaimingNormal, normal, xavierUniform } from "../model/initialise";
import { dense, type TensorWeights } from "../model/layers";
import { denseParameters, sizeOf, type Parameter, type Weights } from "../model/parameters";
import { pool } from "../model/pooling";
import { encodeScenes, PICTURE_TOKENS, SCENE, sceneParameters } from "../model/sceneBackbone";
import { interruptible, nextTurn } from "../task/interrupt";
import { PATCH_FACTS } from "./pretext";
import { FACTS, pretextBatch, readPretextSet, type PretextBatch, type PretextSet } from "./pretextSet";
import { warmupCosine } from "./schedules";

export interface PretrainOptions {
  /** Generated data sets, of seeds that the notebooks do not use. */
  readonly folders: readonly string[];
  readonly epochs: number;
  readonly seed: number;
  /** `stage` is "pictures", then "pre-training". */
  readonly onProgress?: (done: number, total: number, stage: string, note?: string) => void;
}

const BATCH = 16;
const LEARNING_RATE = 1e-3;
/** Random first values of the backbone: Xavier matrices, small tables, zeros and ones. */
export function untrainedBackbone(seed: number): Weights {
  return Object.fromEntries(
    sceneParameters().map((parameter) => [parameter.name, firstValues(parameter, seed)]),
  );
}

function firstValues(parameter: Parameter, seed: number): Float32Array {
  const { name, shape } = parameter;
  const rng = splitRng(seed, `init/${name}`);
  if (/place|word|start/.test(name)) return normal(rng, sizeOf(parameter), 0.5);
  if (/(patch|stem\.\d+)\.weight/.test(name))
    return normal(rng, sizeOf(parameter), Math.sqrt(2 / at(shape, 0)));
  if (shape.length === 2) return xavierUniform(rng, [at(shape, 0), at(shape, 1)]);
  const isGain = /(input|attended|fed)\.weight$/.test(name);
  return new Float32Array(sizeOf(parameter)).fill(isGain ? 1 : 0);
}

/** Readouts that exist only while pre-training: facts from the pooled features, what it covers from each picture token. */
function readoutParameters(): Parameter[] {
  return [
    ...denseParameters("readout.before", SCENE.hidden, FACTS),
    ...denseParameters("readout.after", SCENE.hidden, FACTS),
    ...denseParameters("readout.patch", SCENE.hidden, PATCH_FACTS),
  ];
}

/** What pre-training leaves: the backbone, and what is worth keeping of how it went. */
export interface Pretrained {
  readonly weights: Weights;
  readonly pairs: number;
  readonly updates: number;
  /** Mean loss of each epoch: shares of the facts' variance left open, of both poolings together, and of the tokens'. */
  readonly losses: readonly number[];
}

/**
 * Pre-trains the backbone to say what its pictures show and its prompt says (see pretext.ts), on data of other seeds.
 * Prompts are drawn at random, so the text is read and not guessed from the picture. The future trajectory is never a
 * target. Stop ends it with an error.
 */
export async function pretrainBackbone(options: PretrainOptions): Promise<Pretrained> {
  const set = await readPretextSet(options.folders, (done, total) =>
    options.onProgress?.(done, total, "pictures"),
  );
  const parameters = [...sceneParameters(), ...readoutParameters()];
  const start: Weights = { ...untrainedBackbone(options.seed), ...readoutStart(options.seed) };
  const variables = parameters.map(({ name, shape }) =>
    tf.variable(tf.tensor(start[name] ?? [], [...shape])),
  );
  try {
    const losses = await updateAll(set, { ...options, parameters, variables });
    const values = variables.map((variable) => variable.dataSync<"float32">().slice());
    const weights = Object.fromEntries(sceneParameters().map(({ name }, i) => [name, at(values, i)]));
    const updates = options.epochs * updatesOf(set);
    return { weights, pairs: set.store.size, updates, losses };
  } finally {
    tf.dispose(variables);
  }
}

const updatesOf = ({ store }: PretextSet): number => Math.ceil(store.size / BATCH);

interface Trained {
  readonly parameters: readonly Parameter[];
  readonly variables: readonly tf.Variable[];
}

/** Every update of every epoch; returns the epochs' mean losses. */
async function updateAll(
  set: PretextSet,
  { epochs, seed, onProgress, parameters, variables }: PretrainOptions & Trained,
): Promise<number[]> {
  const state = adamWState(variables);
  const total = epochs * updatesOf(set);
  const losses: number[] = [];
  try {
    await interruptible(async (signal) => {
      for (let done = 0; done < total; done++) {
        const rows = rowsOfUpdate(set, seed, done);
        const batch = pretextBatch(set, rows, splitRng(seed, `prompt/${done}`));
        const { value, grads } = lossAndGradients(variables, parameters, batch);
        const learningRate = LEARNING_RATE * warmupCosine(done, Math.ceil(0.05 * total), total);
        adamWUpdate(variables, grads, state, { learningRate, weightDecay: 0.01, clipNorm: 1 });
        tf.dispose(grads);
        losses.push(value);
        onProgress?.(done + 1, total, "pre-training", `loss ${value.toFixed(4)}`);
        await nextTurn(signal);
      }
    });
  } finally {
    disposeAdamW(state);
  }
  const each = updatesOf(set);
  return Array.from({ length: epochs }, (_, k) => mean(losses.slice(k * each, (k + 1) * each)));
}

/** The rows of one update: each epoch takes all of them in an order of its own. */
function rowsOfUpdate(set: PretextSet, seed: number, update: number): number[] {
  const [epoch, k] = [Math.floor(update / updatesOf(set)), update % updatesOf(set)];
  const order = permutation(splitRng(seed, `pretrain order/${epoch}`), set.store.size);
  return order.slice(k * BATCH, (k + 1) * BATCH);
}

function readoutStart(seed: number): Weights {
  return Object.fromEntries(
    readoutParameters().map((parameter) => [
      parameter.name,
      parameter.shape.length === 2
        ? kaimingNormal(splitRng(seed, `init/${parameter.name}`), [SCENE.hidden, SCENE.hidden]).subarray(
            0,
            sizeOf(parameter),
          )
        : new Float32Array(sizeOf(parameter)),
    ]),
  );
}

function lossAndGradients(
  variables: readonly tf.Variable[],
  parameters: readonly Parameter[],
  batch: PretextBatch,
): { value: number; grads: tf.Tensor[] } {
  const { value, grads } = tf.tidy(() =>
    tf.valueAndGrads((...tensors: tf.Tensor[]) => {
      const weights = Object.fromEntries(parameters.map(({ name }, i) => [name, at(tensors, i)]));
      return pretextLoss(weights, batch);
    })([...variables]),
  );
  const number = at(value.dataSync(), 0);
  value.dispose();
  return { value: number, grads };
}

/** Mean squared errors: facts from the pooled feature of both sides, and what each picture token covers. */
function pretextLoss(weights: TensorWeights, { scenes, facts, patches }: PretextBatch): tf.Scalar {
  const tokens = encodeScenes(weights, scenes);
  const wanted = tf.tensor2d(facts, [scenes.size, FACTS]);
  const error = (name: string, x: tf.Tensor, target: tf.Tensor): tf.Scalar =>
    tf.mean(tf.square(tf.sub(dense(weights, name, x), target)));
  const seen = tf.slice(tokens.encoder, [0, 0, 0], [scenes.size, PICTURE_TOKENS, SCENE.hidden]);
  const shown = tf.tensor3d(patches, [scenes.size, PICTURE_TOKENS, PATCH_FACTS]);
  const told = tf.add(
    error("readout.before", pool(tokens, "before"), wanted),
    error("readout.after", pool(tokens, "after"), wanted),
  );
  return tf.add<tf.Scalar>(told, tf.mul(error("readout.patch", seen, shown), 4));
}

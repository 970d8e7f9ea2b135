import * as tf from "@tensorflow/tfjs";
import { adamWState, adamWUpdate, disposeAdamW } from "../backend/adamW";
import { openDataset } from "../dataset/openDataset";
import { motionPrompt, positionPrompt } from "../dataset/prompt";
import { type Frame } from "../dataset/recording";
import { at } from "../math/at";
import { permutation, splitRng, type Rng } from "../math/rng";
import { kaimingNormal, normal, xavierUniform } from "../model/initialise";
import { dense, type TensorWeights } from "../model/layers";
import { denseParameters, sizeOf, type Parameter, type Weights } from "../model/parameters";
import { PROMPT_TOKENS, tokenize } from "../model/tokenize";
import {
  encodeScenes,
  PICTURE_TOKENS,
  SCENE,
  sceneParameters,
  type SceneBatch,
} from "../model/sceneBackbone";
import { loadScenes, sceneBatch, type SceneStore } from "../model/sceneInput";
import { interruptible, nextTurn } from "../task/interrupt";
import { PATCH_FACTS, patchFacts, SCENE_FACTS, sceneFacts } from "./pretext";
import { warmupCosine } from "./schedules";

export interface PretrainOptions {
  /** Data set folder in a known layout; its seed must not be one the notebooks use. */
  readonly folder: string;
  readonly epochs: number;
  readonly seed: number;
  /** `stage` is "pictures", then "pre-training". */
  readonly onProgress?: (done: number, total: number, stage: string, note?: string) => void;
}

const BATCH = 16;
const LEARNING_RATE = 1e-3;
/** Scene facts, then speed and turn rate as the prompt says them. */
const FACTS = SCENE_FACTS.length + 2;

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
  if (shape.length === 2) return xavierUniform(rng, [at(shape, 0), at(shape, 1)]);
  const isGain = /(input|attended|fed)\.weight$/.test(name);
  return new Float32Array(sizeOf(parameter)).fill(isGain ? 1 : 0);
}

/** Readouts that exist only while pre-training: facts from each pooled side, patch facts from picture tokens. */
function readoutParameters(): Parameter[] {
  return [
    ...denseParameters("readout.decoder", SCENE.hidden, FACTS),
    ...denseParameters("readout.encoder", SCENE.hidden, FACTS),
    ...denseParameters("readout.patch", SCENE.hidden, PATCH_FACTS),
  ];
}

interface PretextSet {
  readonly store: SceneStore;
  readonly facts: readonly (readonly number[])[];
  readonly patches: readonly Float32Array[];
}

/**
 * Pre-trains the backbone to say what its pictures show and its prompt says (see SCENE_FACTS), on data of another
 * seed. Prompts are drawn at random, so the text is read and not guessed from the picture. The future trajectory
 * is never a target. Returns the weights; Stop ends it with an error.
 */
export async function pretrainBackbone(options: PretrainOptions): Promise<Weights> {
  const set = await readPretextSet(options);
  const parameters = [...sceneParameters(), ...readoutParameters()];
  const start: Weights = { ...untrainedBackbone(options.seed), ...readoutStart(options.seed) };
  const variables = parameters.map(({ name, shape }) =>
    tf.variable(tf.tensor(start[name] ?? [], [...shape])),
  );
  const state = adamWState(variables);
  const total = options.epochs * Math.ceil(set.store.size / BATCH);
  try {
    await interruptible(async (signal) => {
      let done = 0;
      for (let epoch = 0; epoch < options.epochs; epoch++) {
        const order = permutation(splitRng(options.seed, `pretrain order/${epoch}`), set.store.size);
        for (let first = 0; first < order.length; first += BATCH) {
          const rows = order.slice(first, first + BATCH);
          const rng = splitRng(options.seed, `prompt/${done}`);
          const { value, grads } = lossAndGradients(variables, parameters, pretextBatch(set, rows, rng));
          const learningRate = LEARNING_RATE * warmupCosine(done, Math.ceil(0.05 * total), total);
          adamWUpdate(variables, grads, state, { learningRate, weightDecay: 0.01, clipNorm: 1 });
          tf.dispose(grads);
          done++;
          options.onProgress?.(done, total, "pre-training", `loss ${value.toFixed(4)}`);
          await nextTurn(signal);
        }
      }
    });
    const values = variables.map((variable) => variable.dataSync<"float32">().slice());
    return Object.fromEntries(sceneParameters().map(({ name }, i) => [name, at(values, i)]));
  } finally {
    disposeAdamW(state);
    tf.dispose(variables);
  }
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

async function readPretextSet({ folder, onProgress }: PretrainOptions): Promise<PretextSet> {
  const frames = openDataset(folder).flatMap(({ frames: all }) => all.filter(isPaired));
  if (frames.length < BATCH) {
    throw new Error(
      `pretrain: expected at least ${BATCH} paired frames in ${folder}, got ${frames.length}; generate more`,
    );
  }
  const scenes = frames.map(({ vehicleImage, infrastructure }) => ({
    ...(vehicleImage === undefined ? {} : { vehicleImage }),
    ...(infrastructure === undefined ? {} : { infrastructureImage: infrastructure.image }),
    prompt: motionPrompt(undefined),
  }));
  const store = await loadScenes(scenes, (done, total) => onProgress?.(done, total, "pictures"));
  const labelled = frames.map((frame) => ({ frame, objects: frame.objects?.() ?? [] }));
  return {
    store,
    facts: labelled.map(({ frame, objects }) => sceneFacts(frame, objects)),
    patches: labelled.map(({ frame, objects }) => patchFacts(frame, objects)),
  };
}

const isPaired = (frame: Frame): boolean => frame.infrastructure !== undefined && frame.objects !== undefined;

interface PretextBatch {
  readonly scenes: SceneBatch;
  /** [B, FACTS] */
  readonly facts: Float32Array;
  /** [B, PICTURE_TOKENS, PATCH_FACTS] */
  readonly patches: Float32Array;
}

/** Share of prompts that tell only the place, and of those that tell nothing. */
const PLACE_ONLY = 0.15;
const UNKNOWN = 0.05;

/** Some rows with a prompt drawn for each: speed 0…20 m/s and turn ±25 °/s, only a place, or unknown. */
function pretextBatch(
  { store, facts, patches }: PretextSet,
  rows: readonly number[],
  rng: Rng,
): PretextBatch {
  const scenes = sceneBatch(store, rows);
  const said = rows.map((_, i) => {
    const motion = { speed: 20 * rng.uniform(), turnRate: 25 * (2 * rng.uniform() - 1) };
    const place = { x: 10_000 * (2 * rng.uniform() - 1), y: 10_000 * (2 * rng.uniform() - 1) };
    const kind = rng.uniform();
    const told = kind > PLACE_ONLY + UNKNOWN;
    const prompt = kind < PLACE_ONLY ? positionPrompt(place) : motionPrompt(told ? motion : undefined);
    scenes.prompts.set(tokenize(prompt), i * PROMPT_TOKENS);
    return told ? [motion.speed / 10, motion.turnRate / 10] : [0, 0];
  });
  return {
    scenes,
    facts: Float32Array.from(rows.flatMap((row, i) => [...at(facts, row), ...at(said, i)])),
    patches: Float32Array.from(rows.flatMap((row) => [...at(patches, row)])),
  };
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

/** Mean squared errors: facts from the decoder token, facts from the encoder mean, patch facts. */
function pretextLoss(weights: TensorWeights, { scenes, facts, patches }: PretextBatch): tf.Scalar {
  const { encoder, decoder } = encodeScenes(weights, scenes);
  const wanted = tf.tensor2d(facts, [scenes.size, FACTS]);
  const error = (name: string, x: tf.Tensor, target: tf.Tensor): tf.Scalar =>
    tf.mean(tf.square(tf.sub(dense(weights, name, x), target)));
  const seen = tf.slice(encoder, [0, 0, 0], [scenes.size, PICTURE_TOKENS, SCENE.hidden]);
  const shown = tf.tensor3d(patches, [scenes.size, PICTURE_TOKENS, PATCH_FACTS]);
  const told = tf.add(
    error("readout.decoder", tf.reshape(decoder, [scenes.size, SCENE.hidden]), wanted),
    error("readout.encoder", tf.mean(encoder, 1), wanted),
  );
  return tf.add<tf.Scalar>(told, tf.mul(error("readout.patch", seen, shown), 4));
}

import * as tf from "@tensorflow/tfjs";
import { type Rng } from "../math/rng";
import { dropoutMask } from "./dropoutMask";
import { dense, gelu, layerNorm, weightOf, type TensorWeights } from "./layers";
import { denseParameters, normParameters, type Parameter } from "./parameters";
import { type Tokens } from "./pooling";
import { PROMPT_TOKENS, VOCABULARY } from "./tokenize";

/**
 * Sizes of the small vision-language backbone: a stem of strided convolutions, one encoder layer, one decoder layer,
 * post-LayerNorm as in BART.
 */
export const SCENE = {
  hidden: 256,
  heads: 4,
  /** Width of the feed-forward parts. */
  inner: 256,
  encoderLayers: 1,
  /** Each picture as the backbone sees it; the two lie side by side. */
  pictureWidth: 160,
  pictureHeight: 96,
  /** Side of the square patches a picture is cut into. */
  patch: 4,
  /** Width of each patch, then after each convolution, 3 × 3 and halving the grid. The last is as wide as a token. */
  stem: [32, 64, 128, 256],
} as const;

const HALVINGS = SCENE.stem.length - 1;
/** Patches of a picture, across and down. */
const PATCH_GRID = [SCENE.pictureWidth / SCENE.patch, SCENE.pictureHeight / SCENE.patch] as const;
/** Patches of the vehicle's and the roadside picture together. */
export const PATCHES = 2 * PATCH_GRID[0] * PATCH_GRID[1];
/** Numbers of one patch. */
export const PATCH_NUMBERS = SCENE.patch * SCENE.patch * 3;
/** Tokens of a picture, across and down: what the stem leaves of its patches. */
export const TOKEN_GRID = [PATCH_GRID[0] / 2 ** HALVINGS, PATCH_GRID[1] / 2 ** HALVINGS] as const;
/** Tokens of both pictures. */
export const PICTURE_TOKENS = 2 * TOKEN_GRID[0] * TOKEN_GRID[1];

/** A batch as the backbone reads it. */
export interface SceneBatch {
  /** [B, PATCHES, PATCH_NUMBERS], 0…255. */
  readonly patches: Uint8Array;
  /** [B, PROMPT_TOKENS] token numbers. */
  readonly prompts: Uint8Array;
  readonly size: number;
  /** Draws of the dropout after the embedding and every layer; absent in evaluation mode. */
  readonly dropout?: Rng;
}

/** Parameters of the backbone, all in the group `backbone`. */
export function sceneParameters(): Parameter[] {
  const { hidden, encoderLayers } = SCENE;
  const table = (name: string, rows: number): Parameter => ({
    name,
    shape: [rows, hidden],
    group: "backbone",
  });
  return [
    ...denseParameters("backbone.patch", PATCH_NUMBERS, SCENE.stem[0], "backbone"),
    ...SCENE.stem
      .slice(1)
      .flatMap((width, i) => denseParameters(stemName(i), 9 * (SCENE.stem[i] ?? 0), width, "backbone")),
    table("backbone.place", PICTURE_TOKENS + PROMPT_TOKENS),
    table("backbone.word", VOCABULARY.length),
    table("backbone.start", 1),
    ...normParameters("backbone.input", hidden, "backbone"),
    ...Array.from({ length: encoderLayers }, (_, i) => layerParameters(`backbone.encoder.${i}`)).flat(),
    ...layerParameters("backbone.decoder"),
  ];
}

const stemName = (i: number): string => `backbone.stem.${i}`;

/** Attention, feed-forward, and the norm after each. */
function layerParameters(name: string): Parameter[] {
  const { hidden, inner } = SCENE;
  return [
    ...["query", "key", "value", "out"].flatMap((part) =>
      denseParameters(`${name}.${part}`, hidden, hidden, "backbone"),
    ),
    ...normParameters(`${name}.attended`, hidden, "backbone"),
    ...denseParameters(`${name}.widen`, hidden, inner, "backbone"),
    ...denseParameters(`${name}.narrow`, inner, hidden, "backbone"),
    ...normParameters(`${name}.fed`, hidden, "backbone"),
  ];
}

/** Share of numbers that dropout sets to 0 inside the backbone, BART's. */
const DROPOUT_SHARE = 0.1;

/**
 * Pictures and prompt → encoder tokens [B, S, 256] and one decoder token [B, 1, 256] that started from the start
 * token and read all of them. With one start token self-attention is a linear map and is left out.
 */
export function encodeScenes(weights: TensorWeights, batch: SceneBatch): Tokens {
  const { hidden, encoderLayers } = SCENE;
  let x = dropped(embed(weights, batch), batch.dropout); // [B, S, 256]
  for (let i = 0; i < encoderLayers; i++)
    x = dropped(layer(weights, `backbone.encoder.${i}`, x, x), batch.dropout);
  const start = tf.tile(tf.reshape(weightOf(weights, "backbone.start"), [1, 1, hidden]), [batch.size, 1, 1]);
  const decoder = dropped(layer(weights, "backbone.decoder", start, x), batch.dropout); // [B, 1, 256]
  return { encoder: x as tf.Tensor3D, decoder: decoder as tf.Tensor3D };
}

function dropped(x: tf.Tensor, rng: Rng | undefined): tf.Tensor {
  if (rng === undefined) return x;
  return tf.mul(x, tf.tensor(dropoutMask(rng, x.size, DROPOUT_SHARE), x.shape));
}

/** Picture tokens and words with their places, normalised: [B, S, 256]. */
function embed(weights: TensorWeights, { patches, prompts, size }: SceneBatch): tf.Tensor {
  const seen = tf.reshape(pictureTokens(weights, patches, size), [size, PICTURE_TOKENS, SCENE.hidden]);
  const oneHot = tf.oneHot(tf.tensor1d(Int32Array.from(prompts), "int32"), VOCABULARY.length);
  const words = tf.matMul(tf.cast(oneHot, "float32"), weightOf(weights, "backbone.word")); // [B · 16, 256]
  const read = tf.reshape(words, [size, PROMPT_TOKENS, SCENE.hidden]);
  const both = tf.add(tf.concat([seen, read], 1), weightOf(weights, "backbone.place")); // [B, S, 256]
  return layerNorm(weights, "backbone.input", both);
}

/** Patches → picture tokens [B · PICTURE_TOKENS, 256]: a dense layer on each, then convolutions; ReLU between. */
export function pictureTokens(weights: TensorWeights, patches: Uint8Array, size: number): tf.Tensor {
  const pixels = tf.tensor2d(new Float32Array(patches), [size * PATCHES, PATCH_NUMBERS]);
  let x = dense(weights, "backbone.patch", tf.div(tf.sub(pixels, 127.5), 64));
  for (let i = 0; i < HALVINGS; i++) {
    const windows = gatherWindows(tf.relu(x), 2 * size, [PATCH_GRID[0] / 2 ** i, PATCH_GRID[1] / 2 ** i]);
    x = dense(weights, stemName(i), windows);
  }
  return x;
}

/**
 * Rows of `pictures` grids of [columns, rows] → for each cell of the halved grids the 3 × 3 rows from it on, one after the
 * other; edges repeat. A convolution is a matrix product with them: several times as fast as tfjs-wasm's backward one.
 */
function gatherWindows(
  x: tf.Tensor,
  pictures: number,
  [columns, rows]: readonly [number, number],
): tf.Tensor {
  const one = windowPlaces(columns, rows);
  const places = new Int32Array(pictures * one.length);
  for (let picture = 0; picture < pictures; picture++) {
    const first = picture * columns * rows;
    places.set(
      one.map((place) => first + place),
      picture * one.length,
    );
  }
  const gathered = tf.gather(x, tf.tensor1d(places, "int32"));
  return tf.reshape(gathered, [places.length / 9, -1]);
}

/** Of every second cell of every second row: the places of the 3 × 3 cells from it on. */
function windowPlaces(columns: number, rows: number): Int32Array {
  const places: number[] = [];
  const within = (place: number, end: number): number => Math.max(0, Math.min(end - 1, place));
  for (let y = 0; y < rows; y += 2)
    for (let x = 0; x < columns; x += 2)
      for (let k = 0; k < 9; k++)
        places.push(within(y + Math.floor(k / 3), rows) * columns + within(x + (k % 3), columns));
  return Int32Array.from(places);
}

/** x + attention over `memory`, norm, + feed-forward, norm. Source: Vaswani et al. 2017, post-norm. */
function layer(weights: TensorWeights, name: string, x: tf.Tensor, memory: tf.Tensor): tf.Tensor {
  const attended = layerNorm(weights, `${name}.attended`, tf.add(x, attention(weights, name, x, memory)));
  const fed = dense(weights, `${name}.narrow`, gelu(dense(weights, `${name}.widen`, attended)));
  return layerNorm(weights, `${name}.fed`, tf.add(attended, fed));
}

function attention(weights: TensorWeights, name: string, x: tf.Tensor, memory: tf.Tensor): tf.Tensor {
  const { hidden, heads } = SCENE;
  const [batch = 0, length = 0] = x.shape;
  const split = (part: string, from: tf.Tensor): tf.Tensor =>
    tf.transpose(
      tf.reshape(dense(weights, `${name}.${part}`, from), [batch, -1, heads, hidden / heads]),
      [0, 2, 1, 3],
    ); // [B, heads, length, h / heads]
  const scores = tf.div(
    tf.matMul(split("query", x), split("key", memory), false, true),
    Math.sqrt(hidden / heads),
  );
  const mixed = tf.matMul(tf.softmax(scores), split("value", memory)); // [B, heads, T, h / heads]
  return dense(
    weights,
    `${name}.out`,
    tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [batch, length, hidden]),
  );
}

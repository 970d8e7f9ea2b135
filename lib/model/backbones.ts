import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { projectRoot } from "../files/projectRoot";
import { atomicWrite } from "../files/atomicWrite";
import { decodeSafetensors, encodeSafetensors } from "../files/safetensors";
import { splitRng } from "../math/rng";
import { normal } from "./initialise";
import { normalise, type TensorWeights } from "./layers";
import { checkWeights, type Weights } from "./parameters";
import { type Tokens } from "./pooling";
import { encodeScenes, SCENE, sceneParameters, type SceneBatch } from "./sceneBackbone";

export type BackboneName = "scene" | "wide";

/** A named backbone: how wide its features are and how it makes them. */
export interface Backbone {
  /** What it is, in a line. */
  readonly about: string;
  /** Refuses a width it cannot have, by name. */
  readonly checkHidden: (hidden: number) => void;
  readonly encode: (weights: TensorWeights, batch: SceneBatch, hidden: number) => Tokens;
}

/** Every backbone there is; a new one is one more entry. */
export const BACKBONES: Readonly<Record<BackboneName, Backbone>> = {
  scene: {
    about: "small transformer over both pictures and the prompt, pre-trained, hidden 256",
    checkHidden: (hidden) => {
      if (hidden !== SCENE.hidden) {
        throw new Error(
          `hidden: expected ${SCENE.hidden} for backbone scene, got ${hidden}; choose backbone wide`,
        );
      }
    },
    encode: (weights, batch) => encodeScenes(weights, batch),
  },
  wide: {
    about: "scene's features through a fixed projection, normalised: wider, no more information (rank ≤ 256)",
    checkHidden: (hidden) => {
      if (hidden >= SCENE.hidden) return;
      throw new Error(
        `hidden: expected at least ${SCENE.hidden} for backbone wide, got ${hidden}; choose more`,
      );
    },
    encode: (weights, batch, hidden) => widen(encodeScenes(weights, batch), hidden),
  },
};

const projections = new Map<number, Float32Array>();

/** The fixed random matrix of `wide`, [256, hidden], drawn once: it takes as long as a forward pass. */
function projectionTo(hidden: number): Float32Array {
  const known = projections.get(hidden);
  if (known !== undefined) return known;
  const values = normal(splitRng(1, `wide/${hidden}`), SCENE.hidden * hidden, 1 / Math.sqrt(SCENE.hidden));
  projections.set(hidden, values);
  return values;
}

/** Tokens times a fixed random matrix, each token normalised to the size a backbone's last LayerNorm gives. */
function widen({ encoder, decoder }: Tokens, hidden: number): Tokens {
  const projection = tf.tensor2d(projectionTo(hidden), [SCENE.hidden, hidden]);
  const project = (tokens: tf.Tensor3D): tf.Tensor3D => {
    const rows = tf.matMul(tf.reshape<tf.Rank.R2>(tokens, [-1, SCENE.hidden]), projection);
    return tf.reshape(normalise(rows), [tokens.shape[0], tokens.shape[1], hidden]);
  };
  return { encoder: project(encoder), decoder: project(decoder) };
}

/** Pre-trained weights and the hash of their file. */
export interface BackboneWeights {
  readonly weights: Weights;
  readonly hash: string;
}

/** Where the pre-trained weights lie. */
export function backboneFile(): string {
  return join(projectRoot(), "data", "backbone", "scene.safetensors");
}

/** What a weights file says it is for, so that weights of an older backbone are told from damaged ones. */
const ARCHITECTURE = "scene 2: stem of convolutions on 160 × 96";

/** The hash of the project's pre-trained weights, as `loadBackbone` tells it; "none" where there are none. */
export function backboneHash(path = backboneFile()): string {
  return existsSync(path) ? createHash("sha256").update(readFileSync(path)).digest("hex") : "none";
}

/**
 * Reads pre-trained weights (default: the project's). Missing, damaged or foreign files, and those of an older backbone,
 * are refused by name.
 */
export function loadBackbone(path = backboneFile()): BackboneWeights {
  if (!existsSync(path)) {
    throw new Error(`backbone weights: expected a file at ${path}, got none; run npx seven-fixes pretrain`);
  }
  const bytes = readFileSync(path);
  const { tensors, metadata } = decodeSafetensors(bytes, `backbone weights ${path}`);
  const architecture = metadata["architecture"] ?? "an older backbone, which names none";
  if (architecture !== ARCHITECTURE) {
    throw new Error(
      `backbone weights ${path}: expected weights of "${ARCHITECTURE}", got ${architecture}; restore data/backbone/scene.safetensors, or run npx seven-fixes pretrain`,
    );
  }
  const weights = Object.fromEntries(Object.entries(tensors).map(([name, { values }]) => [name, values]));
  checkWeights(`backbone weights ${path}`, sceneParameters(), weights);
  return { weights, hash: createHash("sha256").update(bytes).digest("hex") };
}

/** Writes backbone weights in half precision; what is read back is what every later run computes with. */
export function saveBackbone(path: string, weights: Weights): void {
  checkWeights("backbone weights", sceneParameters(), weights);
  const tensors = Object.fromEntries(
    sceneParameters().map(({ name, shape }) => [
      name,
      { shape, values: weights[name] ?? new Float32Array() },
    ]),
  );
  atomicWrite(
    path,
    encodeSafetensors(
      { tensors, metadata: { about: BACKBONES.scene.about, architecture: ARCHITECTURE } },
      "F16",
    ),
  );
}

import * as tf from "@tensorflow/tfjs";
import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core/dist/tensor";
import { normalise } from "./layers";
import { type Side } from "./side";

/** What a backbone says about a batch. */
export interface Tokens {
  /** [B, S, h] */
  readonly encoder: Tensor3D;
  /** [B, T, h]; T is 1 here, as in the incident: one start token. */
  readonly decoder: Tensor3D;
}

/**
 * Tokens → one feature [B, h].
 * before: normalise(.6 · last decoder token + .4 · Σ wₛ eₛ / Σ wₛ), w from .5 to 1 along the sequence;
 * after: last decoder token + plain mean of the encoder tokens.
 */
export function pool({ encoder, decoder }: Tokens, side: Side): Tensor2D {
  return tf.tidy(() => {
    const [batch, length, hidden] = encoder.shape;
    const last = tf.reshape(tf.slice(decoder, [0, decoder.shape[1] - 1, 0], [batch, 1, hidden]), [
      batch,
      hidden,
    ]); // [B, h]
    if (side === "after") return tf.add<Tensor2D>(last, tf.mean(encoder, 1));
    const weights = tf.reshape(tf.linspace(0.5, 1, length), [1, length, 1]); // [1, S, 1]
    const mean = tf.div(tf.sum(tf.mul(encoder, weights), 1), tf.sum(weights)); // [B, h]
    return normalise(tf.add(tf.mul(last, 0.6), tf.mul(mean, 0.4))) as Tensor2D;
  });
}

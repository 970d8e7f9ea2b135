import { at } from "../../math/at";
import { splitRng, type Rng } from "../../math/rng";
import { type Block } from "../fit/block";

/** Draws of one practice recipe, each by its own name so that a new one shifts nobody else's. */
export interface Draw {
  /** Uniform in [low, high). */
  readonly between: (name: string, low: number, high: number) => number;
  /** The same on a logarithmic scale. */
  readonly scaled: (name: string, low: number, high: number) => number;
  /** A whole number from low to high, both included. */
  readonly whole: (name: string, low: number, high: number) => number;
  readonly one: <T>(name: string, values: readonly T[]) => T;
  /** A stream of its own. */
  readonly stream: (name: string) => Rng;
}

/** The draws of a seed. */
export function drawOf(seed: number): Draw {
  const stream = (name: string): Rng => splitRng(seed, `practice/${name}`);
  const between = (name: string, low: number, high: number): number =>
    low + (high - low) * stream(name).uniform();
  return {
    between,
    scaled: (name, low, high) => Math.exp(between(name, Math.log(low), Math.log(high))),
    whole: (name, low, high) => low + stream(name).integer(high - low + 1),
    one: (name, values) => at(values, stream(name).integer(values.length)),
    stream,
  };
}

/** `rows` × `width` draws from N(0, 1). */
export function normalRows(rng: Rng, rows: number, width: number): number[][] {
  return Array.from({ length: rows }, () => Array.from({ length: width }, () => rng.normal()));
}

/** Rows as a block of the given shape behind the rows. */
export function blockOfRows(rows: readonly (readonly number[])[], shape = [rows[0]?.length ?? 0]): Block {
  return { data: Float32Array.from(rows.flat()), shape: [rows.length, ...shape] };
}

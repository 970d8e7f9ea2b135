import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeSafetensors } from "../../../lib/files/safetensors";
import { at } from "../../../lib/math/at";
import { type Weights } from "../../../lib/model/parameters";
import { DROPOUT, dropoutSites } from "../../../lib/steps/dropoutMasks";
import { type Batch, type StepOptions } from "../../../lib/steps/trainStep";

/** A whole training recorded by makeVectors.py: 100 updates over 37 samples, micro-batches of 4, last one of 1. */
export interface TrainVector {
  readonly options: StepOptions;
  readonly accumulation: number;
  readonly start: Weights;
  readonly end: Weights;
  /** One per micro-batch. */
  readonly losses: Float32Array;
  /** Before clipping, one per update. */
  readonly norms: Float32Array;
  /** Update k uses rates[k % length]. */
  readonly rates: Float32Array;
  /** Micro-batches of each update, with PyTorch's own order and dropout masks. */
  readonly updates: readonly (readonly Batch[])[];
}

const HIDDEN = 32;
const SAMPLES = 37;
const BATCH = 4;
const UPDATES = 100;

const CASES = {
  old: { fusion: "before", loss: "smooth-l1", accumulation: 4 },
  new: { fusion: "after", loss: "mse", accumulation: 1 },
} as const;

/** Reads one recorded training. */
export function trainVector(name: keyof typeof CASES): TrainVector {
  const { accumulation, ...chosen } = CASES[name];
  const path = join(__dirname, `train-${name}.safetensors`);
  const { tensors, metadata } = decodeSafetensors(readFileSync(path), name);
  const part = (prefix: string): Weights =>
    Object.fromEntries(
      Object.entries(tensors)
        .filter(([key]) => key.startsWith(`${prefix}.`))
        .map(([key, { values }]) => [key.slice(prefix.length + 1), values]),
    );
  const values = (key: string): Float32Array => tensors[key]?.values ?? new Float32Array();
  const order = JSON.parse(metadata["order"] ?? "[]") as number[];
  const batches = microBatches({
    order,
    kept: bits(Buffer.from(metadata["masks"] ?? "", "base64")),
    fusion: chosen.fusion,
    features: values("features"),
    targets: values("targets"),
  });
  return {
    options: { hidden: HIDDEN, beta: 1, optimizer: "adamw", weightDecay: 0.01, clipNorm: 1, ...chosen },
    accumulation,
    start: part("start"),
    end: part("end"),
    losses: values("losses"),
    norms: values("norms"),
    rates: values("rates"),
    updates: groups(batches, accumulation).slice(0, UPDATES),
  };
}

/** Groups of `size` inside each epoch of ten micro-batches; the last group of an epoch may be short. */
function groups(batches: readonly Batch[], size: number): Batch[][] {
  const perEpoch = Math.ceil(SAMPLES / BATCH);
  const result: Batch[][] = [];
  batches.forEach((batch, i) => {
    if ((i % perEpoch) % size === 0) result.push([]);
    at(result, result.length - 1).push(batch);
  });
  return result;
}

function microBatches(stored: {
  order: readonly number[];
  kept: () => number;
  fusion: "before" | "after";
  features: Float32Array;
  targets: Float32Array;
}): Batch[] {
  const { order, kept, fusion, features, targets } = stored;
  const batches: Batch[] = [];
  for (let start = 0; start < order.length;) {
    const left = SAMPLES - (start % SAMPLES);
    const rows = order.slice(start, start + Math.min(BATCH, left));
    start += rows.length;
    const masks = dropoutSites(HIDDEN, fusion).map(({ name, width }) => {
      const scale = 1 / (1 - DROPOUT[name]);
      return [name, Float32Array.from({ length: rows.length * width }, () => kept() * scale)] as const;
    });
    batches.push({
      size: rows.length,
      input: { kind: "features", values: gather(features, rows, HIDDEN) },
      target: gather(targets, rows, 90),
      masks: Object.fromEntries(masks),
    });
  }
  return batches;
}

function gather(values: Float32Array, rows: readonly number[], width: number): Float32Array {
  return Float32Array.from(rows.flatMap((row) => [...values.subarray(row * width, (row + 1) * width)]));
}

/** Reads packed bits, most significant first; zeros once they are used up (batches nobody runs). */
function bits(bytes: Uint8Array): () => number {
  let position = 0;
  return () => {
    const byte = bytes[position >> 3] ?? 0;
    return (byte >> (7 - (position++ & 7))) & 1;
  };
}

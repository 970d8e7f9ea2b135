import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { atomicWrite } from "../files/atomicWrite";
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from "../files/safetensors";
import { type Parameter, type Weights } from "../model/parameters";
import { type StepState } from "../steps/trainStep";

/** What a checkpoint holds beside the step's state: any JSON text the trainer wants back. */
export interface Checkpoint {
  readonly state: StepState;
  readonly notes: string;
}

const FORMAT = "seven-fixes checkpoint 2";
const PARTS = ["weights", "first", "second"] as const;

/**
 * Writes weights, moments and notes as one safetensors file, beside and then renamed, so a kill at any moment
 * leaves the last good one. A digest over all numbers and notes goes with them.
 */
export function writeCheckpoint(
  path: string,
  parameters: readonly Parameter[],
  { state, notes }: Checkpoint,
): void {
  const shapes = new Map(parameters.map(({ name, shape }) => [name, shape]));
  const tensors: Record<string, StoredTensor> = {};
  for (const part of PARTS) {
    for (const [name, values] of Object.entries(state[part])) {
      tensors[`${part}.${name}`] = { shape: shapes.get(name) ?? [values.length], values };
    }
  }
  const updates = String(state.updates);
  const metadata = { format: FORMAT, notes, updates, digest: digest(tensors, notes + updates) };
  atomicWrite(path, encodeSafetensors({ tensors, metadata }));
}

/** Reads a checkpoint; a missing, cut, foreign or altered file is refused with the reason. */
export function readCheckpoint(path: string): Checkpoint {
  if (!existsSync(path))
    throw new Error(`checkpoint: expected a file at ${path}, got none; train without resume first`);
  const { tensors, metadata } = decodeSafetensors(readFileSync(path), `checkpoint ${path}`);
  const { format, notes = "", updates = "" } = metadata;
  const refuse = (expected: string, got: string): Error =>
    new Error(`checkpoint ${path}: expected ${expected}, got ${got}; delete it and train again`);
  if (format !== FORMAT) throw refuse(FORMAT, format ?? "no format");
  if (metadata["digest"] !== digest(tensors, notes + updates))
    throw refuse("its own digest", "altered content");
  const part = (prefix: string): Weights =>
    Object.fromEntries(
      Object.entries(tensors)
        .filter(([name]) => name.startsWith(`${prefix}.`))
        .map(([name, { values }]) => [name.slice(prefix.length + 1), values]),
    );
  const state = {
    weights: part("weights"),
    first: part("first"),
    second: part("second"),
    updates: Number(updates),
  };
  return { state, notes };
}

function digest(tensors: Readonly<Record<string, StoredTensor>>, text: string): string {
  const hash = createHash("sha256").update(text);
  for (const name of Object.keys(tensors).sort()) {
    const { values } = tensors[name] ?? { values: new Float32Array() };
    hash.update(name).update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}

import { arch, cpus } from "node:os";
import { COORDINATES } from "../../geometry/trajectory";
import { splitRng } from "../../math/rng";
import { trainingConfig } from "../../training/config";
import { plainData, type PlainData, type PlainSet } from "../../training/plainData";
import { runFromJson, runToJson, type Run } from "../../training/run";
import { numericCodeHash } from "../codeHash";
import { type RunThread } from "./threads";
import { hashOf } from "./wire";

/** What a worker must be able to reproduce before it is given a task. */
export interface Canary {
  /** Hash of the code that decides a run's numbers. */
  readonly code: string;
  /** Hash of some tiny runs: what processor, Node and packages make of the same code. */
  readonly bits: string;
  /** What was used, for a person who has to find the difference. */
  readonly versions: string;
}

/** Width of the canary's features. */
const WIDTH = 8;

/** One run of our own kernels, one of tfjs's. */
const CONFIGS = [{}, { optimizer: "sgd", headLearningRate: 1e-4 }] as const;

/** Makes some tiny runs, which are the same everywhere, and hashes every bit of them. */
export async function singCanary(thread: RunThread, signal: AbortSignal): Promise<Canary> {
  const data = canaryData();
  const texts: string[] = [];
  for (const settings of CONFIGS) {
    const config = trainingConfig({ hidden: WIDTH, epochs: 1, normalisation: "standardise", ...settings });
    texts.push(bitsOf(runFromJson(await thread.run({ config, data }, signal))));
  }
  return { code: numericCodeHash(), bits: hashOf(texts.join("\n")), versions: versions() };
}

/** All of a run that must be equal wherever it is made, as text: everything but the clock. */
export function bitsOf(run: Run): string {
  return runToJson({ ...run, seconds: 0, measuringShare: 0 });
}

/** What can make other bits of the same code. */
export function versions(): string {
  return `Node ${process.versions.node}, V8 ${process.versions.v8}, ${arch()}, ${cpus()[0]?.model.trim() ?? "unknown processor"}`;
}

function canaryData(): PlainData {
  return plainData("canary", WIDTH, { train: rows(12, "train"), validation: rows(4, "validation") });
}

function rows(count: number, label: string): PlainSet {
  const rng = splitRng(1, `canary/${label}`);
  const numbers = (size: number): Float32Array => Float32Array.from({ length: size }, () => rng.normal());
  return {
    features: numbers(count * WIDTH),
    draws: [],
    targets: numbers(count * COORDINATES),
    lastPast: numbers(count * 2),
    motion: numbers(count * 2),
    recordings: Array.from({ length: count }, (_, i) => `recording ${i % 2}`),
  };
}

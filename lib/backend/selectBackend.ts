import { availableParallelism } from "node:os";
import * as tf from "@tensorflow/tfjs";
import { registerComparisonGradients } from "./comparisonGradients";
import { loadNativeBackend, type NativePackage } from "./nativeBackend";
import { canRunTunedKernels, tunedKernelsActive, useStockKernels, useTunedKernels } from "./tunedKernels";
import { startWasmBackend } from "./wasmBackend";

/** The backends, fastest first; `wasm-stock` is tfjs's own WASM without our kernels, for comparison. */
export const BACKENDS = ["tfjs-node-gpu", "tfjs-node", "wasm", "wasm-stock", "cpu"] as const;

export type BackendName = (typeof BACKENDS)[number];

export interface BackendChoice {
  readonly name: BackendName;
  /** True for the backend the committed notebooks were run on; others write their notebooks beside. */
  readonly isReference: boolean;
  /** One line for a reader: which backend and why. */
  readonly line: string;
}

export interface SelectBackendOptions {
  /** A backend by name, or "auto" for the first that works; default: SEVEN_FIXES_BACKEND, else "auto". */
  readonly backend?: string;
  /** Receives the one line; default `console.log`. */
  readonly log?: (line: string) => void;
}

/**
 * Chooses and starts the tfjs backend of this process: tfjs-node-gpu if it loads, else tfjs-node, else
 * WASM with our kernels, else plain JavaScript. A backend asked for by name that cannot start is an
 * error, never a silent replacement. Calling again is cheap and starts nothing twice.
 */
export async function selectBackend(options: SelectBackendOptions = {}): Promise<BackendChoice> {
  const wanted = options.backend ?? process.env["SEVEN_FIXES_BACKEND"] ?? "auto";
  const choice = wanted === "auto" ? await firstThatWorks() : await exactly(backendNamed(wanted));
  registerComparisonGradients();
  (options.log ?? console.log)(choice.line);
  return choice;
}

function backendNamed(name: string): BackendName {
  const found = BACKENDS.find((backend) => backend === name);
  if (found) return found;
  throw new Error(
    `SEVEN_FIXES_BACKEND: expected auto, ${BACKENDS.join(", ")}, got "${name}"; choose one or unset it`,
  );
}

async function exactly(name: BackendName): Promise<BackendChoice> {
  const refusal = await start(name);
  if (refusal === undefined) return describe(name, "asked for");
  const remedy = isNative(name) ? 'run "npm run native" and ask for tfjs-node-gpu' : "reinstall";
  throw new Error(
    `backend ${name}: expected it to start, got "${refusal}"; ${remedy}, or unset SEVEN_FIXES_BACKEND`,
  );
}

async function firstThatWorks(): Promise<BackendChoice> {
  const refusals: string[] = [];
  for (const name of BACKENDS) {
    if (name === "wasm-stock") continue; // only for comparison
    const refusal = await start(name);
    if (refusal === undefined) return describe(name, refusals.join(", "));
    refusals.push(`${name} ${refusal}`);
  }
  throw new Error(`backend: expected one to start, got none: ${refusals.join(", ")}; reinstall`);
}

/** Starts a backend; returns the reason when it cannot. */
async function start(name: BackendName): Promise<string | undefined> {
  switch (name) {
    case "tfjs-node-gpu":
    case "tfjs-node":
      return startNative(name);
    case "wasm":
    case "wasm-stock":
      return startWasm(name);
    case "cpu":
      await tf.setBackend("cpu");
      return undefined;
  }
}

async function startWasm(name: "wasm" | "wasm-stock"): Promise<string | undefined> {
  try {
    await startWasmBackend();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (name === "wasm" && canRunTunedKernels()) useTunedKernels();
  else useStockKernels();
  return undefined;
}

async function startNative(name: NativePackage): Promise<string | undefined> {
  const probe = loadNativeBackend(name);
  if (probe.kind !== "loaded") return probe.reason;
  return (await tf.setBackend("tensorflow")) ? undefined : "did not start";
}

const isNative = (name: BackendName): name is NativePackage => name.startsWith("tfjs-node");

const MEANING: Readonly<Record<Exclude<BackendName, NativePackage>, string>> = {
  wasm: "WASM with our kernels",
  "wasm-stock": "WASM as tfjs ships it",
  cpu: "plain JavaScript",
};

/** The native backend as it started, e.g. "native TensorFlow 2.13.0 on the CPU, 2 threads". */
function nativeMeaning(): string {
  const { isUsingGpuDevice, binding } = tf.backend() as {
    readonly isUsingGpuDevice?: boolean;
    readonly binding?: { readonly TF_Version?: string };
  };
  const device = isUsingGpuDevice === true ? "the GPU" : `the CPU, ${availableParallelism()} threads`;
  return `native TensorFlow ${binding?.TF_Version ?? "of unknown version"} on ${device}`;
}

function describe(name: BackendName, why: string): BackendChoice {
  const slower = name === "wasm" && !tunedKernelsActive();
  const reasons = [slower ? "no SIMD here: tfjs's own kernels, slow" : "", why].filter(
    (reason) => reason !== "",
  );
  const meaning = isNative(name) ? nativeMeaning() : MEANING[name];
  const line = `backend: ${name}, ${meaning}${reasons.length === 0 ? "" : ` (${reasons.join("; ")})`}`;
  return { name, isReference: name === "wasm" && !slower, line };
}

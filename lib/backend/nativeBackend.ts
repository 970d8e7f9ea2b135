import * as tf from "@tensorflow/tfjs";
import { createRequire } from "node:module";
import { dirname } from "node:path";

const load = createRequire(__filename);

export type NativePackage = "tfjs-node-gpu" | "tfjs-node";

export type NativeProbe =
  | { readonly kind: "loaded" }
  | { readonly kind: "absent"; readonly reason: string }
  | { readonly kind: "broken"; readonly reason: string };

/**
 * TensorFlow reads these once, when it loads; what a user has set stays. With oneDNN's kernels the step of the head as
 * one graph took 23 ms at batch 4 and 40 at batch 64, with Eigen's 36 and 55 (2 cores with AVX-512, fastest of 20);
 * without AVX-512 TensorFlow would leave them out. Log level 1 keeps warnings and drops the greeting.
 */
const SETTINGS = { TF_ENABLE_ONEDNN_OPTS: "1", TF_CPP_MIN_LOG_LEVEL: "1" } as const;

/**
 * Tries to load a native TensorFlow addon and register its `tensorflow` backend. It counts as loaded only
 * when the package is the real one (danfo's `tfjs-node` is an alias of plain tfjs) and shares this
 * process's tfjs-core: with two cores a tensor of one is a stranger to the other.
 */
export function loadNativeBackend(name: NativePackage): NativeProbe {
  const id = `@tensorflow/${name}`;
  const manifest = manifestOf(id);
  if (manifest?.name !== id) return { kind: "absent", reason: "not installed" };
  if (coreSeenFrom(manifest.path) !== coreSeenFrom(__filename)) {
    return { kind: "broken", reason: "brings its own tfjs-core" };
  }
  try {
    restoreRemovedNodeFunctions();
    for (const [name, value] of Object.entries(SETTINGS)) process.env[name] ??= value;
    load(id);
    if (!tf.engine().registryFactory["tensorflow"])
      return { kind: "broken", reason: "registered no backend" };
    return { kind: "loaded" };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "broken", reason: `does not load (${message.split("\n")[0] ?? ""})` };
  }
}

function manifestOf(id: string): { name: string; path: string } | undefined {
  try {
    const path = load.resolve(`${id}/package.json`);
    return { name: (load(path) as { name: string }).name, path };
  } catch {
    return undefined; // not installed
  }
}

function coreSeenFrom(file: string): string {
  return load.resolve("@tensorflow/tfjs-core", { paths: [dirname(file)] });
}

/** tfjs-node 4.22 calls util.isNullOrUndefined, which Node 23 took away. */
function restoreRemovedNodeFunctions(): void {
  const util = load("node:util") as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

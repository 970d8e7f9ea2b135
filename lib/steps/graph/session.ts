import * as tf from "@tensorflow/tfjs";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { savedModelBytes, type Graph } from "./graph";

/** A graph that TensorFlow has taken in, with its variables. */
export interface Session {
  /** Runs what the fetched nodes need; the caller disposes the results. The native backend must be the current one. */
  run(feeds: Readonly<Record<string, tf.Tensor>>, fetches: readonly string[]): tf.Tensor[];
  /** Frees graph and variables. */
  dispose(): void;
}

/** What tfjs-node's backend has beside tfjs's own interface. */
interface NativeBackend {
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  runSavedModel(
    id: number,
    inputs: readonly tf.Tensor[],
    infos: readonly { readonly name: string }[],
    outputs: readonly string[],
  ): tf.Tensor[];
  deleteSavedModel(id: number): void;
}

/** Hands the graph to TensorFlow as a SavedModel in a folder of its own, which is gone when this returns. */
export function startSession(graph: Graph): Session {
  const backend = nativeBackend();
  const folder = mkdtempSync(join(tmpdir(), "seven-fixes-graph-"));
  try {
    atomicWrite(join(folder, "saved_model.pb"), savedModelBytes(graph));
    const id = backend.loadSavedModelMetaGraph(folder, "serve");
    const output = (node: string): string => `${node}:0`;
    return {
      run: (feeds, fetches) => {
        const infos = Object.keys(feeds).map((node) => ({ name: output(node) }));
        return nativeBackend().runSavedModel(id, Object.values(feeds), infos, fetches.map(output));
      },
      dispose: () => backend.deleteSavedModel(id),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function nativeBackend(): NativeBackend {
  if (tf.getBackend() === "tensorflow") return tf.backend() as unknown as NativeBackend;
  throw new Error(
    `graph step: expected native TensorFlow as the backend, got ${tf.getBackend()}; run "npm run native", then selectBackend({ backend: "tfjs-node-gpu" })`,
  );
}

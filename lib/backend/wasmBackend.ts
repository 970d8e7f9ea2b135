import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { dirname } from "node:path";
import { createRequire } from "node:module";

const PROCESS_EVENTS = ["uncaughtException", "unhandledRejection"] as const;

/**
 * Makes tfjs's WASM backend the current one; the binaries are found beside the package, whatever the
 * working directory. Throws when WebAssembly cannot start.
 */
export async function startWasmBackend(): Promise<void> {
  const entry = createRequire(__filename).resolve("@tensorflow/tfjs-backend-wasm");
  const restore = rememberListeners();
  setWasmPaths(`${dirname(entry)}/`);
  try {
    if (!(await tf.setBackend("wasm"))) {
      throw new Error(
        "wasm backend: expected WebAssembly to start, got a refusal; set SEVEN_FIXES_BACKEND=cpu",
      );
    }
  } finally {
    restore();
  }
}

/**
 * The WASM module hangs its own handlers on the process, which rethrow and so would end a kernel on the
 * first unhandled rejection of a cell. The returned function puts the listeners back as they were.
 */
function rememberListeners(): () => void {
  const before = PROCESS_EVENTS.map((event) => process.rawListeners(event));
  return () => {
    PROCESS_EVENTS.forEach((event, i) => {
      process.removeAllListeners(event);
      for (const listener of before[i] ?? []) process.on(event, listener as (reason: unknown) => void);
    });
  };
}

import { workerData } from "node:worker_threads";
import { wasmKernels } from "./wasmKernels";
import { readPhase, type Phase } from "./phases";
import { takeTicket, unitOf, waitForPhase, WORD } from "./tickets";
import { runUnit } from "./units";

/** What a worker is started with. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Where this worker's own scratch lies. */
  readonly scratch: number;
}

/** Helps with units of whatever phase is on until told to stop; ends with the process. */
function serve({ module, memory, scratch }: WorkerStart): void {
  const words = new Int32Array(memory.buffer);
  const kernels = wasmKernels(module, memory);
  let read = -1;
  let phase: Phase | undefined;
  while (Atomics.load(words, WORD.stop) === 0) {
    const ticket = takeTicket(words);
    if (ticket === 0) {
      waitForPhase(words);
      continue;
    }
    // The phase is read after a unit of it is taken: until that unit is done nobody writes another.
    if (phase === undefined || read !== ticket >>> 12) phase = readPhase(words.subarray(WORD.phase));
    read = ticket >>> 12;
    try {
      runUnit(kernels, phase, unitOf(ticket), scratch);
    } catch (error) {
      Atomics.store(words, WORD.failed, 1); // half a unit may be written: the caller must not go on
      throw error;
    }
    Atomics.add(words, WORD.done, 1);
  }
}

serve(workerData as WorkerStart);

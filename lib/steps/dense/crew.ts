import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { type Kernels } from "./kernels";
import { writePhase, type Phase } from "./phases";
import { MAX_UNITS, takeTicket, ticketOf, unitOf, waitForUnits, WORD } from "./tickets";
import { runUnit } from "./units";
import { type WorkerStart } from "./worker";

/** Whoever runs the units of a phase. */
export interface Crew {
  /** Threads at work now, this one included. */
  threads(): number;
  /** Runs all units of a phase and returns when the last is done. */
  run(phase: Phase, units: number): void;
  dispose(): void;
}

export interface CrewOptions {
  readonly kernels: Kernels;
  readonly buffer: ArrayBufferLike;
  /** One start a worker; none on engines without shared memory. */
  readonly workers: readonly WorkerStart[];
  /** This thread's own scratch. */
  readonly scratch: number;
  /** Receives one line when a worker is lost. */
  readonly log: (line: string) => void;
}

/** This thread and a worker per start. This thread takes units like any other, so workers only ever help. */
export function startCrew({ kernels, buffer, workers, scratch, log }: CrewOptions): Crew {
  const words = new Int32Array(buffer);
  const phaseWords = words.subarray(WORD.phase);
  const alive = new Set<Worker>();
  let phases = 0;

  const lose = (worker: Worker, reason: string): void => {
    if (!alive.delete(worker) || Atomics.load(words, WORD.stop) !== 0) return;
    log(
      `dense step: a worker ended (${reason}); going on with ${alive.size + 1} of ${workers.length + 1} threads, slower, same numbers`,
    );
  };
  for (const start of workers) {
    try {
      const worker = new Worker(workerFile(), { workerData: start });
      alive.add(worker);
      worker.unref();
      worker.on("error", (error) => lose(worker, error instanceof Error ? error.message : String(error)));
      worker.on("exit", (code) => lose(worker, `exit code ${code}`));
    } catch (error) {
      log(`dense step: a worker did not start (${String(error)}); slower, same numbers`);
    }
  }

  return {
    threads: () => alive.size + 1,
    run(phase, units) {
      if (units > MAX_UNITS)
        throw new Error(
          `dense step: expected at most ${MAX_UNITS} units a phase, got ${units}; use a smaller hidden size or batch`,
        );
      writePhase(phaseWords, phase);
      Atomics.store(words, WORD.done, 0);
      Atomics.store(words, WORD.ticket, ticketOf(++phases, units));
      if (units > 1 && Atomics.load(words, WORD.sleepers) > 0) Atomics.notify(words, WORD.ticket);
      for (let ticket = takeTicket(words); ticket !== 0; ticket = takeTicket(words)) {
        runUnit(kernels, phase, unitOf(ticket), scratch);
        Atomics.add(words, WORD.done, 1);
      }
      if (alive.size > 0) waitForUnits(words, units);
      if (Atomics.load(words, WORD.failed) !== 0) {
        throw new Error(
          "dense step: expected every unit to finish, got a worker that failed in one; resume from the last checkpoint",
        );
      }
    },
    dispose() {
      Atomics.store(words, WORD.stop, 1);
      Atomics.notify(words, WORD.ticket);
    },
  };
}

/** The built worker, also when this file runs from source, as in tests. */
function workerFile(): string {
  const library = dirname(createRequire(__filename).resolve("seven-fixes/package.json"));
  return join(library, "dist", "steps", "dense", "worker.js");
}

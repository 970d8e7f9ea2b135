import { Script, default as vm, type RunningScriptOptions, type ScriptOptions } from "node:vm";

/** Whether Stop (SIGINT) was pressed while no cell's synchronous code ran, which Node breaks off by itself. */
export interface StopSignal {
  /** True if it was pressed since it was last asked. */
  take(): boolean;
}

/** Node's thread that listens for SIGINT while code runs that may be broken off. */
interface Watchdog {
  startSigintWatchdog(): void;
  stopSigintWatchdog(): boolean;
  watchdogHasPendingSigint(): boolean;
}

/** It has no public name; undefined on a Node that does not give it out. */
function nodeWatchdog(): Watchdog | undefined {
  const { binding } = process as unknown as { binding?: (name: string) => Partial<Watchdog> };
  try {
    const found = binding?.("contextify");
    return found?.startSigintWatchdog === undefined ? undefined : (found as Watchdog);
  } catch {
    return undefined;
  }
}

function plainSignal(): StopSignal {
  let isPressed = false;
  process.on("SIGINT", () => (isPressed = true));
  return {
    take() {
      const wasPressed = isPressed;
      isPressed = false;
      return wasPressed;
    },
  };
}

/**
 * Listens for Stop from now on. Node by itself starts a watchdog for each cell and takes it away when the cell's
 * synchronous part ends, with the listeners of `process` off meanwhile: a Stop of the last millisecond (on a busy
 * machine, of several) then reaches neither, and one in between ends the process. So one watchdog stays for the
 * life of the kernel; it remembers what came while no code was there to be broken off.
 */
export function openStopSignal(): StopSignal {
  const watchdog = nodeWatchdog();
  if (watchdog === undefined) return plainSignal();
  watchdog.startSigintWatchdog();
  watchdog.startSigintWatchdog(); // held twice: to forget a Stop one hold is let go and taken again
  return {
    take() {
      if (!watchdog.watchdogHasPendingSigint()) return false;
      watchdog.stopSigintWatchdog();
      watchdog.startSigintWatchdog();
      return true;
    },
  };
}

/** What Node throws when it breaks code off, which `reportThrown` tells as a Stop. */
const STOPPED = "ERR_SCRIPT_EXECUTION_INTERRUPTED";

/** True for the error of code that Stop broke off. */
export const isBrokenOff = (thrown: unknown): boolean =>
  typeof thrown === "object" && thrown !== null && "code" in thrown && thrown.code === STOPPED;

/**
 * Makes a cell heed a Stop that came while it was compiled: tslab runs all cells through this function of Node, which
 * forgets what came before. `named` says where the cell stands in stack traces.
 */
export function stopBeforeCells(signal: StopSignal, named: () => ScriptOptions): void {
  const run = vm.runInThisContext.bind(vm);
  const runUnlessStopped = (code: string, options?: RunningScriptOptions | string): unknown => {
    if (typeof options !== "object" || options.breakOnSigint !== true) return run(code, options);
    const script = new Script(code, named());
    if (signal.take()) throw Object.assign(new Error("stopped before it ran"), { code: STOPPED });
    return script.runInThisContext(options);
  };
  Object.defineProperty(vm, "runInThisContext", { value: runUnlessStopped, configurable: true });
}

/** What a Stop ends work with. Catch it to keep what is already there, as the trainer does with its Run. */
export class InterruptedError extends Error {
  override readonly name = "InterruptedError";

  constructor() {
    super("interrupted: the work was stopped before its end; run the cell again for the whole of it");
  }
}

type Stop = (error: InterruptedError) => void;

/**
 * The work that can be stopped now, one set for the process. It hangs on `globalThis` because two copies of this
 * file may be loaded (the kernel's and the notebook's), and because a cell must not listen for SIGINT itself:
 * tslab takes the listeners off while a cell runs, so only one that the kernel script set first is safe.
 */
function waiting(): Set<Stop> {
  const key = Symbol.for("seven-fixes.waiting");
  const shared = globalThis as { [key: symbol]: Set<Stop> | undefined };
  return (shared[key] ??= new Set<Stop>());
}

/** Calls `stop` at the next Stop. Returns the function that takes it off the list again. */
export function onInterrupt(stop: Stop): () => void {
  waiting().add(stop);
  return () => waiting().delete(stop);
}

/** Stops all work that is listening; the kernel and the command line call it on SIGINT. Returns how many there were. */
export function interruptAll(): number {
  const stops = [...waiting()];
  waiting().clear();
  for (const stop of stops) stop(new InterruptedError());
  return stops.length;
}

/**
 * Runs `work` with a signal that aborts at Stop. A loop asks now and then by `await nextTurn(signal)`, which
 * throws `InterruptedError` once Stop was pressed; `work` may catch it and return what it has so far.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const release = onInterrupt((error) => controller.abort(error));
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}

/**
 * Lets the event loop turn once (a few µs), so that a Stop, a redraw or a heartbeat gets through, then throws the
 * signal's reason if it is aborted. Awaiting a resolved promise would not do: only a real turn delivers signals.
 */
export async function nextTurn(signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => setImmediate(resolve));
  signal?.throwIfAborted();
}

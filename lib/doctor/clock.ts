import { formatSeconds } from "../task/progress";

/** What ends an examination early, and whom it tells how far it is. */
export interface Limits {
  readonly budgetSeconds?: number;
  readonly onProgress?: (done: number, total: number, note: string) => void;
  readonly signal?: AbortSignal;
}

/** The time of one examination. */
export interface Clock {
  readonly signal?: AbortSignal;
  /** Whether something new may begin. */
  readonly isOver: () => boolean;
  readonly tell: (done: number, note: string) => void;
  /** Tells what is done; false once nothing new may begin. */
  readonly after: (done: number, note: string) => boolean;
}

/** Starts now; `total` pieces of work lie ahead. */
export function startClock({ budgetSeconds = Infinity, onProgress, signal }: Limits, total: number): Clock {
  const from = performance.now();
  const seconds = (): number => (performance.now() - from) / 1000;
  const isOver = (): boolean => signal?.aborted === true || seconds() >= budgetSeconds;
  const tell = (done: number, note: string): void => onProgress?.(done, total, note);
  return {
    ...(signal === undefined ? {} : { signal }),
    ...{ isOver, tell },
    after: (done, note) => {
      tell(done, `${note}, ${formatSeconds(seconds())}`);
      return !isOver();
    },
  };
}

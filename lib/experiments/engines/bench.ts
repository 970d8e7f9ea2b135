import { type PlainData } from "../../training/plainData";
import { type Place, type WorkerNote } from "./place";
import { type Steady } from "./steady";
import { type RunThread } from "./threads";

export interface WorkOptions {
  /** Runs at the same time. */
  readonly threads: number;
  /** Ends when there has been nothing to do for a third of a lease. Default false. */
  readonly untilEmpty?: boolean;
  /** Aborts: takes nothing more, gives back what is under way. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
  /** Where a run comes from. Default: a thread of this process. */
  readonly start?: () => RunThread;
}

/** How a worker's work ended. */
export type WorkEnd = "stopped" | "empty" | "unfit" | "cut off";

/** What one worker knows and shares among its lanes. */
export interface Bench {
  readonly place: Place;
  readonly steady: Steady;
  readonly note: WorkerNote;
  readonly options: WorkOptions;
  /** Ends all lanes. */
  readonly end: (how: WorkEnd, why?: string) => void;
  readonly signal: AbortSignal;
  readonly data: Map<string, PlainData>;
  /** The canary's thread, for the first lane. */
  readonly spare: RunThread[];
  idleSince: number;
  busy: number;
  /** For how many ms, since the place last took a word of this worker, it has answered others but not this worker. */
  unheard: number;
  watching: boolean;
}

import { type Canary } from "./canary";
import { type WireResult, type WireTask } from "./wire";

/** An answer that may take a while. */
export type Soon<T> = T | Promise<T>;

/** What a worker says of itself, for coordinators and people. */
export interface WorkerNote {
  /** Machine and process. */
  readonly name: string;
  readonly code: string;
  readonly threads: number;
  readonly versions: string;
  /** Why it takes no tasks. */
  readonly unfit?: string;
}

/** How many leases a worker or coordinator may be silent before it counts as gone. */
const SILENCE = 3;
const SHORTEST_MS = 10_000;
/** Why a worker left can be read for longer. */
const UNFIT_MS = 600_000;

/** For how many ms a note of a coordinator or worker counts. */
export const noteMs = (note: object, lease: number): number =>
  "unfit" in note ? UNFIT_MS : Math.max(SHORTEST_MS, 1000 * lease * SILENCE);

/** What came of a task. */
export interface Result {
  readonly id: string;
  readonly result: WireResult;
}

/** A task in a worker's hands. */
export interface Taken {
  readonly task: WireTask;
  /** Says that the worker is alive. False: the task is no longer this worker's, or nobody wants it. */
  readonly renew: () => Soon<boolean>;
  /** Hands the result over; a result of a task that was lost meanwhile is dropped. */
  readonly finish: (result: WireResult) => Soon<void>;
  /** For somebody else to make. */
  readonly giveBack: () => Soon<void>;
}

/**
 * Where coordinators and workers meet: a queue in Redis or a shared folder. A call that failed because the place was
 * out of reach may be made again: nothing is given out, counted or kept twice.
 */
export interface Place {
  /** The address without its password. */
  readonly shown: string;
  /** Seconds after which the task of a silent worker goes to another. */
  readonly lease: number;
  /** True for an error that passes when the place is back. */
  readonly isOutage: (error: unknown) => boolean;
  /** True when the place answers on a new connection. */
  readonly answers: () => Soon<boolean>;
  /** Checks everything that can be wrong with an address. Throws one line. */
  readonly open: () => Soon<void>;
  readonly close: () => Soon<void>;

  /** For coordinators: says which code's tasks are here, and what a worker must be able to reproduce. */
  readonly announce: (canary: Canary) => Soon<void>;
  readonly putData: (name: string, bytes: Uint8Array) => Soon<void>;
  /** A task that is here already is not added again. */
  readonly add: (task: WireTask) => Soon<void>;
  /** Results that wait for somebody who wants them. */
  readonly results: (ids: ReadonlySet<string>) => Soon<Result[]>;
  /** Those of the tasks that are not here in any state. */
  readonly missing: (ids: readonly string[]) => Soon<string[]>;
  /** Removes tasks and results; what is under way is given up. */
  readonly remove: (ids: readonly string[]) => Soon<void>;
  /** Who was heard of lately. */
  readonly workers: () => Soon<WorkerNote[]>;

  /** For workers: what coordinators have announced lately, by code. */
  readonly canaries: () => Soon<Canary[]>;
  readonly getData: (name: string) => Soon<Uint8Array | undefined>;
  readonly take: (worker: WorkerNote) => Soon<Taken | undefined>;
  readonly report: (worker: WorkerNote) => Soon<void>;
  readonly leave: (worker: WorkerNote) => Soon<void>;
}

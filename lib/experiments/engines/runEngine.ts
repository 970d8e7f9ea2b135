import { type TrainingConfig } from "../../training/config";
import { type PlainData } from "../../training/plainData";
import { type Run } from "../../training/run";

/** One run that somebody has to make. */
export interface RunTask {
  /** Told apart by it: the run's key, or another name when more of it is kept, or it is made again to compare. */
  readonly id: string;
  /** The run's name in a store (`runKey`), another one of a run that is cut short. */
  readonly key: string;
  readonly config: TrainingConfig;
  readonly data: PlainData;
  /** How long it takes beside the others. */
  readonly cost: number;
  /** Whether the run keeps its close-up. Default false. */
  readonly closeUp?: boolean;
  /** Ends the run after so many epochs, as Stop would. */
  readonly stopAfter?: number;
  /** A machine that must not make it. */
  readonly avoid?: string;
  /** The run, when somebody has kept it since the task was given out. */
  readonly kept?: () => Run | undefined;
}

/** What came of a task. */
export type RunOutcome =
  | {
      readonly kind: "made";
      readonly id: string;
      readonly run: Run;
      /** The machine and process, for a person. */
      readonly where: string;
    }
  | { readonly kind: "failed"; readonly id: string; readonly message: string; readonly attempts: number };

/** Makes runs somewhere: in threads of this process, or on machines that read a queue or a folder. */
export interface RunEngine {
  /** True when tasks should come in order of their cost, the long ones first. */
  readonly longFirst?: boolean;
  /**
   * Every task's outcome once, in any order. A task is drawn from `tasks` when there is room for it; drawing may read
   * data. Abort: no new run starts, those under way are given up, and the iteration rejects.
   */
  readonly make: (tasks: AsyncIterableIterator<RunTask>, signal: AbortSignal) => AsyncIterable<RunOutcome>;
  /** Told of a run that is kept: what is left of it, by a coordinator that was killed, may go. */
  readonly kept?: (id: string) => void;
  /** Who is at work, for a progress line. */
  readonly workers?: () => string | undefined;
  readonly close: () => Promise<void>;
}

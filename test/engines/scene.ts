import { join } from "node:path";
import { createRequire } from "node:module";
import { expect } from "vitest";
import { bitsOf } from "../../lib/experiments/engines/canary";
import { runJobs, type Job } from "../../lib/experiments/runJobs";
import { runStore } from "../../lib/experiments/runStore";
import { type Run } from "../../lib/training/run";
import {
  begun,
  orderOf,
  scratch,
  startScript,
  stoodStill,
  storedNames,
  storedRuns,
  type Child,
  type Stage,
} from "./processes";

/** What happens in one test: a coordinator, some workers, and what they leave behind. */
export interface Scene {
  readonly address: string;
  readonly count: number;
  readonly store: string;
  readonly log: string;
  readonly coordinate: (more?: object) => Child;
  readonly work: (more?: object) => Child;
  /** Starts a worker again each time it ends, as a supervisor does, until the coordinator has ended. */
  readonly supervise: (coordinator: Child, more?: object) => Promise<void>;
  /** Runs that were begun so far. */
  readonly begun: () => number;
  /** Their seeds, in that order. */
  readonly order: () => number[];
  /** How often the machine has let a worker stand still. */
  readonly stoodStill: () => number;
  readonly stored: () => number;
  /**
   * All runs are there, with the bits of one machine, and none was begun more often than once for each of `faults`
   * beside its first time. Each time that the machine has let a worker stand still is a fault too.
   */
  readonly expectAll: (faults: number) => Promise<void>;
}

export interface SceneOptions {
  readonly address: string;
  /** Runs. Default 10. */
  readonly count?: number;
  /** How long each sleeps; 0 makes real ones. Default 300. */
  readonly ms?: number;
}

/** Sets a scene; nothing has started yet. */
export function scene(stage: Stage, { address, count = 10, ms = 300 }: SceneOptions): Scene {
  const folder = scratch();
  const [store, log] = [join(folder, "runs"), join(folder, "log")];
  const runs = ms === 0 ? {} : { ms };
  const work = (more = {}): Child => startScript(stage, "worker", { address, log, ...runs, ...more });
  return {
    ...{ address, count, store, log, work },
    coordinate: (more = {}) => startScript(stage, "coordinator", { address, count, store, ...more }),
    supervise: async ({ child }, more = {}) => {
      while (child.exitCode === null) {
        const worker = work(more);
        await worker.ended;
        if (worker.dismissed()) return;
      }
    },
    begun: () => [...begun(log).values()].reduce((sum, times) => sum + times, 0),
    order: () => orderOf(log),
    stoodStill: () => stoodStill(log),
    stored: () => storedNames(store).length,
    expectAll: async (faults) => {
      const found = storedRuns(store) as Run[];
      const bits = await bitsOfOneMachine(count, ms);
      expect(found.map(bitsOf).sort()).toEqual(bits);
      const most = 1 + faults + stoodStill(log);
      for (const [seed, times] of begun(log)) expect(times, `run ${seed}`).toBeLessThanOrEqual(most);
    },
  };
}

/** The bits of the same jobs made by threads of this process; those that only sleep are the first in other clothes. */
async function bitsOfOneMachine(count: number, ms: number): Promise<string[]> {
  const { jobs } = createRequire(__filename)("./jobs.cjs") as { jobs: (count: number) => Job[] };
  const all = jobs(count);
  const made = await runJobs(ms === 0 ? all : all.slice(0, 1), { store: runStore(scratch()) });
  const runs = ms === 0 ? made.map(({ run }) => run) : [];
  const first = made[0]?.run;
  if (first === undefined) throw new Error("expected a run");
  const dressed = ms === 0 ? runs : all.map(({ config }) => ({ ...first, config }));
  return dressed.map(bitsOf).sort();
}

import { performance } from "node:perf_hooks";

/** What steps took and what their losses were. */
export interface StepTimes {
  readonly ms: readonly number[];
  readonly losses: readonly number[];
}

/** One engine at one job, ready to make training steps; steps go on where the last call ended. */
export interface Runner {
  readonly threads: number;
  run(steps: number): Promise<StepTimes>;
  dispose(): void;
}

/** A training run on the current backend of tfjs. */
export interface Training {
  /** One whole update; returns its loss. */
  step(): number;
  dispose(): void;
}

/** Times a synchronous step that returns its loss. */
export function timeSteps(steps: number, step: () => number): StepTimes {
  const ms: number[] = [];
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const start = performance.now();
    losses.push(step());
    ms.push(performance.now() - start);
  }
  return { ms, losses };
}

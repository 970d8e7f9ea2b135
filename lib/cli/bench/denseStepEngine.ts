import { availableParallelism } from "node:os";
import { createDenseStep } from "../../steps/dense/denseStep";
import { headStep, type HeadJob } from "./headJob";
import { timeSteps, type Runner } from "./runner";

/** The fused step of the head on every core. */
export function startDenseStep(job: HeadJob): Promise<Runner> {
  const threads = availableParallelism();
  const step = createDenseStep(job.options, job.weights, { threads, rows: job.batchSize });
  let index = 0;
  return Promise.resolve({
    threads,
    run: (steps) => Promise.resolve(timeSteps(steps, () => headStep(step, job, index++))),
    dispose: () => step.dispose(),
  });
}

import { availableParallelism } from "node:os";
import { selectBackend } from "../../backend/selectBackend";
import { createGraphStep } from "../../steps/graph/graphStep";
import { headStep, type HeadJob } from "./headJob";
import { timeSteps, type Runner } from "./runner";

/** The head's step as one graph of native TensorFlow; rejects with the reason where that is not installed. */
export async function startGraphStep(job: HeadJob): Promise<Runner> {
  const select = (): Promise<unknown> => selectBackend({ backend: "tfjs-node-gpu", log: () => undefined });
  await select();
  const step = createGraphStep(job.options, job.weights);
  let index = 0;
  return {
    threads: availableParallelism(),
    run: async (steps) => {
      await select(); // another engine may have run in between
      return timeSteps(steps, () => headStep(step, job, index++));
    },
    dispose: () => step.dispose(),
  };
}

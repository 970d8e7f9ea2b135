import { availableParallelism } from "node:os";
import { selectBackend, type BackendName } from "../../backend/selectBackend";
import { createTensorStep } from "../../steps/tensorStep";
import { adamHead } from "./adamHead";
import { startDenseStep } from "./denseStepEngine";
import { startGraphStep } from "./graphStepEngine";
import { headStep, type HeadJob } from "./headJob";
import { startPytorch } from "./pytorchEngine";
import { timeSteps, type Runner, type Training } from "./runner";
import { trainBlock } from "./transformerBlock";

/** One way to train; a new one is one entry of ENGINES. */
export interface Engine {
  readonly name: string;
  /** True when the numbers must equal those of the other engines with `exact`: asserted before timing. */
  readonly exact: boolean;
  /** Rejects with the reason when the engine is not here. */
  readonly startHead: (job: HeadJob) => Promise<Runner>;
  /** The head with tfjs's own optimizer; absent where the engine is not a backend of tfjs. */
  readonly startAdam?: (job: HeadJob) => Promise<Runner>;
  /** Absent where the engine trains the head only. */
  readonly startBlock?: (batchSize: number) => Promise<Runner>;
}

/** The readable step on one backend; the backend is made the current one before each run of steps. */
function tensorEngine(name: string, backend: BackendName, threads = 1): Engine {
  const select = (): Promise<unknown> => selectBackend({ backend, log: () => undefined });
  const start = async (begin: () => Training): Promise<Runner> => {
    await select();
    const training = begin();
    const run = async (steps: number) => {
      await select();
      return timeSteps(steps, () => training.step());
    };
    return { threads, run, dispose: () => training.dispose() };
  };
  return {
    name,
    exact: true,
    startHead: (job) =>
      start(() => {
        const step = createTensorStep(job.model, job.options, job.weights);
        let index = 0;
        return { step: () => headStep(step, job, index++), dispose: () => step.dispose() };
      }),
    startAdam: (job) => start(() => adamHead(job)),
    startBlock: (batchSize) => start(() => trainBlock(batchSize)),
  };
}

/** The engines in the order of the table. */
export const ENGINES: readonly Engine[] = [
  { name: "dense-step", exact: true, startHead: startDenseStep },
  tensorEngine("wasm-tuned", "wasm"),
  tensorEngine("wasm-stock", "wasm-stock"),
  tensorEngine("native-eager", "tfjs-node-gpu", availableParallelism()),
  { name: "native-graph", exact: true, startHead: startGraphStep },
  { name: "pytorch", exact: true, startHead: startPytorch },
];

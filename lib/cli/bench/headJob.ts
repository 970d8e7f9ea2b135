import { COORDINATES } from "../../geometry/trajectory";
import { dropoutMasks } from "../../steps/dropoutMasks";
import { type Batch, type StepOptions, type TrainStep } from "../../steps/trainStep";
import { frozenModel, type StepModel } from "../../steps/stepModel";
import { initialise } from "../../model/initialise";
import { type Weights } from "../../model/parameters";
import { splitRng } from "../../math/rng";
import { at } from "../../math/at";

const SEED = 1;
const BATCHES = 8; // different ones, used in turn
const LEARNING_RATE = 1e-3;

/** Training of the trajectory head on random features: the same weights, batches and masks for every engine. */
export interface HeadJob {
  readonly batchSize: number;
  readonly options: StepOptions;
  readonly model: StepModel;
  readonly weights: Weights;
  readonly batches: readonly Batch[];
}

/** hidden = 1024 is the incident's size: 9 535 578 parameters, dropout, clip 1, AdamW with decay. */
export function headJob(hidden: number, batchSize: number): HeadJob {
  const options = {
    hidden,
    fusion: "after",
    loss: "mse",
    beta: 1,
    optimizer: "adamw",
    weightDecay: 0.01,
    clipNorm: 1,
  } as const;
  const model = frozenModel({ hidden, fusion: "after" });
  const batches = Array.from({ length: BATCHES }, (_, i) => randomBatch(batchSize, hidden, i));
  return { batchSize, options, model, weights: initialise(model.parameters, "after", SEED), batches };
}

function randomBatch(size: number, hidden: number, index: number): Batch {
  const rng = splitRng(SEED, `bench/${index}`);
  const normal = (length: number): Float32Array => Float32Array.from({ length }, () => rng.normal());
  const input = { kind: "features", values: normal(size * hidden) } as const;
  const masks = dropoutMasks(SEED, index, { rows: size, hidden, fusion: "after" });
  return { size, input, target: normal(size * COORDINATES), masks };
}

/** One whole update with the batch that is due; returns its loss. */
export function headStep(step: TrainStep, job: HeadJob, index: number): number {
  const { loss } = step.forward(at(job.batches, index % job.batches.length));
  step.backward(1);
  step.update({ head: LEARNING_RATE, backbone: 0 });
  return loss;
}

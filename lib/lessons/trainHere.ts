import { mean } from "../math/statistics";
import { COLOURS } from "../plots/colours";
import { formatSeconds, secondsLeft } from "../task/progress";
import { type TrainingConfig } from "../training/config";
import { baselines } from "../training/dataFacts";
import { loadTrainingData } from "../training/loadTrainingData";
import { prepareRun, type PreparedRun } from "../training/prepareRun";
import { type Run } from "../training/run";
import { fitTargetCode } from "../training/targetCode";
import { train } from "../training/train";
import { liveChart, type LiveChart, type LiveChartOptions } from "../display/liveChart";
import { townSamples, type TownOptions } from "./town";

export interface TrainHereOptions extends Partial<Pick<LiveChartOptions, "title" | "clock">>, TownOptions {
  /** Data set folder. Default: the small generated one, made when it is missing. */
  readonly folder?: string;
}

/** Points of the curve; each is the mean loss of the updates since the one before. */
const POINTS = 200;

/**
 * Trains in this cell: the loss grows in a chart beside the best constant's, with the time left, and the debug
 * lines are printed. Stop ends it at the next update; the run then says "interrupted" and holds what was learnt.
 * Needs a started backend (`setUp`).
 */
export async function trainHere(config: TrainingConfig, options: TrainHereOptions = {}): Promise<Run> {
  const { title = "Training", clock = () => performance.now(), stride = 1 } = options;
  const { folder } = options;
  const plain = await (folder === undefined
    ? townSamples(config, { stride })
    : loadTrainingData({ ...config, folder, stride }));
  const part = partLine(plain.train.recordings.length, stride);
  if (part !== undefined) console.log(part);
  const prepared = prepareRun(config, plain);
  const code = fitTargetCode(config, prepared.data.train);
  const constant = baselines(prepared.data, config, code).bestConstantLoss;
  const chart = liveChart({
    title,
    x: "update",
    y: `${config.loss} loss`,
    series: ["training loss"],
    colours: [COLOURS[config.labels === "ego-pose" ? "right" : "wrong"]],
    baselines: { "best constant": constant },
    clock,
  });
  try {
    return await trainWith(prepared, config, { chart, clock });
  } finally {
    chart.done();
    prepared.step.dispose();
  }
}

/** What a reader has to know of a run on a part of the data; undefined for all of them. */
export function partLine(samples: number, stride: number): string | undefined {
  if (stride === 1) return undefined;
  return `trains on a part of the data, one training sample in ${stride} (${samples} of them): its error is not that of a run on all`;
}

function trainWith(
  { step, data }: PreparedRun,
  config: TrainingConfig,
  { chart, clock }: { readonly chart: LiveChart; readonly clock: () => number },
): Promise<Run> {
  const start = clock();
  let losses: number[] = [];
  const update = (done: number, total: number, loss: number): void => {
    losses.push(loss);
    if (done < total && losses.length < total / POINTS) return;
    const left = secondsLeft((clock() - start) / 1000, done, total) ?? 0;
    chart.add(done, { "training loss": mean(losses) }, `about ${formatSeconds(left)} left`);
    losses = [];
  };
  return train(step, config, data, { observer: { update, line: (line) => console.log(line) } });
}

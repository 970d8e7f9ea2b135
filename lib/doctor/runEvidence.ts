import { COORDINATES, STEP_SECONDS, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { mean } from "../math/statistics";
import { type TrainingConfig } from "../training/config";
import { type EpochRecord, type Run, type StageFacts as RunStage } from "../training/run";
import { type UnitFacts } from "../training/unitFacts";
import {
  type Curve,
  type CurveRole,
  type DataFacts,
  type Evidence,
  type LayerFacts,
  type Pairs,
  type Settings,
  type StageFacts,
} from "./evidence";
import { curveValue } from "./curveValue";

/**
 * Everything a run of our trainer keeps, as evidence: curves by epoch, then by update; held-out pairs of the last
 * point, then whole paths; settings, data, start, stages, layers. Numbers that it does not keep are NaN.
 */
export function runEvidence(run: Run): Evidence {
  return {
    format: 1,
    name: run.data.name,
    level: "run",
    curves: [...epochCurves(run.epochs), ...updateCurves(run)],
    pairs: pairs(run),
    settings: settings(run.config),
    data: dataFacts(run),
    start: startFacts(run),
    stages: [
      ...stages(run.stagesBefore, { when: "start", units: run.start.units, config: run.config }),
      ...stages(run.stagesAfter, { when: "end", units: run.epochs.at(-1)?.units ?? [], config: run.config }),
    ],
    layers: layers(run),
  };
}

const EPOCH_CURVES: readonly (readonly [string, CurveRole, (epoch: EpochRecord) => number])[] = [
  ["train loss", "train-loss", ({ trainLoss }) => trainLoss],
  ["validation loss", "validation-loss", ({ validationLoss }) => validationLoss],
  ["validation error (m)", "validation-metric", ({ validation }) => validation.ade],
  ["learning rate", "learning-rate", ({ headLearningRate }) => headLearningRate],
  ["gradient norm", "gradient-norm", ({ meanGradientNorm }) => meanGradientNorm],
  ["share of clipped updates", "other", ({ clippedShare }) => clippedShare],
  ["share of residuals beyond beta", "other", ({ beyondBeta }) => beyondBeta],
  ["train loss, near samples", "other", ({ trainLossNear }) => trainLossNear],
  ["validation loss, near samples", "other", ({ validationLossNear }) => validationLossNear],
  ["r x", "other", ({ x }) => x.r],
  ["r y", "other", ({ y }) => y.r],
  ["spread ratio x", "other", ({ x }) => x.spreadRatio],
  ["spread ratio y", "other", ({ y }) => y.spreadRatio],
  ["slope x", "other", ({ x }) => x.slope],
  ["slope y", "other", ({ y }) => y.slope],
];

function epochCurves(epochs: readonly EpochRecord[]): Curve[] {
  return EPOCH_CURVES.map(([name, role, of]) => ({
    name,
    role,
    x: "epoch",
    at: epochs.map(({ epoch }) => epoch),
    values: epochs.map((epoch) => curveValue(of(epoch))),
  }));
}

function updateCurves({ updates }: Run): Curve[] {
  const places = updates.map(({ update }) => update);
  const curve = (name: string, role: CurveRole, values: readonly number[]): Curve => ({
    ...{ name, role, at: places },
    x: "step",
    values: values.map(curveValue),
  });
  return [
    curve(
      "batch loss",
      "train-loss",
      updates.map(({ loss }) => loss),
    ),
    curve(
      "gradient norm by update",
      "gradient-norm",
      updates.map(({ gradientNorm }) => gradientNorm),
    ),
  ];
}

/** Metres. */
function pairs({ lastPoints, examples }: Run): Pairs[] {
  const flat = (trajectory: Trajectory): number[] => trajectory.flat();
  const names = Array.from({ length: COORDINATES }, (_, i) => {
    const seconds = ((Math.floor(i / 2) + 1) * STEP_SECONDS).toFixed(1);
    return `${i % 2 === 0 ? "x" : "y"} at ${seconds} s`;
  });
  const last: Pairs = {
    targets: lastPoints.map(([, , x, y]) => [x, y]),
    predictions: lastPoints.map(([x, y]) => [x, y]),
    names: names.slice(-2),
    split: "held-out",
  };
  const paths: Pairs = {
    targets: examples.map(({ target }) => flat(target)),
    predictions: examples.map(({ predicted }) => flat(predicted)),
    names,
    split: "held-out",
  };
  return [last, paths];
}

function settings(config: TrainingConfig): Settings {
  const { optimizer, headLearningRate, weightDecay, clipNorm, schedule } = config;
  return {
    loss: config.loss,
    delta: config.beta,
    optimizer: { name: optimizer, learningRate: headLearningRate, weightDecay, clipNorm },
    schedule: schedule === "cosine-per-epoch" ? "cosine" : schedule,
    finalRate: config.finalLearningRate,
    warmupShare: config.warmupShare,
    batchSize: config.batchSize,
    accumulation: config.accumulation,
    epochs: config.epochs,
    seed: config.seed,
    scaling: { targets: config.normalisation },
    trajectory: { seconds: STEP_SECONDS },
  };
}

/** By axis, over all steps; the mean is that of the kept validation paths, as the trainer keeps no other. */
function dataFacts(run: Run): DataFacts {
  const { data, baselines } = run;
  return {
    trainRows: data.trainSamples,
    heldOutRows: data.validationSamples,
    targetMean: targetMean(run),
    targetStd: targetStd(run),
    targetRange: [data.targetRange.x, data.targetRange.y],
    lossOfBestConstant: baselines.bestConstantLoss,
  };
}

const targetStd = ({ data: { targetStd: deviation } }: Run): number[] => [deviation.x, deviation.y];

function targetMean({ examples }: Run): number[] {
  const paths = examples.flatMap(({ target }) => target);
  return ([0, 1] as const).map((axis) =>
    paths.length === 0 ? NaN : mean(paths.map((point) => point[axis])),
  );
}

/** The trainer keeps both axes together in normalised units: as far from the targets as there, in metres by axis. */
function startFacts(run: Run): NonNullable<Evidence["start"]> {
  const { start } = run;
  const away = (start.outputMean - start.targetMean) / start.targetStd;
  const wide = start.outputStd / start.targetStd;
  const deviations = targetStd(run);
  return {
    outputMean: targetMean(run).map((centre, axis) => centre + away * at(deviations, axis)),
    outputStd: deviations.map((deviation) => wide * deviation),
    loss: start.loss,
  };
}

/** The mean norm is the root of the mean square, from mean and std; the spread of the cosines is not kept. */
function stages(
  facts: readonly RunStage[],
  {
    when,
    units,
    config,
  }: {
    readonly when: StageFacts["when"];
    readonly units: readonly UnitFacts[];
    readonly config: TrainingConfig;
  },
): StageFacts[] {
  return facts.map(({ stage, mean: centre, std, effectiveRank, deadShare, probe }) => ({
    ...{ stage, when, std, effectiveRank, deadShare, width: widthOf(stage, config) },
    meanNorm: Math.sqrt(widthOf(stage, config) * (centre ** 2 + std ** 2)),
    centredCosineSpread: NaN,
    saturatedShare: units.find(({ layer }) => layer === stage)?.saturatedShare ?? NaN,
    probeR2: probe,
  }));
}

const widthOf = (stage: string, { hidden }: TrainingConfig): number =>
  stage === "head.0" || stage === "head.1" ? 2 * hidden : hidden;

function layers(run: Run): LayerFacts[] {
  return run.layers.flatMap(({ update, layers: parameters }) =>
    parameters.map(({ name, ...norms }) => ({ layer: name, update, ...norms, frozen: false })),
  );
}

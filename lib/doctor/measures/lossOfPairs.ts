import { mean } from "../../math/statistics";
import { residualLoss } from "../../steps/plainLoss";
import { type Evidence, type Pairs } from "../evidence";

/** Probabilities below are taken for this. */
const LEAST_PROBABILITY = 1e-7;

/**
 * What the run's own loss says of the kept training rows, in evaluation mode and without penalties: beside the logged
 * training loss it shows what dropout, penalties and batch statistics do. undefined where loss or scaling is not known.
 */
export function lossOfTrainPairs(evidence: Evidence): number | undefined {
  return lossOfPairs(evidence, "train");
}

/** The same of either split; held-out rows are scaled as training rows are. */
export function lossOfPairs(evidence: Evidence, which: Pairs["split"]): number | undefined {
  const pairs = evidence.pairs?.find(({ split, targets }) => split === which && targets.length > 0);
  const scales = pairs === undefined ? undefined : scalesOf(evidence, pairs);
  if (pairs === undefined || scales === undefined) return undefined;
  const one = lossOfOne(evidence);
  if (one === undefined) return undefined;
  return mean(
    pairs.targets.map((row, i) => {
      const losses = row.map((target, k) => one(target, pairs.predictions[i]?.[k] ?? NaN, scales[k] ?? NaN));
      const sum = losses.reduce((total, loss) => total + loss, 0);
      return evidence.settings?.loss === "cross-entropy" ? sum : sum / row.length;
    }),
  );
}

/** Owner's units in one unit of training, column by column. */
function scalesOf({ settings, data }: Evidence, { targets }: Pairs): readonly number[] | undefined {
  if (settings === undefined || settings.outputs !== undefined) return undefined;
  const scaling = settings.scaling?.targets;
  switch (scaling) {
    case undefined:
    case "none":
      return targets[0]?.map(() => 1);
    case "divide-by-100":
      return targets[0]?.map(() => 100);
    case "standardise":
    case "standardise-steps":
      return data?.targetStd.map((std) => std || 1);
    case "robust":
    case "increments":
      return undefined;
    default:
      return scaling satisfies never;
  }
}

type LossOfOne = (target: number, prediction: number, scale: number) => number;

function lossOfOne({ settings }: Evidence): LossOfOne | undefined {
  const beta = settings?.delta ?? 1;
  const log = (p: number): number =>
    -Math.log(Math.min(1 - LEAST_PROBABILITY, Math.max(LEAST_PROBABILITY, p)));
  const loss = settings?.loss;
  switch (loss) {
    case "mse":
    case "huber":
    case "smooth-l1":
      return (target, prediction, scale) => residualLoss({ loss, beta }, (prediction - target) / scale);
    case "mae":
      return (target, prediction, scale) => Math.abs(prediction - target) / scale;
    case "bce":
      return (target, p) => target * log(p) + (1 - target) * log(1 - p);
    case "cross-entropy":
      return (target, p) => (target === 0 ? 0 : target * log(p));
    case "custom":
    case undefined:
      return undefined;
    default:
      return loss satisfies never;
  }
}

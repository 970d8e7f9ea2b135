import { type Change } from "../change";
import { type Evidence, type LossName } from "../evidence";
import { judgedFacts, judgedPairs } from "../measures/pairFacts";

/** Whether the run is a classifier: by its loss or, where that has no name, by targets that are 0 or 1. */
export function isClassifier(evidence: Evidence): boolean {
  const loss = evidence.settings?.loss;
  if (loss === "bce" || loss === "cross-entropy") return true;
  if (loss !== "custom") return false;
  const targets = judgedPairs(evidence)?.targets ?? [];
  return targets.length > 0 && targets.flat().every((value) => value === 0 || value === 1);
}

/** The loss by name for what the targets are; undefined where the run has one by name. */
export function lossByName(evidence: Evidence): Change | undefined {
  const { settings, pairs = [] } = evidence;
  if (settings?.loss !== "custom") return undefined;
  const width = pairs[0]?.targets[0]?.length ?? 1;
  const to: Exclude<LossName, "custom"> = isClassifier(evidence)
    ? width === 1
      ? "bce"
      : "cross-entropy"
    : "mse";
  return { kind: "loss", to };
}

/** Standardised targets, where nothing scales them yet and they are no classes. */
export function scaledTargets(evidence: Evidence): Change | undefined {
  const kind = evidence.settings?.scaling?.targets ?? "none";
  if (isClassifier(evidence) || kind !== "none") return undefined;
  return { kind: "scale-targets", to: "standardise" };
}

/** Standardised inputs, where nothing scales them yet. */
export function scaledInputs({ settings }: Evidence): Change | undefined {
  const kind = settings?.scaling?.inputs ?? "none";
  return kind === "none" ? { kind: "scale-inputs", to: "standardise" } : undefined;
}

/** Columns so unequal, or so far from 1, that a step meant for one is none for another. */
const UNEVEN = 10;

/** Standardised inputs, where columns as they are lie a decade apart: whatever else is found, that is in the way. */
export function unevenInputs(evidence: Evidence): Change | undefined {
  const spreads = evidence.data?.inputStd?.filter((spread) => spread > 0) ?? [];
  const [most, least] = [Math.max(1, ...spreads), Math.min(1, ...spreads)];
  return most / least > UNEVEN ? scaledInputs(evidence) : undefined;
}

/** A row's normalisation, by its name among the stages: the one behind which least can be read. */
export function rowNorm({ stages = [] }: Evidence): Change | undefined {
  const end = stages.filter(({ when }) => when === "end");
  const norms = end.flatMap(({ stage, probeR2 = 0 }, i) => {
    const isRowNorm = /norm/i.test(stage) && !/batch/i.test(stage);
    return isRowNorm ? [{ stage, drop: (end[i - 1]?.probeR2 ?? 1) - probeR2 }] : [];
  });
  if (norms.length === 0) return undefined;
  return { kind: "normalisation-layer", remove: norms.reduce((a, b) => (b.drop > a.drop ? b : a)).stage };
}

/** Free layers, where some are known to be frozen. */
export function freed({ layers = [] }: Evidence): Change | undefined {
  return layers.some(({ frozen }) => frozen) ? { kind: "freeze", layers: [] } : undefined;
}

/** The factor and offset that mend the predictions, upon those of the run, where all outputs share them. */
export function mendedOutputs(evidence: Evidence): Change | undefined {
  const outputs = judgedFacts(evidence)?.outputs ?? [];
  const [first] = outputs;
  const shared = first !== undefined && outputs.every(({ slope }) => Math.abs(slope / first.slope - 1) < 0.1);
  if (!shared || !Number.isFinite(first.slope) || first.slope === 0) return undefined;
  const { scale, offset } = evidence.settings?.outputs ?? { scale: 1, offset: 0 };
  // target = intercept + slope · (scale · p + offset)
  const to = {
    scale: Number((first.slope * scale).toPrecision(4)),
    offset: Number((first.intercept + first.slope * offset).toPrecision(4)),
  };
  return { kind: "outputs", to };
}

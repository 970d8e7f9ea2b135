import { std } from "../../math/statistics";
import { type Evidence } from "../evidence";
import { judgedFacts } from "./pairFacts";

/** The widest target in the units training sees, and its mean there; undefined where scaling is not known. */
export interface TrainingTargets {
  readonly std: number;
  /** Distance of the mean from 0. */
  readonly offset: number;
}

/** Targets as the loss sees them: scaled ones have a spread of 1, unscaled ones their own. */
export function trainingTargets(evidence: Evidence): TrainingTargets | undefined {
  const { settings, data } = evidence;
  if (settings === undefined) return undefined;
  const outputs = judgedFacts(evidence)?.outputs ?? [];
  const stds = data?.targetStd ?? outputs.map(({ targetStd }) => targetStd);
  const means = data?.targetMean ?? outputs.map(({ targetMean }) => targetMean);
  if (stds.length === 0) return undefined;
  const own = { std: Math.max(...stds), offset: Math.max(...means.map(Math.abs)) };
  const scaling = settings.scaling?.targets;
  switch (scaling) {
    case "standardise":
    case "standardise-steps":
    case "robust":
      return { std: 1, offset: 0 };
    case "divide-by-100":
      return { std: own.std / 100, offset: own.offset / 100 };
    case "increments":
      return undefined;
    case undefined: // of a run's settings: as they are; beside a table of pairs nothing is known of it
      return settings.optimizer === undefined ? undefined : own;
    case "none":
      return own;
    default:
      return scaling satisfies never;
  }
}

/** Spread of each input: measured, or of the inputs beside the pairs; scaled ones count as 1. */
export function inputSpreads({ data, settings, pairs = [] }: Evidence): readonly number[] | undefined {
  const scaled = settings?.scaling?.inputs;
  if (scaled !== undefined && scaled !== "none") return undefined;
  if (data?.inputStd !== undefined) return data.inputStd;
  const inputs = pairs.find((one) => one.inputs !== undefined)?.inputs;
  const [first] = inputs ?? [];
  if (inputs === undefined || first === undefined) return undefined;
  return first.map((_, k) => std(inputs.map((row) => row[k] ?? NaN)));
}

import { denormalise, fitNormaliser, normalise, type Normaliser } from "../dataset/normaliser";
import { askedOf, placesOf, type Predicts } from "../dataset/predicts";
import { type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { type TrainingConfig } from "./config";
import { flatten, unflatten, type SampleSet } from "./trainingData";

/** How places in metres become what the loss sees: first what is predicted, then its normaliser. Plain JSON. */
export interface TargetCode {
  readonly predicts: Predicts;
  readonly normaliser: Normaliser;
}

/** The parts of a set that a code reads. */
export type CodedSet = Pick<SampleSet, "targets" | "motion">;

/** Fits the normaliser to what is predicted of the training targets. Throws where a motion is needed and unknown. */
export function fitTargetCode(
  { predicts, normalisation }: Pick<TrainingConfig, "predicts" | "normalisation">,
  { targets, motion }: CodedSet,
): TargetCode {
  const asked = targets.map((target, row) => askedOf(predicts, target, motion[row]));
  return { predicts, normaliser: fitNormaliser(normalisation, asked) };
}

/** The targets of some rows (default: all) in normalised units, [N, 90]. */
export function encodeTargets({ predicts, normaliser }: TargetCode, set: CodedSet, rows?: readonly number[]) {
  const wanted = rows ?? set.targets.map((_, row) => row);
  return flatten(
    wanted.map((row) => normalise(normaliser, askedOf(predicts, at(set.targets, row), set.motion[row]))),
  );
}

/** A model's output for some rows (default: all), [N, 90] in normalised units, as places in metres. */
export function decodeOutput(
  { predicts, normaliser }: TargetCode,
  output: Float32Array,
  { motion }: Pick<SampleSet, "motion">,
  rows?: readonly number[],
): Trajectory[] {
  return unflatten(output).map((trajectory, i) =>
    placesOf(predicts, denormalise(normaliser, trajectory), motion[rows === undefined ? i : at(rows, i)]),
  );
}

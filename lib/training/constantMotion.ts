import { constantVelocity } from "../geometry/baselines";
import { type Trajectory } from "../geometry/trajectory";
import { turning } from "../dataset/predicts";
import { at } from "../math/at";
import { errorFacts } from "./judge";
import { type Baselines, type ErrorFacts } from "./run";
import { type SampleSet } from "./trainingData";

/** Errors of going on as before, each over the samples that know how they move; nothing where none does. */
export function constantMotionErrors(set: SampleSet): Pick<Baselines, "constantVelocity" | "constantTurn"> {
  const velocity = guessErrors(set, set.lastPast, (past) => constantVelocity(past));
  const turn = guessErrors(set, set.motion, (motion) => turning(motion));
  return {
    ...(velocity === undefined ? {} : { constantVelocity: velocity }),
    ...(turn === undefined ? {} : { constantTurn: turn }),
  };
}

/** Errors of a guess from what is known of each sample, over the samples where it is known. */
function guessErrors<T>(
  { targets, recordings }: SampleSet,
  known: readonly (T | undefined)[],
  guess: (from: T) => Trajectory,
): ErrorFacts | undefined {
  const rows = known.flatMap((from, row) => (from === undefined ? [] : [{ row, from }]));
  if (rows.length === 0) return undefined;
  return errorFacts(
    rows.map(({ from }) => guess(from)),
    {
      targets: rows.map(({ row }) => at(targets, row)),
      recordings: rows.map(({ row }) => at(recordings, row)),
    },
  );
}

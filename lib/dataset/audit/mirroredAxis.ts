import { toEgoFrame } from "../../geometry/egoFrame";
import { positionAt } from "../../geometry/resample";
import { at } from "../../math/at";
import {
  placedByRecording,
  rowsIn,
  skipped,
  stepSecondsOf,
  verdict,
  type Check,
  type PlacedSample,
} from "./check";
import { THRESHOLDS } from "./thresholds";

/** One second ahead (or the row nearest to it), turning when it takes the car this far sideways; fewer turns than this prove nothing. */
const AHEAD_SECONDS = 1;
const TURN_METERS = 0.2;
const MIN_TURNS = 20;
const MAX_GAP_SECONDS = 0.5;

/** Sideways motion after 1 s: as labelled, and as driven by the recorded poses. */
interface Turn {
  readonly id: string;
  readonly labelled: number;
  readonly driven: number;
}

/**
 * Labels turn to the side the recorded poses turn to: Σ labelled × driven / Σ driven² of sideways motion is 1. A line
 * through 0, for a car on one long bend drives sideways by the same in every sample, and has no other slope.
 */
export const mirroredAxis: Check = (input) => {
  const rows = rowsIn(AHEAD_SECONDS, input);
  const ahead = { row: rows - 1, seconds: rows * stepSecondsOf(input) };
  const turns = [...placedByRecording(input).values()].flatMap((samples) => turnsOf(samples, ahead));
  if (turns.length < MIN_TURNS) {
    return skipped(
      "mirrored-axis",
      `${MIN_TURNS} turning samples whose poses are known (${turns.length} here)`,
    );
  }
  const sum = (of: (turn: Turn) => number): number => turns.reduce((total, turn) => total + of(turn), 0);
  const relation = sum(({ labelled, driven }) => labelled * driven) / sum(({ driven }) => driven * driven);
  const mirrored = relation < -THRESHOLDS.mirrorSlope.value;
  const off = (turn: Turn): number => Math.abs(turn.labelled - turn.driven);
  return verdict({
    check: "mirrored-axis",
    wrong: !(relation > THRESHOLDS.mirrorSlope.value),
    message: `sideways motion after 1 s as labelled is ${relation.toFixed(2)} × as driven${mirrored ? ": y is mirrored" : ""}`,
    evidence: { slope: relation, turns: turns.length },
    look: turns.sort((a, b) => off(b) - off(a)).map(({ id }) => id),
    remedy: mirrored
      ? "Turn y to the left: negate it."
      : "Cut the labels from the same poses that give the origin.",
  });
};

function turnsOf(
  samples: readonly PlacedSample[],
  ahead: { readonly row: number; readonly seconds: number },
): Turn[] {
  const path = {
    seconds: samples.map(({ seconds }) => seconds),
    points: samples.map(({ origin }) => [origin.x, origin.y] as const),
  };
  return samples.flatMap(({ id, seconds, origin, target }): Turn[] => {
    const position = positionAt(path, seconds + ahead.seconds, MAX_GAP_SECONDS);
    if (position === undefined || target.length <= ahead.row) return [];
    const driven = toEgoFrame(origin, position)[1];
    return Math.abs(driven) < TURN_METERS ? [] : [{ id, driven, labelled: at(target, ahead.row)[1] }];
  });
}

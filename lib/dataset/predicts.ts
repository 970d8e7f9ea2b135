import { constantTurn } from "../geometry/baselines";
import { type Point, type Trajectory } from "../geometry/trajectory";
import { at } from "../math/at";
import { type Motion } from "./prompt";

/**
 * What a model is asked for, metres: `places`; `steps` (each place less the one before, the first less the ego's);
 * or what places differ by from going on as the car says it moves (`motionOf`, what the motion prompt tells, before
 * it is rounded): `velocity-correction` straight ahead at its speed, `turn-correction` along its turn too.
 */
export type Predicts = "places" | "steps" | "velocity-correction" | "turn-correction";

export const PREDICTS: readonly Predicts[] = ["places", "steps", "velocity-correction", "turn-correction"];

/** Whether a speed and turn rate must be known for it. */
export function needsMotion(predicts: Predicts): boolean {
  return predicts === "velocity-correction" || predicts === "turn-correction";
}

/** Places → what the model is asked for. Throws when the motion is needed and unknown. */
export function askedOf(predicts: Predicts, places: Trajectory, motion: Motion | undefined): Trajectory {
  switch (predicts) {
    case "places":
      return places;
    case "steps":
      return places.map((point, j) => minus(point, j === 0 ? [0, 0] : at(places, j - 1)));
    case "velocity-correction":
    case "turn-correction": {
      const base = goingOn(predicts, motion, places.length);
      return places.map((point, j) => minus(point, at(base, j)));
    }
  }
}

/** What the model was asked for → places: the inverse of `askedOf`. */
export function placesOf(predicts: Predicts, asked: Trajectory, motion: Motion | undefined): Trajectory {
  switch (predicts) {
    case "places":
      return asked;
    case "steps": {
      let place: Point = [0, 0];
      return asked.map((step) => (place = plus(place, step)));
    }
    case "velocity-correction":
    case "turn-correction": {
      const base = goingOn(predicts, motion, asked.length);
      return asked.map((point, j) => plus(point, at(base, j)));
    }
  }
}

/** Where the car gets that goes on as it says it moves: straight ahead, or along its turn. */
function goingOn(
  predicts: "velocity-correction" | "turn-correction",
  motion: Motion | undefined,
  rows: number,
): Trajectory {
  if (motion === undefined) {
    throw new Error(`predicts ${predicts}: expected a speed and turn rate, got none; choose places or steps`);
  }
  return turning(predicts === "turn-correction" ? motion : { ...motion, turnRate: 0 }, rows);
}

/** Constant turn rate and velocity of a motion (degrees per second). */
export function turning({ speed, turnRate }: Motion, rows?: number): Trajectory {
  return constantTurn({ speed, turnRate: (turnRate * Math.PI) / 180 }, rows);
}

const minus = ([ax, ay]: Point, [bx, by]: Point): Point => [ax - bx, ay - by];
const plus = ([ax, ay]: Point, [bx, by]: Point): Point => [ax + bx, ay + by];

import { at } from "../../math/at";
import { type Rng } from "../../math/rng";
import { mean, std } from "../../math/statistics";
import { type Recipe } from "../recipe";
import { dense, dropout, sequential } from "../topology/layers";
import { blockOfRows, drawOf, type Draw } from "./draw";
import { type HealthyRecipe } from "./healthy";

const VARIANTS = ["plain", "plain", "noisy", "few epochs", "dropout"] as const;

/** One moment of a car: speed m/s, acceleration m/s², turn rate rad/s. */
type Moment = readonly [speed: number, acceleration: number, turn: number];

/** Where a car will be, seen from itself: x forward, y left, from speed, acceleration and turn rate. */
export function trajectory(seed: number): Omit<HealthyRecipe, "family"> {
  const draw = drawOf(seed);
  const variant = draw.one("variant", VARIANTS);
  const steps = draw.one("steps", [4, 6, 8, 10]);
  const seconds = draw.one("seconds", [0.2, 0.5]);
  const rows = Math.round(draw.scaled("rows", 160, 420));
  const heldOut = Math.round(draw.scaled("held out", 70, 140));
  const moments = drives(draw.stream("drives"), rows + heldOut);
  const noise = variant === "noisy" ? draw.between("noise", 0.6, 1) : draw.between("noise", 0, 0.15);
  const rng = draw.stream("noise");
  const targets = moments.map((moment) =>
    path(moment, { steps, seconds, deviation: noise * rng.normal(), side: noise * rng.normal() }),
  );
  const inputs = moments.map((moment) => [...moment]);
  const part = (first: number, last: number) => ({
    inputs: blockOfRows(inputs.slice(first, last)),
    targets: blockOfRows(targets.slice(first, last)),
  });
  const recipe: Recipe = {
    model: sequential([3], layers(draw, variant, 2 * steps)),
    train: part(0, rows),
    validation: part(rows, rows + heldOut),
    loss: draw.one("loss", ["mse", "smooth-l1", "smooth-l1"] as const),
    optimizer: {
      name: draw.one("optimizer", ["adam", "adamw"] as const),
      learningRate: draw.scaled("rate", 4e-3, 1e-2),
    },
    ...lengthOf(draw, variant, rows),
    seed,
    scaling: {
      inputs: "standardise",
      targets: draw.one("scaling", ["standardise-steps", "standardise"] as const),
    },
    trajectory: { seconds },
  };
  return { variant, recipe, ceiling: ceiling(moments, targets, { steps, seconds }) };
}

function lengthOf(draw: Draw, variant: string, rows: number): Pick<Recipe, "batchSize" | "epochs"> {
  if (variant === "few epochs") return { batchSize: 4, epochs: draw.whole("epochs", 4, 6) };
  const batchSize = draw.one("batch", [8, 16]);
  const updates = draw.whole("updates", 350, 600);
  return { batchSize, epochs: Math.max(8, Math.round(updates / Math.ceil(rows / batchSize))) };
}

function layers(draw: Draw, variant: string, width: number) {
  const activation = draw.one("activation", ["relu", "tanh", "gelu"]);
  const hidden = Array.from({ length: draw.whole("depth", 1, 3) }, (_, i) => [
    dense(`hidden_${i}`, draw.one("width", [24, 32]), { activation }),
    ...(variant === "dropout" ? [dropout(`dropout_${i}`, 0.1)] : []),
  ]);
  return [...hidden.flat(), dense("output", width)];
}

/** Rows follow one another in time, in drives of 30 rows: speed and turn wander. */
function drives(rng: Rng, rows: number): Moment[] {
  let [speed, acceleration, turn] = [8, 0, 0];
  return Array.from({ length: rows }, (_, i): Moment => {
    if (i % 30 === 0)
      [speed, acceleration, turn] = [2 + 14 * rng.uniform(), rng.normal(), 0.25 * rng.normal()];
    acceleration = 0.8 * acceleration + 0.6 * rng.normal();
    turn = 0.9 * turn + 0.1 * rng.normal();
    speed = Math.max(0, speed + 0.3 * acceleration);
    return [speed, acceleration, turn];
  });
}

/** x, y, x, y … at equal steps; what the driver does next is not seen: acceleration and turn are off by so much. */
function path(
  [speed, acceleration, turn]: Moment,
  { steps, seconds, deviation, side }: { steps: number; seconds: number; deviation: number; side: number },
): number[] {
  let [x, y, heading, v] = [0, 0, 0, speed];
  const points: number[] = [];
  for (let j = 0; j < steps; j++) {
    v = Math.max(0, v + (acceleration + 1.5 * deviation) * seconds * 0.5);
    heading += (turn + 0.1 * side) * seconds;
    x += v * seconds * Math.cos(heading);
    y += v * seconds * Math.sin(heading);
    points.push(x, y);
  }
  return points;
}

/** 1 − variance of what the driver does unseen / variance of the targets, mean over outputs. */
function ceiling(
  moments: readonly Moment[],
  targets: readonly number[][],
  size: { steps: number; seconds: number },
): number {
  const known = moments.map((moment) => path(moment, { ...size, deviation: 0, side: 0 }));
  const shares = at(targets, 0).map((_, k) => {
    const unseen = targets.map((row, i) => at(row, k) - at(at(known, i), k));
    return 1 - mean(unseen.map((value) => value ** 2)) / std(targets.map((row) => at(row, k))) ** 2;
  });
  return mean(shares);
}

import { type Rng } from "../../math/rng";
import { type Recipe } from "../recipe";
import { conv2d, dense, flatten, sequential } from "../topology/layers";
import { blockOfRows, drawOf } from "./draw";
import { type HealthyRecipe } from "./healthy";

const SIDE = 8;

/** Pictures of 8 × 8 with one bright spot: where it is and how wide, from a small convolution. */
export function picture(seed: number): Omit<HealthyRecipe, "family"> {
  const draw = drawOf(seed);
  const [rows, heldOut] = [draw.whole("rows", 120, 220), draw.whole("held out", 50, 80)];
  const outputs = draw.one("outputs", [2, 3]);
  const rng = draw.stream("spots");
  const spots = Array.from({ length: rows + heldOut }, () => spot(rng));
  const unit = draw.scaled("unit", 0.1, 50);
  const part = (first: number, last: number) => ({
    inputs: blockOfRows(
      spots.slice(first, last).map(({ pixels }) => pixels),
      [SIDE, SIDE, 1],
    ),
    targets: blockOfRows(
      spots.slice(first, last).map(({ where }) => where.slice(0, outputs).map((value) => unit * value)),
    ),
  });
  const activation = draw.one("activation", ["relu", "relu", "elu"]);
  const recipe: Recipe = {
    model: sequential(
      [SIDE, SIDE, 1],
      [
        conv2d("hidden_0", 6, { activation }),
        conv2d("hidden_1", 8, { activation }, 2),
        flatten("flatten"),
        dense("hidden_2", 24, { activation }),
        dense("output", outputs),
      ],
    ),
    train: part(0, rows),
    validation: part(rows, rows + heldOut),
    loss: "mse",
    optimizer: {
      name: draw.one("optimizer", ["adam", "adamw"] as const),
      learningRate: draw.scaled("rate", 3e-3, 6e-3),
    },
    batchSize: 16,
    epochs: draw.whole("epochs", 16, 24),
    seed,
    scaling: { targets: "standardise" },
  };
  return { variant: "spot", recipe, ceiling: 1 };
}

function spot(rng: Rng): { pixels: number[]; where: number[] } {
  const [x, y, width] = [1.5 + 4 * rng.uniform(), 1.5 + 4 * rng.uniform(), 0.7 + 0.8 * rng.uniform()];
  const pixels = Array.from({ length: SIDE * SIDE }, (_, i) => {
    const distance = ((i % SIDE) - x) ** 2 + (Math.floor(i / SIDE) - y) ** 2;
    return Math.exp(-distance / (2 * width ** 2)) + 0.03 * rng.normal();
  });
  return { pixels, where: [x, y, width] };
}

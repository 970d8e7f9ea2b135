import { at } from "../../math/at";
import { type Rng } from "../../math/rng";
import { type Recipe } from "../recipe";
import { dense, dropout, sequential } from "../topology/layers";
import { blockOfRows, drawOf, normalRows } from "./draw";
import { type HealthyRecipe } from "./healthy";

const VARIANTS = ["plain", "plain", "overlapping", "few epochs", "dropout"] as const;

/** Two to four classes, each a cloud of its own; cross-entropy, or bce where there are two. */
export function classifier(seed: number): Omit<HealthyRecipe, "family"> {
  const draw = drawOf(seed);
  const variant = draw.one("variant", VARIANTS);
  const [classes, width] = [draw.whole("classes", 2, 4), draw.whole("columns", 2, 6)];
  const isBinary = classes === 2 && draw.one("binary", [true, false]);
  const [rows, heldOut] = [Math.round(draw.scaled("rows", 160, 400)), draw.whole("held out", 80, 140)];
  const radius = variant === "overlapping" ? 1.6 : 2.6;
  const cloud = clouds(draw.stream("clouds"), { rows: rows + heldOut, classes, width, radius });
  const targetOf = (label: number): number[] =>
    isBinary ? [label] : Array.from({ length: classes }, (_, k) => (k === label ? 1 : 0));
  const part = (first: number, last: number) => ({
    inputs: blockOfRows(cloud.inputs.slice(first, last)),
    targets: blockOfRows(cloud.labels.slice(first, last).map(targetOf)),
  });
  const activation = draw.one("activation", ["relu", "tanh", "gelu"]);
  const few = variant === "few epochs";
  const recipe: Recipe = {
    model: sequential(
      [width],
      [
        ...Array.from({ length: draw.whole("depth", 1, 2) }, (_, i) => [
          dense(`hidden_${i}`, draw.one("width", [16, 32]), { activation }),
          ...(variant === "dropout" ? [dropout(`dropout_${i}`, 0.2)] : []),
        ]).flat(),
        isBinary
          ? dense("output", 1, { activation: "sigmoid" })
          : dense("output", classes, { activation: "softmax" }),
      ],
    ),
    train: part(0, rows),
    validation: part(rows, rows + heldOut),
    loss: isBinary ? "bce" : "cross-entropy",
    optimizer: {
      name: draw.one("optimizer", ["adam", "adamw", "rmsprop"] as const),
      learningRate: draw.scaled("rate", 3e-3, 1e-2),
    },
    batchSize: few ? 4 : draw.one("batch", [8, 16]),
    epochs: few ? draw.whole("epochs", 4, 6) : draw.whole("epochs", 12, 25),
    seed,
    scaling: { inputs: "standardise" },
  };
  return { variant, recipe, ceiling: cloud.ceiling };
}

/** Centres on a circle of so many deviations; a row's best class is the nearest centre. */
function clouds(
  rng: Rng,
  { rows, classes, width, radius }: { rows: number; classes: number; width: number; radius: number },
): { inputs: number[][]; labels: number[]; ceiling: number } {
  const centres = Array.from({ length: classes }, (_, k) => {
    const angle = (2 * Math.PI * k) / classes;
    return Array.from({ length: width }, (__, c) =>
      c === 0 ? radius * Math.cos(angle) : c === 1 ? radius * Math.sin(angle) : 0,
    );
  });
  const labels = Array.from({ length: rows }, () => rng.integer(classes));
  const inputs = normalRows(rng, rows, width).map((row, i) =>
    row.map((value, c) => value + at(at(centres, at(labels, i)), c)),
  );
  const distance = (row: readonly number[], k: number): number =>
    row.reduce((sum, value, c) => sum + (value - at(at(centres, k), c)) ** 2, 0);
  const hits = inputs.filter((row, i) =>
    centres.every((_, k) => distance(row, at(labels, i)) <= distance(row, k)),
  );
  return { inputs, labels, ceiling: hits.length / rows };
}

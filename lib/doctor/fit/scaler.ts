import { fitColumns, scaleColumns, unscaleColumns } from "../../dataset/columnScaling";
import { denormalise, fitNormaliser, normalise, type NormaliserKind } from "../../dataset/normaliser";
import { type Trajectory } from "../../geometry/trajectory";
import { at } from "../../math/at";
import { tableOf, widthOf, type Block } from "./block";

/** The owner's units ↔ what the model trains on. */
export interface Scaler {
  readonly scale: (block: Block) => Block;
  readonly unscale: (block: Block) => Block;
}

/**
 * Fitted on training rows. standardise and robust per column, of a picture [N, H, W, C] per channel; increments and
 * standardise-steps read a row as x, y, x, y … Errors: one of these two without `isTrajectory`.
 */
export function fitScaler(kind: NormaliserKind, train: Block, isTrajectory: boolean): Scaler {
  if (kind === "standardise-steps" || kind === "increments") {
    if (isTrajectory) return trajectoryScaler(kind, train);
    throw new Error(
      `scaling: expected none, divide-by-100, standardise or robust, got ${kind}; set trajectory if targets are x, y, x, y …`,
    );
  }
  const fitted = fitColumns(kind, { values: train.data, width: at(train.shape, train.shape.length - 1) });
  return {
    scale: ({ data, shape }) => ({ data: scaleColumns(fitted, data), shape }),
    unscale: ({ data, shape }) => ({ data: unscaleColumns(fitted, data), shape }),
  };
}

function trajectoryScaler(kind: "standardise-steps" | "increments", train: Block): Scaler {
  const fitted = fitNormaliser(kind, trajectories(train));
  const each =
    (of: (trajectory: Trajectory) => Trajectory) =>
    (block: Block): Block => ({
      data: Float32Array.from(trajectories(block).flatMap((trajectory) => of(trajectory).flat())),
      shape: block.shape,
    });
  return {
    scale: each((trajectory) => normalise(fitted, trajectory)),
    unscale: each((trajectory) => denormalise(fitted, trajectory)),
  };
}

/** Rows x, y, x, y … as points. */
function trajectories(block: Block): Trajectory[] {
  const width = widthOf(block);
  if (width % 2 !== 0) {
    throw new Error(
      `trajectory targets: expected x, y, x, y …, got ${width} numbers a row; check the columns`,
    );
  }
  return tableOf(block).map((row) =>
    Array.from({ length: width / 2 }, (_, j) => [at(row, 2 * j), at(row, 2 * j + 1)] as const),
  );
}

import { join } from "node:path";
import { readOwnRun } from "../doctor/readers/readOwnRun";
import { projectRoot } from "../files/projectRoot";
import { at } from "../math/at";
import { PALETTE, type Figure } from "../plots/figure";
import { lineChart, type Line } from "../plots/lineChart";
import { INCIDENT } from "./incident";

/** Relative to the project; data/README.md has the command that makes it. */
const LOG = join("data", "true-size", "log.csv");

/** The incident's run, made by us at its own size on its labels; an entry an epoch, metres. */
export interface TrueSizeLog {
  /** Smooth L1 per coordinate. */
  readonly trainLoss: readonly number[];
  /** Mean distance per point. */
  readonly validation: readonly number[];
  /** What one answer for all samples reaches: the lowest training loss, and the median trajectory's error. */
  readonly bestConstant: number;
  readonly medianTrajectory: number;
}

/** Reads the kept log. Errors: a column or the file is missing. */
export async function trueSizeLog(): Promise<TrueSizeLog> {
  const { curves = [] } = (await readOwnRun({ log: join(projectRoot(), LOG) })).evidence;
  const column = (name: string): number[] => {
    const found = curves.find((curve) => curve.name === name);
    if (found === undefined)
      throw new Error(`${LOG}: expected a column ${name}, got none; make the log again`);
    return found.values.map(Number);
  };
  return {
    trainLoss: column("train_loss"),
    validation: column("val_error"),
    bestConstant: at(column("best_constant"), 0),
    medianTrajectory: at(column("median_trajectory"), 0),
  };
}

/** Our log and the document's seven numbers, epoch by epoch, on one axis that starts at zero. */
export function trueSizeFigure({ trainLoss, validation }: TrueSizeLog): Figure {
  const { trainLoss: told, validationL2, debug } = INCIDENT;
  const ours = (name: string, y: readonly number[], color: string): Line => ({
    ...{ name, y, color, markers: true },
    x: y.map((_, i) => i + 1),
  });
  const theirs = (name: string, points: readonly (readonly [number, number])[], color: string): Line => ({
    ...{ name, color, markers: true, dash: "dot", legend: false },
    x: points.map(([epoch]) => epoch),
    y: points.map(([, value]) => value),
  });
  const losses = told.map(({ epoch, loss }) => [epoch, loss] as const);
  const errors = validationL2.map(({ epoch, error }) => [epoch, error] as const);
  const number = ([x, y]: readonly [number, number], yshift: number): object => ({
    ...{ x, y, yshift, text: y.toFixed(2), showarrow: false, font: { size: 11 } },
  });
  const epochs = trainLoss.length;
  const [first, last] = [trainLoss, validation].map((y) => `${y[0]?.toFixed(1)} to ${y.at(-1)?.toFixed(1)}`);
  return lineChart({
    title: "Our log and the document's (dotted)",
    ...{ x: "epoch", y: "loss, validation error (m)" },
    lines: [
      theirs("document: loss", losses, PALETTE.black),
      theirs("document: validation", errors, PALETTE.purple),
      theirs(
        "document: debug line, epoch not told",
        [1, epochs].map((x) => [x, debug.printedError]),
        PALETTE.grey,
      ),
      ours("ours: loss", trainLoss, PALETTE.black),
      ours("ours: validation", validation, PALETTE.purple),
    ],
    summary: `Ours: loss ${first} m, validation ${last} m over ${epochs} epochs.`,
    layout: {
      yaxis: { rangemode: "tozero" },
      annotations: [
        ...losses.map((point) => number(point, -12)),
        ...errors.map((point) => number(point, 12)),
        {
          ...number([epochs, debug.printedError], -12),
          text: `debug line ${debug.printedError.toFixed(2)}`,
          xanchor: "right",
        },
      ],
    },
  });
}

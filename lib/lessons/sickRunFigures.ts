import { COLOURS } from "../plots/colours";
import { PALETTE, type Figure } from "../plots/figure";
import { lineChart } from "../plots/lineChart";
import { topView, type GroundPath } from "../plots/topView";
import { INCIDENT } from "./incident";

/** The document's losses and validation errors by epoch, on one axis that starts at zero. */
export function logFigure(): Figure {
  const { trainLoss, validationL2 } = INCIDENT;
  const [first, last] = [trainLoss[0].loss, trainLoss[3].loss];
  return lineChart({
    title: "A loss that hardly moves",
    x: "epoch",
    y: "loss, validation error (m)",
    lines: [
      {
        name: "train loss (Smooth L1 per coordinate)",
        x: trainLoss.map(({ epoch }) => epoch),
        y: trainLoss.map(({ loss }) => loss),
        markers: true,
        color: PALETTE.black,
      },
      {
        name: "validation (L2 per point)",
        x: validationL2.map(({ epoch }) => epoch),
        y: validationL2.map(({ error }) => error),
        markers: true,
        color: PALETTE.grey,
      },
    ],
    summary:
      `Train loss ${first} to ${last} m, validation ${validationL2[0].error} to ${validationL2[1].error} m; ` +
      "epochs four to six are not in the document.",
    layout: { yaxis: { range: [0, 75] } },
  });
}

/** The debug line's target and prediction from above, and the prediction the document promises. */
export function debugLineFigure(): Figure {
  const { target, predicted } = INCIDENT.debug;
  const mark = (name: string, point: GroundPath["points"][number], symbol: GroundPath["symbol"]) => ({
    ...{ name, points: [point], marks: true, symbol: symbol ?? "circle" },
  });
  return topView({
    title: "The debug line from above, the car looking up",
    frame: "ego",
    height: 420,
    paths: [
      { ...mark("target", target, "circle"), color: COLOURS.wrong },
      { ...mark("prediction", predicted, "x"), color: COLOURS.base },
      { ...mark("promised prediction", INCIDENT.expected.debug.predicted, "square"), color: COLOURS.fix },
    ],
    summary: `The target lies ${-target[0]} m behind the car.`,
  });
}

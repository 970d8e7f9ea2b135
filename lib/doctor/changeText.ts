import { type Change } from "./change";

const REPAIRS = {
  labels: "mend the labels: the script that makes them, or the rows that are wrong",
  pairing: "look whether each row has its own target",
  frame: "bring targets and inputs into one frame",
  units: "bring predictions and targets to one unit before comparing",
  split: "split so that no held-out row was trained on",
  outliers: "mend or leave out the rows whose targets lie far outside",
  shape: "give targets and predictions one shape",
} as const;

const named = (layers: "hidden" | "output" | readonly string[]): string =>
  typeof layers === "string" ? `${layers} layers` : layers.join(", ");

/** Rows that a text names. */
const SHOWN_ROWS = 8;

function rowsText(rows: readonly number[] = []): string {
  if (rows.length === 0) return "";
  const shown = rows.slice(0, SHOWN_ROWS).join(", ");
  const more = rows.length > SHOWN_ROWS ? ` … (${rows.length})` : "";
  return ` (${rows.length === 1 ? "row" : "rows"} ${shown}${more})`;
}

/** One change in words, imperative. */
export function changeText(change: Change): string {
  switch (change.kind) {
    case "learning-rate":
      return `set the learning rate to ${change.to}`;
    case "optimizer":
      return `take ${change.to.name} with a rate of ${change.to.learningRate}`;
    case "schedule":
      return `take the schedule ${change.to}`;
    case "epochs":
      return `train for ${change.to} epochs`;
    case "batch-size":
      return `take batches of ${change.to}`;
    case "clip-norm":
      return `clip gradients at a norm of ${change.to}`;
    case "loss":
      return `take the loss ${change.to}`;
    case "scale-inputs":
      return `scale the inputs (${change.to})`;
    case "scale-targets":
      return `scale the targets (${change.to})`;
    case "outputs":
      return `multiply predictions by ${change.to.scale}, add ${change.to.offset}`;
    case "activation":
      return `activation ${change.to} for the ${named(change.layers)}`;
    case "initialiser":
      return `initialise the ${named(change.layers)} with ${change.to}${change.std === undefined ? "" : ` of spread ${change.std}`}`;
    case "output-bias":
      return "start the output's bias at the mean of the targets";
    case "dropout":
      return change.to === 0 ? "leave dropout out" : `set dropout to ${change.to}`;
    case "weight-penalty":
      return change.to === 0 ? "leave the weight penalty out" : `set the weight penalty to ${change.to}`;
    case "normalisation-layer":
      return `take the layer ${change.remove} out`;
    case "batch-norm-momentum":
      return `set the momentum of batch norm to ${change.to}`;
    case "freeze":
      return change.layers.length === 0
        ? "let every layer learn"
        : `let all layers learn but ${change.layers.join(", ")}`;
    case "width":
      return `make the hidden layers ${change.factor} times as wide`;
    case "data":
      return `${REPAIRS[change.repair]}${rowsText(change.rows)}`;
    default:
      return change satisfies never;
  }
}

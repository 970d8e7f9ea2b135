import { type Curve, type Evidence } from "../doctor/evidence";
import { judgedPairs, pairFacts, type OutputFacts, type PairFacts } from "../doctor/measures/pairFacts";
import { rowErrors } from "../doctor/measures/rowErrors";
import { at } from "../math/at";
import { mean, median, range } from "../math/statistics";
import { figure, PALETTE, type Figure, type Trace } from "../plots/figure";
import { histogram } from "../plots/histogram";
import { lineChart } from "../plots/lineChart";
import { spreadRows } from "../training/spreadRows";
import { insideFigures } from "./insideFigures";

/** A figure of a run and the file name it is saved under. */
export type NamedFigures = Readonly<Record<string, Figure>>;

/** Every figure that the evidence of a run allows, in the order one reads them: curves, pairs, the inside. */
export function evidenceFigures(evidence: Evidence): NamedFigures {
  const pairs = judgedPairs(evidence);
  const facts = pairs === undefined ? undefined : pairFacts(pairs);
  return {
    ...curveFigure(evidence, "loss", ["train-loss", "validation-loss"]),
    ...curveFigure(evidence, "gradient", ["gradient-norm"]),
    ...curveFigure(evidence, "rate", ["learning-rate"]),
    ...(pairs === undefined || facts === undefined || facts.outputs.length === 0
      ? {}
      : pairFigures(facts, rowErrors(pairs).errors)),
    ...insideFigures(evidence),
  };
}

const TITLES = {
  loss: ["Loss", "loss (the run's own units)"],
  gradient: ["Gradient norm", "gradient norm"],
  rate: ["Learning rate", "learning rate"],
} as const;

function curveFigure(
  { curves = [], data }: Evidence,
  name: keyof typeof TITLES,
  roles: readonly Curve["role"][],
): NamedFigures {
  const shown = curves.filter(({ role, x }) => roles.includes(role) && x === unitOf(curves, roles));
  const finite = shown.flatMap(({ values }) => values.map(Number)).filter(Number.isFinite);
  if (finite.length === 0) return {};
  const [title, y] = TITLES[name];
  const constant = name === "loss" ? data?.lossOfBestConstant : undefined;
  const isLog = Math.min(...finite) > 0 && Math.max(...finite) > 20 * Math.min(...finite);
  const lines = shown.map(lineOf);
  const ends = range(shown.flatMap(({ at: places }) => places));
  const reference = { name: "best constant", color: PALETTE.grey, dash: "dash" as const };
  return {
    [name]: lineChart({
      title,
      x: at(shown, 0).x,
      y,
      lines: constant === undefined ? lines : [...lines, { ...reference, x: ends, y: [constant, constant] }],
      summary: shown.map((curve) => `${curve.name}: ${firstToLast(curve)}`).join("; "),
      layout: isLog
        ? { yaxis: { type: "log" } }
        : name === "rate" || isLevel(finite)
          ? { yaxis: { rangemode: "tozero" } }
          : {},
    }),
  };
}

/** What changes by a tenth at most is drawn from 0: an axis that is cut would make a fall of it. */
function isLevel(values: readonly number[]): boolean {
  const [low, high] = range(values);
  return low > 0 && high - low < 0.1 * high;
}

/** Curves by epoch where there are some, else by step: the two do not share an axis. */
function unitOf(curves: readonly Curve[], roles: readonly Curve["role"][]): Curve["x"] {
  return curves.some(({ role, x }) => roles.includes(role) && x === "epoch") ? "epoch" : "step";
}

const ROLE_COLOURS: Readonly<Partial<Record<Curve["role"], string>>> = {
  "train-loss": PALETTE.sky,
  "validation-loss": PALETTE.blue,
};

/** What is no number leaves a gap. */
function lineOf({ name, role, at: x, values }: Curve) {
  const color = ROLE_COLOURS[role] ?? PALETTE.black;
  return { name, x, y: values.map(Number), color, markers: x.length < 40 };
}

function firstToLast({ values }: Curve): string {
  const numbers = values.map(Number);
  return `${threeDigits(at(numbers, 0))} to ${threeDigits(at(numbers, numbers.length - 1))}`;
}

const threeDigits = (value: number): string =>
  Number.isNaN(value) ? "none" : String(Number(value.toPrecision(3)));

function pairFigures(facts: PairFacts, rows: Float64Array): NamedFigures {
  return {
    "predicted-against-target": scatter(facts),
    "outputs-on-the-map": outputMap(facts),
    "error-by-row": errors(rows),
    "share-of-the-loss": rowShares(rows),
  };
}

/** Dots of one output at most. */
const DOTS = 400;
/** Outputs that are drawn: the first, the last and those between, evenly. */
const OUTPUTS = 4;

function scatter({ outputs }: PairFacts): Figure {
  const colours = [PALETTE.blue, PALETTE.orange, PALETTE.green, PALETTE.purple];
  const shown = spreadRows(outputs.length, OUTPUTS).map((i) => at(outputs, i));
  const ends = range(shown.flatMap(({ target }) => [...target]));
  const dots = shown.map(({ name, target, predicted }, i): Trace => {
    const rows = spreadRows(target.length, DOTS);
    const pick = (values: Float64Array) => rows.map((row) => at(values, row));
    const marker = { color: colours[i] ?? PALETTE.black, size: 6, opacity: 0.6 };
    return { type: "scatter", mode: "markers", name, x: pick(target), y: pick(predicted), marker };
  });
  const line = { color: PALETTE.grey, dash: "dash", width: 2 };
  return figure({
    title: "Predicted against target, held-out rows",
    x: "target (owner's units)",
    y: "predicted (owner's units)",
    data: [{ type: "scatter", mode: "lines", name: "perfect", x: ends, y: ends, line }, ...dots],
    height: 440,
    summary: shown
      .map(
        ({ name, r, spreadRatio }) =>
          `${name}: r ${threeDigits(r)}, spread ratio ${threeDigits(spreadRatio)}`,
      )
      .join("; "),
  });
}

function outputMap({ outputs }: PairFacts): Figure {
  const marker = { color: PALETTE.blue, size: 10 };
  const of = (value: (output: OutputFacts) => number) => outputs.map(value);
  return figure({
    title: "Each output: does it follow, and is it wide enough?",
    x: "spread ratio: std of predictions / std of targets",
    y: "r: correlation with targets",
    data: [
      {
        type: "scatter",
        mode: "markers",
        name: "outputs",
        x: of((o) => o.spreadRatio),
        y: of((o) => o.r),
        text: outputs.map(({ name }) => name),
        marker,
      },
      {
        type: "scatter",
        mode: "lines",
        name: "slope 1: as wide as it knows",
        x: [0, 1],
        y: [0, 1],
        line: { color: PALETTE.grey, dash: "dash", width: 2 },
      },
    ],
    summary: `Median r ${threeDigits(median(of((o) => o.r)))}, median spread ratio ${threeDigits(median(of((o) => o.spreadRatio)))}, median slope ${threeDigits(median(of((o) => o.slope)))}.`,
  });
}

/** Rows by their error in robust spreads of the targets: what `robust-scoreboard` judges is what is drawn. */
function errors(rows: Float64Array): Figure {
  const values = [...rows];
  return histogram({
    title: "Error of each held-out row",
    x: "error / spread of the targets (robust)",
    values,
    bars: 30,
    summary: `Median ${threeDigits(median(values))} of the targets' spread, mean ${threeDigits(mean(values))}, largest ${threeDigits(Math.max(...values))}.`,
  });
}

function rowShares(rows: Float64Array): Figure {
  const squares = [...rows].map((value) => value ** 2).sort((a, b) => b - a);
  const total = squares.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  const y = squares.map((value) => (100 * (sum += value)) / total);
  const x = squares.map((_, i) => (100 * (i + 1)) / squares.length);
  const worst = y.find((_, i) => at(x, i) >= 5) ?? NaN;
  return lineChart({
    title: "How few rows carry the squared error?",
    x: "rows, worst first (%)",
    y: "share of the squared error (%)",
    lines: [
      { name: "this run", x, y, color: PALETTE.blue },
      { name: "all rows alike", x: [0, 100], y: [0, 100], color: PALETTE.grey, dash: "dash" },
    ],
    summary: `The worst 5 % of the rows carry ${worst.toFixed(0)} % of the squared error.`,
  });
}

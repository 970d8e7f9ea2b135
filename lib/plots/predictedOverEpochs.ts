import { figure, type Figure, PALETTE, type Trace } from "./figure";

/** What a run predicted for some samples at one moment. */
export interface PredictedAt {
  /** "before", "epoch 3", … */
  readonly title: string;
  /** One coordinate of each sample, metres. */
  readonly predicted: readonly number[];
}

/** One run: the same samples at each of its moments. */
export interface FollowedRun {
  readonly name: string;
  readonly color: string;
  readonly target: readonly number[];
  readonly moments: readonly PredictedAt[];
  /** The part of either axis that is drawn, metres; points outside lie at its edge. */
  readonly limits: readonly [number, number];
}

export interface PredictedOverEpochsOptions {
  readonly title: string;
  /** What is compared, as the axes call it: "x at 4.5 s" say. */
  readonly coordinate: string;
  readonly runs: readonly FollowedRun[];
  readonly summary: string;
}

/** Shares of a column's and of a row's room that stay empty between panels. */
const GAP = { across: 0.12, down: 0.3 } as const;
const ROW_HEIGHT = 156;

/**
 * Prediction over target as small pictures: a row for each run, its moments from left to right. A run that learns
 * turns the level line of points into the diagonal.
 */
export function predictedOverEpochs(options: PredictedOverEpochsOptions): Figure {
  const { title, coordinate, runs, summary } = options;
  const columns = Math.max(...runs.map(({ moments }) => moments.length));
  const panels = runs.flatMap((run, row) =>
    run.moments.map((moment, column) => panelOf(run, moment, { row, column, rows: runs.length, columns })),
  );
  return figure({
    title,
    summary,
    x: "",
    y: "",
    data: panels.flatMap(({ traces }) => traces),
    height: 110 + ROW_HEIGHT * runs.length,
    layout: {
      ...Object.fromEntries(panels.flatMap(({ axes }) => Object.entries(axes))),
      showlegend: false,
      margin: { l: 48, r: 12, t: 76, b: 56 },
      annotations: [
        ...panels.flatMap(({ notes }) => notes),
        note(`target ${coordinate} (m) → · predicted ↑`, { x: 0.5, y: -0.02, yanchor: "top", yshift: -22 }),
      ],
    },
  });
}

interface Place {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

interface Panel {
  readonly traces: readonly Trace[];
  readonly axes: Readonly<Record<string, unknown>>;
  readonly notes: readonly object[];
}

function panelOf(run: FollowedRun, { title, predicted }: PredictedAt, place: Place): Panel {
  const { row, column, rows, columns } = place;
  const number = row * columns + column + 1;
  const suffix = number === 1 ? "" : String(number);
  const across = share(column, columns, GAP.across);
  const down = share(rows - 1 - row, rows, GAP.down);
  const { limits, name, color, target } = run;
  const axis = { range: [...limits], nticks: 4, zeroline: false, gridcolor: "#e5e5e5" };
  const on = { type: "scatter", xaxis: `x${suffix}`, yaxis: `y${suffix}` };
  const grey = { color: PALETTE.grey, dash: "dash", width: 1 };
  return {
    traces: [
      { ...on, mode: "lines", x: [...limits], y: [...limits], line: grey, hoverinfo: "skip" },
      {
        ...{ ...on, mode: "markers", name: `${name}, ${title}` },
        x: target.map((value) => within(value, limits)),
        y: predicted.map((value) => within(value, limits)),
        marker: { color, size: 5, opacity: 0.7 },
      },
    ],
    axes: {
      [`xaxis${suffix}`]: {
        ...axis,
        domain: across,
        anchor: on.yaxis,
        title: { text: "" },
        tickvals: [0, Number((limits[1] / 2).toPrecision(1))], // one at the edge would run into the next panel's 0
      },
      [`yaxis${suffix}`]: {
        ...axis,
        domain: down,
        anchor: on.xaxis,
        title: { text: "" },
        showticklabels: column === 0,
      },
    },
    notes: [
      note(title, {
        x: middle(across),
        xanchor: "center",
        y: down[1],
        yanchor: "bottom",
        font: { size: 11 },
      }),
      ...(column === 0
        ? [note(`<b>${name}</b>`, { x: 0, xanchor: "left", y: down[1], yanchor: "bottom", yshift: 16 })]
        : []),
    ],
  };
}

/** From where to where a panel reaches, of 0 to 1. */
function share(place: number, places: number, gap: number): [number, number] {
  const width = 1 / (places - gap);
  return [place * width, (place + 1 - gap) * width];
}

const middle = ([low, high]: readonly [number, number]): number => (low + high) / 2;

const within = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value));

const note = (text: string, where: object): object => ({
  ...{ text, showarrow: false, xref: "paper", yref: "paper", font: { size: 12 } },
  ...where,
});

import { type Trajectory } from "../geometry/trajectory";
import { figure, type Figure, type Trace } from "./figure";

/** Targets of one kind. */
export interface TrajectoryPanel {
  readonly name: string;
  readonly targets: readonly Trajectory[];
  readonly color: string;
}

export interface TrajectoryPanelsOptions {
  readonly title: string;
  /** One panel each, side by side. */
  readonly panels: readonly TrajectoryPanel[];
  /** Metres that are drawn to every side of the car: the same in all panels. */
  readonly reach: number;
  readonly summary: string;
  /** Trajectories drawn at most in a panel, evenly chosen; 60 by default. */
  readonly most?: number;
}

/** Points kept of each trajectory: its course stays and the figure is small. */
const EVERY = 4;
const GAP = 0.06;

/** Targets from above in the ego frame, panels on one scale: the car stands at (0, 0) and looks up, left is left. */
export function trajectoryPanels(options: TrajectoryPanelsOptions): Figure {
  const { title, panels, reach, summary, most = 60 } = options;
  const half = Number((reach / 2).toPrecision(1)); // marks at the edges would run into the next panel's
  const width = (1 + GAP) / panels.length;
  const axes = panels.map((_, i) => {
    const domain = [i * width, (i + 1) * width - GAP];
    const across = {
      title: { text: "left ← (m) → right" },
      range: [reach, -reach],
      tickvals: [half, 0, -half],
    };
    return [axisName(i), { ...across, domain, scaleanchor: "y", constrain: "domain", zeroline: false }];
  });
  return figure({
    title,
    summary,
    x: "left ← (m) → right",
    y: "forward (m)",
    data: panels.map((panel, i) => traceOf(panel, i, most)),
    height: 440,
    layout: {
      ...(Object.fromEntries(axes) as object),
      yaxis: { range: [-reach, reach], constrain: "domain" },
      annotations: panels.map(({ name }, i) => nameAbove(name, i)),
    },
  });
}

const axisName = (i: number): string => `xaxis${i === 0 ? "" : i + 1}`;
const axisOf = (i: number): string => `x${i === 0 ? "" : i + 1}`;

function traceOf({ name, targets, color }: TrajectoryPanel, i: number, most: number): Trace {
  const chosen = targets.filter((_, k) => k % Math.ceil(targets.length / most) === 0);
  // one trace for all: null lifts the pen between two trajectories
  const rows = chosen.flatMap((target) => [
    [0, 0] as const,
    ...target.filter((_, j) => j % EVERY === 0),
    undefined,
  ]);
  return {
    type: "scatter",
    mode: "lines",
    name,
    x: rows.map((point) => point?.[1] ?? null),
    y: rows.map((point) => point?.[0] ?? null),
    xaxis: axisOf(i),
    line: { color, width: 1 },
    opacity: 0.5,
    showlegend: false,
  };
}

function nameAbove(name: string, i: number): object {
  const place = { xref: `${axisOf(i)} domain`, x: 0.5, yref: "y domain", y: 1, yanchor: "bottom" };
  return { text: name, showarrow: false, ...place };
}

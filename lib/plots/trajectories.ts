import { type Trajectory } from "../geometry/trajectory";
import { CAR, LEFT_RIGHT } from "./car";
import { COLOURS, meaningOf } from "./colours";
import { figure, type Figure } from "./figure";

export interface TrajectoriesOptions {
  readonly title: string;
  readonly targets: readonly Trajectory[];
  readonly summary: string;
  /** Trajectories drawn at most, evenly chosen; 60 by default. */
  readonly most?: number;
  /** By default what the title means, else that of right labels. */
  readonly color?: string;
}

/** Points kept of each trajectory: its course stays and the figure is small. */
const EVERY = 4;

/** Targets seen from above in the ego frame: the car stands at (0, 0) and looks up, left is left. */
export function trajectories({ title, targets, summary, most = 60, color }: TrajectoriesOptions): Figure {
  const chosen = targets.filter((_, i) => i % Math.ceil(targets.length / most) === 0);
  // one trace for all: null lifts the pen between two trajectories
  const rows = chosen.flatMap((target) => [
    [0, 0] as const,
    ...target.filter((_, j) => j % EVERY === 0),
    undefined,
  ]);
  const trace = {
    type: "scatter",
    mode: "lines",
    x: rows.map((point) => point?.[1] ?? null),
    y: rows.map((point) => point?.[0] ?? null),
    line: { color: color ?? meaningOf(title) ?? COLOURS.right, width: 1 },
    opacity: 0.5,
    showlegend: false,
  };
  return figure({
    title,
    summary,
    x: LEFT_RIGHT,
    y: "forward (m)",
    data: [trace, CAR],
    height: 460,
    layout: { xaxis: { autorange: "reversed" }, yaxis: { scaleanchor: "x", scaleratio: 1 } },
  });
}

import type { Point } from "../geometry/trajectory";
import { at } from "../math/at";
import { CAR, LEFT_RIGHT } from "./car";
import { seriesColours } from "./colours";
import { figure, type Figure, type Trace } from "./figure";
import { thin } from "./thin";

/** Places on the ground, metres, in the order they are reached. */
export interface GroundPath {
  readonly name: string;
  readonly points: readonly Point[];
  /** Separate marks instead of a line. */
  readonly marks?: boolean;
  /** `circle` by default. */
  readonly symbol?: "circle" | "x" | "triangle-up" | "square";
  readonly color?: string;
  readonly dash?: "solid" | "dash" | "dot";
  /** False for one of many alike; true by default. */
  readonly legend?: boolean;
}

export interface TopViewOptions {
  readonly title: string;
  readonly paths: readonly GroundPath[];
  readonly summary: string;
  /** `ego`: forward is up, left is left. `world`: east is right, north is up. */
  readonly frame: "ego" | "world";
  /** False stretches the narrow axis to fill the picture, and says so on it; true by default. */
  readonly equalScale?: boolean;
  readonly height?: number;
}

/** Paths seen from above. In the ego frame the car stands at (0, 0) and looks up the page. */
export function topView({ frame, equalScale = true, paths, ...options }: TopViewOptions): Figure {
  const colours = seriesColours(paths.map(({ name }) => name));
  const ego = frame === "ego";
  const across = ego ? LEFT_RIGHT : "east (m)";
  const stretched = ego ? "left ← (m), stretched → right" : "east (m), stretched";
  return figure({
    ...options,
    x: equalScale ? across : stretched,
    y: ego ? "forward (m)" : "north (m)",
    data: [
      ...paths.map((path, i) => traceOf(path, ego, path.color ?? at(colours, i))),
      ...(ego ? [CAR] : []),
    ],
    layout: {
      ...(ego ? { xaxis: { autorange: "reversed" } } : {}),
      ...(equalScale ? { yaxis: { scaleanchor: "x", scaleratio: 1 } } : {}),
    },
  });
}

function traceOf(path: GroundPath, ego: boolean, color: string): Trace {
  const points = thin(path.points);
  const horizontal = ego ? 1 : 0;
  return {
    type: "scatter",
    name: path.name,
    mode: path.marks === true ? "markers" : "lines",
    x: points.map((point) => point[horizontal]),
    y: points.map((point) => point[1 - horizontal] as number),
    showlegend: path.legend ?? true,
    ...(path.marks === true
      ? { marker: { color, size: 10, symbol: path.symbol ?? "circle" } }
      : { line: { color, width: 2, dash: path.dash ?? "solid" } }),
  };
}

import { type Place } from "../dataset/place";
import { COLOURS, meaningOf } from "./colours";
import { figure, type Figure } from "./figure";

/** Points of a path drawn at most. */
const MOST_POINTS = 300;

/** The paths labels are cut from, on the map, in the colour its title means; a script that glues recordings draws straight leaps. */
export function labelledPath(title: string, paths: readonly (readonly Place[])[]): Figure {
  const color = meaningOf(title) ?? COLOURS.wrong;
  const total = paths.reduce((sum, { length }) => sum + length, 0);
  const every = Math.ceil(total / MOST_POINTS);
  const points = paths.flatMap((path) => [
    ...path.filter((_, i) => i % every === 0).map(({ point }) => point),
    undefined,
  ]);
  const trace = {
    type: "scatter",
    mode: "lines+markers",
    x: points.map((point) => point?.[0] ?? null),
    y: points.map((point) => point?.[1] ?? null),
    line: { color, width: 1 },
    marker: { color, size: 3 },
    showlegend: false,
  };
  return figure({
    title,
    x: "world x (m)",
    y: "world y (m)",
    data: [trace],
    summary: `${paths.length} ${paths.length === 1 ? "path" : "separate paths"} through ${total} places`,
    layout: { yaxis: { scaleanchor: "x", scaleratio: 1 } },
  });
}

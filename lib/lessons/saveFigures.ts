import { join } from "node:path";
import { atomicWrite } from "../files/atomicWrite";
import { renderPicture } from "../display/staticPicture";
import { type Figure } from "../plots/figure";
import { type NamedFigures } from "./evidenceFigures";

/** Saves each figure as a picture and its numbers as a table: name.png and name.csv. Returns the paths. */
export function saveFigures(folder: string, figures: NamedFigures): string[] {
  return Object.entries(figures).flatMap(([name, figure]) => {
    const [picture, table] = [join(folder, `${name}.png`), join(folder, `${name}.csv`)];
    atomicWrite(picture, renderPicture(figure));
    atomicWrite(table, figureCsv(figure));
    return [picture, table];
  });
}

type Coordinate = number | string | null;

/** The points of a figure, one a line: trace, x, y. A comma in a name stays inside quotes. */
export function figureCsv({ data }: Pick<Figure, "data">): string {
  const rows = data.flatMap(({ name = "", x = [], y = [] }) => {
    const [xs, ys] = [x, y] as readonly (readonly Coordinate[])[];
    return (xs ?? []).map(
      (value, i) => `"${String(name).replaceAll('"', '""')}",${String(value)},${String(ys?.[i] ?? "")}`,
    );
  });
  return `${["trace,x,y", ...rows].join("\n")}\n`;
}

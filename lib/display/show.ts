import type { Figure } from "../plots/figure";
import { displayBundle } from "./displayBundle";
import { figureBundle } from "./figureBundle";
import { renderPicture } from "./staticPicture";

/**
 * Shows a figure below the running cell: interactive where Plotly is known, one line of text elsewhere;
 * outside a kernel it prints that line. `SEVEN_FIXES_STATIC=1` adds a PNG, for front-ends that draw neither
 * (the runner adds it to saved notebooks anyway).
 */
export function show(figure: Figure): void {
  const bundle = figureBundle(figure);
  const picture =
    process.env.SEVEN_FIXES_STATIC === "1"
      ? { "image/png": Buffer.from(renderPicture(figure)).toString("base64") }
      : {};
  displayBundle({ ...bundle, ...picture });
}

import { PLOTLY_MIME } from "../../display/figureBundle";
import { addPictures } from "../runner/pictures";
import { resolveReturns } from "./carriageReturns";
import { formatNotebook } from "./formatNotebook";
import { type Cell, type Notebook, type Output } from "./notebook";
import { parseNotebook } from "./readNotebook";

/** GitHub shows no preview of much larger files, and nobody reads them. */
export const LARGEST_BYTES = 400_000;

const NOTHING: Notebook = { metadata: {}, cells: [] };

/** JupyterLab's Plotly renderer puts a picture of its own, of the window's width, into what it saves. */
export function withoutPicture(output: Output): Output {
  if (!("data" in output && PLOTLY_MIME in output.data)) return output;
  const data = Object.entries(output.data).filter(([mime]) => mime !== "image/png");
  return { ...output, data: Object.fromEntries(data) };
}

/** Jupyter saves progress that was printed over itself in all its states. */
function cleanOutput(output: Output): Output {
  return output.output_type === "stream"
    ? { ...output, text: resolveReturns(output.text) }
    : withoutPicture(output);
}

/**
 * A notebook's text as the runner would have written it: canonical form, our own static picture beside each figure,
 * no traces of the front-end it was saved by. Sources, outputs and tags stay. Cleaning twice changes nothing.
 * Errors: as `parseNotebook`.
 */
export function cleanNotebook(text: string, name: string): string {
  const notebook = parseNotebook(text, name);
  const cells = notebook.cells.map((cell): Cell =>
    cell.cell_type === "code" ? { ...cell, outputs: cell.outputs.map(cleanOutput) } : cell,
  );
  return formatNotebook(addPictures({ ...notebook, cells }, NOTHING));
}

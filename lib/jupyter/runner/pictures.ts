import { isDeepStrictEqual } from "node:util";
import { PLOTLY_MIME } from "../../display/figureBundle";
import { type Cell, type JsonObject, type Notebook, type Output } from "../nbformat/notebook";
import { renderPicture, type Drawable } from "../../display/staticPicture";

const PNG = "image/png";

type Shown = Extract<Output, { readonly data: JsonObject }>;

const isFigure = (output: Output): output is Shown => "data" in output && PLOTLY_MIME in output.data;

const figuresOf = (cells: readonly Cell[]): Shown[] =>
  cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs.filter(isFigure) : []));

/**
 * The notebook with a static picture beside every figure that has none, for viewers that draw no Plotly. A figure
 * that was in the notebook `before` keeps its picture: drawing takes a quarter of a second.
 */
export function addPictures(notebook: Notebook, before: Notebook): Notebook {
  const known = figuresOf(before.cells);
  const picture = (figure: unknown): unknown =>
    known.find(({ data }) => PNG in data && isDeepStrictEqual(data[PLOTLY_MIME], figure))?.data[PNG] ??
    Buffer.from(renderPicture(figure as Drawable)).toString("base64");
  const withPicture = (output: Output): Output => {
    if (!isFigure(output) || PNG in output.data) return output;
    return { ...output, data: { ...output.data, [PNG]: picture(output.data[PLOTLY_MIME]) } };
  };
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: cell.outputs.map(withPicture) } : cell,
  );
  return { ...notebook, cells };
}

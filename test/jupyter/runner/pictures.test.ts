import { describe, expect, it } from "vitest";
import { type Notebook } from "../../../lib/jupyter/nbformat/notebook";
import { addPictures } from "../../../lib/jupyter/runner/pictures";

const FIGURE = { data: [{ x: [0, 1], y: [1, 0] }], layout: { title: { text: "down" } } };

function notebookWith(data: Record<string, unknown>): Notebook {
  const outputs = [{ output_type: "display_data" as const, data, metadata: {} }];
  return {
    metadata: {},
    cells: [{ cell_type: "code", id: "draw", metadata: {}, source: "draw()", execution_count: 1, outputs }],
  };
}

const pictureOf = ({ cells }: Notebook): unknown => {
  const [cell] = cells;
  const output = cell?.cell_type === "code" ? cell.outputs[0] : undefined;
  return output && "data" in output ? output.data["image/png"] : undefined;
};

const PLOTLY = "application/vnd.plotly.v1+json";
const EMPTY: Notebook = { metadata: {}, cells: [] };

describe("addPictures(notebook, before)", () => {
  it("draws a PNG beside a figure that has none", () => {
    const picture = pictureOf(addPictures(notebookWith({ [PLOTLY]: FIGURE }), EMPTY));
    const bytes = Buffer.from(String(picture), "base64");
    expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  });

  it("takes the picture of the same figure from the notebook before", () => {
    const before = notebookWith({ [PLOTLY]: FIGURE, "image/png": "kept" });
    expect(pictureOf(addPictures(notebookWith({ [PLOTLY]: structuredClone(FIGURE) }), before))).toBe("kept");
  });

  it("leaves other outputs alone", () => {
    expect(addPictures(notebookWith({ "text/plain": "1" }), EMPTY)).toEqual(
      notebookWith({ "text/plain": "1" }),
    );
  });
});

import { describe, expect, it } from "vitest";
import { cleanNotebook } from "../../../lib/notebook/nbformat/cleanNotebook";
import { formatNotebook } from "../../../lib/notebook/nbformat/formatNotebook";
import { type Notebook } from "../../../lib/notebook/nbformat/notebook";

const FIGURE = { data: [{ x: [0, 1], y: [1e-7, 0] }], layout: { title: { text: "down" } } };

const NOTEBOOK: Notebook = {
  metadata: {},
  cells: [
    {
      cell_type: "code",
      id: "draw",
      metadata: {},
      source: "draw();",
      execution_count: 1,
      outputs: [
        { output_type: "display_data", data: { "application/vnd.plotly.v1+json": FIGURE }, metadata: {} },
        { output_type: "display_data", data: { "image/png": "AQID" }, metadata: {} },
      ],
    },
  ],
};

describe("cleanNotebook(text, name)", () => {
  const clean = cleanNotebook(formatNotebook(NOTEBOOK), "n");

  it("gives the same bytes after JupyterLab saved it with its own picture, timings, versions and number style", () => {
    const saved = JSON.parse(clean) as {
      cells: { metadata: object; outputs: { data: Record<string, unknown> }[] }[];
      metadata: Record<string, unknown>;
    };
    saved.metadata["language_info"] = { name: "typescript", version: "5.0.4", codemirror_mode: "typescript" };
    Object.assign(saved.cells[0]?.metadata ?? {}, {
      execution: { "iopub.execute_input": "2026" },
      scrolled: true,
    });
    Object.assign(saved.cells[0]?.outputs[0]?.data ?? {}, { "image/png": "of the renderer" });
    const asPython = JSON.stringify(saved, undefined, 1).replace("1e-7", "1e-07");
    expect(asPython).toContain("1e-07");
    expect(cleanNotebook(asPython, "n")).toBe(clean);
  });

  it("leaves pictures that belong to no figure", () => {
    expect(clean).toContain('"image/png": "AQID"');
  });

  it("refuses what is no notebook", () => {
    expect(() => cleanNotebook("{}", "n")).toThrow("notebook n: expected nbformat 4");
  });
});

import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { PLOTLY_MIME } from "../../../lib/display/figureBundle";
import { cleanNotebook, LARGEST_BYTES } from "../../../lib/jupyter/nbformat/cleanNotebook";
import { formatNotebook } from "../../../lib/jupyter/nbformat/formatNotebook";
import { type Notebook } from "../../../lib/jupyter/nbformat/notebook";
import { parseNotebook, readNotebookText } from "../../../lib/jupyter/nbformat/readNotebook";
import { allNotebooks } from "../../../lib/jupyter/runner/findNotebooks";

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
  it("leaves of progress that Jupyter saved in all its states the last one", () => {
    const saved: Notebook = {
      metadata: {},
      cells: NOTEBOOK.cells.map((cell) => ({
        ...cell,
        outputs: [{ output_type: "stream", name: "stdout", text: "10%\r20%\r100%\r\ndone\n" }],
      })),
    };
    const [cell] = parseNotebook(cleanNotebook(formatNotebook(saved), "n"), "n").cells;
    expect(cell).toMatchObject({ outputs: [{ text: "100%\ndone\n" }] });
  });

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

describe("the committed notebooks", () => {
  const notebooks = allNotebooks().map((path): [string, string] => [basename(path), readNotebookText(path)]);

  // CI's `seven-fixes clean --check` also draws every picture again, which takes a quarter of a second each.
  it.each(notebooks)(
    "%s is as the runner writes it: a picture with each figure, no timings",
    (name, text) => {
      const notebook = parseNotebook(text, name);
      expect(formatNotebook(notebook) === text, "npm run notebooks:clean changes nothing").toBe(true);
      const outputs = notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
      const figures = outputs.flatMap((output) =>
        "data" in output && PLOTLY_MIME in output.data ? [output.data] : [],
      );
      const drawings = outputs.filter((output) => "data" in output && "image/svg+xml" in output.data);
      expect(figures.length + drawings.length).toBeGreaterThan(0);
      expect(figures.filter((data) => !("image/png" in data))).toEqual([]);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LARGEST_BYTES);
    },
  );
});

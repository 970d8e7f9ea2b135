import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type AnySchemaObject } from "ajv";
import { describe, expect, it } from "vitest";
import { idFromSource, uniqueIds } from "../../../lib/jupyter/nbformat/cellId";
import { formatNotebook } from "../../../lib/jupyter/nbformat/formatNotebook";
import { type Notebook } from "../../../lib/jupyter/nbformat/notebook";
import { parseNotebook, readNotebook } from "../../../lib/jupyter/nbformat/readNotebook";

function schemaErrors(text: string): unknown {
  const file = readFileSync(join(__dirname, "nbformat.v4.5.schema.json"), "utf8");
  // Of draft 4, which differs from what Ajv knows in nothing that this schema uses.
  const schema = JSON.parse(file.replace(/"\$schema":[^,]*,/, "")) as AnySchemaObject;
  const validate = new Ajv({ strict: false }).compile(schema);
  return validate(JSON.parse(text)) ? [] : validate.errors;
}

const NOTEBOOK: Notebook = {
  metadata: { language_info: { version: "5.0.4" } },
  cells: [
    { cell_type: "markdown", id: "title", metadata: {}, source: "# One\n\nTwo" },
    {
      cell_type: "code",
      id: "draw",
      metadata: { tags: ["wide"], execution: { "iopub.status.busy": "2026-01-01" } },
      source: "draw();\n",
      execution_count: 1,
      outputs: [
        { output_type: "stream", name: "stdout", text: "a\nb" },
        {
          output_type: "display_data",
          data: {
            "text/plain": "x\ny",
            "image/png": "AQID",
            "application/vnd.plotly.v1+json": { b: 1, a: ["s"] },
          },
          metadata: {},
        },
        { output_type: "execute_result", execution_count: 1, data: { "text/plain": "2" }, metadata: {} },
        { output_type: "error", ename: "Error", evalue: "no", traceback: ["Error: no"] },
      ],
    },
  ],
};

describe("formatNotebook(notebook)", () => {
  const text = formatNotebook(NOTEBOOK);

  it("is valid by the official schema of nbformat 4.5", () => {
    expect(schemaErrors(text)).toEqual([]);
  });

  it("gives the same bytes after reading it back", () => {
    expect(formatNotebook(parseNotebook(text, "n"))).toBe(text);
  });

  it("is what Python's nbformat writes: sorted keys, one space of indent, lists of lines, a line break at the end", () => {
    expect(text.startsWith('{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "id": "title",')).toBe(true);
    expect(text.endsWith('"nbformat": 4,\n "nbformat_minor": 5\n}\n')).toBe(true);
    const [title, draw] = (JSON.parse(text) as { cells: [Record<string, unknown>, Record<string, unknown>] })
      .cells;
    expect(title["source"]).toEqual(["# One\n", "\n", "Two"]);
    expect(draw["source"]).toEqual(["draw();\n"]);
    expect((draw["outputs"] as { text?: unknown }[])[0]?.text).toEqual(["a\n", "b"]);
  });

  it("keeps tags and drops timings and the kernel's version", () => {
    const read = parseNotebook(text, "n");
    expect(read.cells[1]?.metadata).toEqual({ tags: ["wide"] });
    expect(read.metadata["language_info"]).toEqual({
      name: "typescript",
      file_extension: ".ts",
      mimetype: "text/typescript",
    });
  });
});

describe("parseNotebook(text, name)", () => {
  it.each([
    ["not json", 'notebook n: expected JSON, got "not json"'],
    ["[]", "notebook n: expected a JSON object, got a list"],
    ['{"nbformat": 3, "worksheets": []}', "expected nbformat 4 with a list of cells, got nbformat 3"],
    ['{"nbformat": 4}', "expected nbformat 4 with a list of cells"],
    [
      '{"nbformat": 4, "cells": [{"cell_type": "heading"}]}',
      'cell 1: expected a code, markdown or raw cell, got "heading"',
    ],
    [
      '{"nbformat": 4, "cells": [{"cell_type": "code", "outputs": [{"output_type": "pyout"}]}]}',
      'cell 1: expected an output of nbformat 4, got "pyout"',
    ],
  ])("refuses %s", (text, message) => {
    expect(() => parseNotebook(text, "n")).toThrow(message);
  });

  it("reads nbformat 4.4, which has no ids, and makes them from the words of the cells", () => {
    const old = {
      nbformat: 4,
      nbformat_minor: 4,
      metadata: {},
      cells: [
        { cell_type: "markdown", metadata: {}, source: ["# How far off?\n", "Very."] },
        { cell_type: "code", metadata: {}, source: "await train();", outputs: [], execution_count: null },
      ],
    };
    const read = parseNotebook(JSON.stringify(old), "n");
    expect(read.cells.map(({ id }) => id)).toEqual(["how-far-off", "await-train"]);
    expect(schemaErrors(formatNotebook(read))).toEqual([]);
  });
});

describe("readNotebook(path)", () => {
  it("names a file that is not there", () => {
    expect(() => readNotebook("/nowhere/x.ipynb")).toThrow(
      "notebook /nowhere/x.ipynb: expected a file that can be read",
    );
  });
});

describe("cell ids", () => {
  it("idFromSource(source) keeps whole words up to 40 characters, and has a word for code without any", () => {
    expect(idFromSource("## Größe & Maß: 5 m")).toBe("gro-e-ma-5-m"); // ö is o with a mark, ß is no letter of ids
    expect(idFromSource("one ".repeat(30))).toBe("one-one-one-one-one-one-one-one-one-one");
    expect(idFromSource("{ }")).toBe("cell");
  });

  it("uniqueIds(cells) keeps the first of equal ids and numbers what comes from equal words", () => {
    const cells = [
      { id: "a", source: "x" },
      { id: "a", source: "sum" },
      { id: "no spaces please", source: "sum" },
      { id: undefined, source: "a" },
    ];
    expect(uniqueIds(cells)).toEqual(["a", "sum", "sum-2", "a-2"]);
  });
});

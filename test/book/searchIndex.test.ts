import { describe, expect, it } from "vitest";
import type { NotebookPage } from "../../lib/book/notebookPage";
import { searchIndexScript, sectionsOf } from "../../lib/book/searchIndex";

const text = (source: string): NotebookPage["cells"][number] => ({
  cell_type: "markdown",
  id: source,
  metadata: {},
  source,
});

const code = (source: string): NotebookPage["cells"][number] => ({
  cell_type: "code",
  id: source,
  metadata: {},
  source,
  execution_count: null,
  outputs: [],
});

const page: NotebookPage = {
  name: "03-labels",
  title: "Whose car?",
  minutes: undefined,
  about: "",
  stale: [],
  cells: [
    text("# Whose car?\n\nThe **first** one."),
    code("const car = cars[0];"),
    text("## What follows\n\nJitter, see [data](x.md)."),
  ],
};

describe("sectionsOf(page)", () => {
  it("cuts at headings, keeps words and code, drops marks", () => {
    expect(sectionsOf(page)).toEqual([
      {
        url: "03-labels.html#whose-car",
        page: "Whose car?",
        heading: "Whose car?",
        text: "The first one. const car = cars[0];",
      },
      {
        url: "03-labels.html#what-follows",
        page: "Whose car?",
        heading: "What follows",
        text: "Jitter, see data.",
      },
    ]);
  });
});

it("finds a task where its exercise is checked", () => {
  const stub = code('const r = null;\nlessons.check("effective-rank", r);');
  expect(sectionsOf({ ...page, cells: [stub] })[0]?.text).toMatch(
    /^Exercise\. Samples differ in three directions .* const r = null; lessons\.check\(/,
  );
});

describe("searchIndexScript(pages)", () => {
  it("is a script that sets one global, the same text twice", () => {
    expect(searchIndexScript([page])).toMatch(/^window\.sevenFixesSearch = \{/);
    expect(searchIndexScript([page])).toBe(searchIndexScript([page]));
  });
});

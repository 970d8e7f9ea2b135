import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { staleBanner, staleMark } from "../../lib/book/staleBanner";
import type { CodeCell } from "../../lib/jupyter/nbformat/notebook";
import type { StaleCell } from "../../lib/jupyter/runner/staleCells";

const earlier = ["an earlier cell changed (cell 3)"];
const STALE: StaleCell[] = [
  { kind: "stale", cell: 7, id: "fit", reasons: earlier },
  { kind: "stale", cell: 9, id: "show", reasons: earlier },
  { kind: "unknown", cell: 11, id: "mine", reasons: ["its output was not made by `npm start`"] },
];

/** Four code cells: those above and one more. */
const cells = ["fit", "show", "mine", "sound"].map((id): CodeCell => ({
  cell_type: "code",
  id,
  source: "1",
  metadata: {},
  outputs: [],
  execution_count: 1,
}));

const body = (html: string): HTMLElement => new JSDOM(html).window.document.body;

describe("staleBanner(page)", () => {
  it("says why, with a link to each cell", () => {
    const banner = body(staleBanner({ stale: STALE, cells })).querySelector("aside.stale");
    expect([...(banner?.querySelectorAll("li") ?? [])].map((line) => line.textContent)).toEqual([
      "Stale: an earlier cell changed (cell 3) (cells 7, 9)",
      "Unknown: its output was not made by npm start (cell 11)",
    ]);
    const links = [...(banner?.querySelectorAll("a") ?? [])].map((link) => link.getAttribute("href"));
    expect(links).toEqual(["#fit", "#show", "#mine"]);
  });

  it("says once what holds of all cells, and marks none of them", () => {
    const stale = cells.map(({ id }, i): StaleCell => ({
      kind: "stale",
      cell: i + 1,
      id,
      reasons: ["data changed"],
    }));
    const lines = body(staleBanner({ stale, cells })).querySelectorAll("li");
    expect([...lines].map((line) => line.textContent)).toEqual(["Stale: data changed (all cells)"]);
    expect(staleMark({ stale, cells }, "fit")).toBe("");
  });

  it("is nothing where nothing is stale", () => expect(staleBanner({ stale: [], cells })).toBe(""));
});

describe("staleMark(page, id)", () => {
  it("stands at cells in doubt only", () => {
    expect(body(staleMark({ stale: STALE, cells }, "show")).textContent).toBe(
      "Stale output: an earlier cell changed (cell 3).",
    );
    expect(staleMark({ stale: STALE, cells }, "another")).toBe("");
  });
});

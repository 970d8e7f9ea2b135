import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { staleBanner, staleMark } from "../../../lib/notebook/book/staleBanner";
import type { StaleCell } from "../../../lib/notebook/runner/staleCells";

const earlier = ["an earlier cell changed (cell 3)"];
const STALE: StaleCell[] = [
  { kind: "stale", cell: 7, id: "fit", reasons: earlier },
  { kind: "stale", cell: 9, id: "show", reasons: earlier },
  { kind: "unknown", cell: 11, id: "mine", reasons: ["its output was not made by `npm start`"] },
];

const body = (html: string): HTMLElement => new JSDOM(html).window.document.body;

describe("staleBanner(page)", () => {
  it("says why, with a link to each cell", () => {
    const banner = body(staleBanner({ stale: STALE })).querySelector("aside.stale");
    expect([...(banner?.querySelectorAll("li") ?? [])].map((line) => line.textContent)).toEqual([
      "Stale: an earlier cell changed (cell 3) (cells 7, 9)",
      "Unknown: its output was not made by npm start (cell 11)",
    ]);
    const links = [...(banner?.querySelectorAll("a") ?? [])].map((link) => link.getAttribute("href"));
    expect(links).toEqual(["#fit", "#show", "#mine"]);
  });

  it("is nothing where nothing is stale", () => expect(staleBanner({ stale: [] })).toBe(""));
});

describe("staleMark(page, id)", () => {
  it("stands at cells in doubt only", () => {
    expect(body(staleMark({ stale: STALE }, "show")).textContent).toBe(
      "Stale output: an earlier cell changed (cell 3).",
    );
    expect(staleMark({ stale: STALE }, "another")).toBe("");
  });
});

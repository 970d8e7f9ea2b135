import { afterEach, describe, expect, it, vi } from "vitest";
import { claim, fillClaims } from "../../lib/lessons/claims";

const output = (id: string, text: string): unknown => ({
  output_type: "display_data",
  data: { "text/plain": text, "application/vnd.seven-fixes.claim+json": { id, text } },
  metadata: {},
});
const code = (...outputs: unknown[]) => ({ cell_type: "code", source: "claim(…)", outputs });
const prose = (source: string | string[]) => ({ cell_type: "markdown", source });

afterEach(() => vi.restoreAllMocks());

describe("claim(id, value, expected)", () => {
  it("shows a value inside its band with the digits and unit of the prose", () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
    claim("error", 1.236, { low: 1, high: 2, digits: 1, unit: "m" });
    claim("winner", "MSE", { is: "MSE" });
    expect(print.mock.calls.flat()).toEqual([
      "✓ error: 1.2 m (expected 1 to 2 m)",
      "✓ winner: MSE (expected MSE)",
    ]);
  });

  it("accepts both edges of the band", () => {
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    claim("low edge", 1, { low: 1, high: 2 });
    claim("high edge", 2, { low: 1, high: 2 });
  });

  it("fails the cell when the value leaves its band, is NaN or is another word", () => {
    const band = { low: 1, high: 2, unit: "m" };
    expect(() => claim("error", 2.5, band)).toThrow("claim error: expected 1 to 2 m, got 2.50 m");
    expect(() => claim("error", NaN, band)).toThrow("got NaN m");
    expect(() => claim("winner", "MAE", { is: "MSE" })).toThrow("claim winner: expected MSE, got MAE");
  });
});

describe("claim(id, value, { not })", () => {
  it("takes any word but those ruled out, and shows it", () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
    claim("verdict", "not decided by 3 seeds", { not: ["helps", "harms"] });
    expect(print.mock.calls.flat()).toEqual([
      "✓ verdict: not decided by 3 seeds (expected not helps or harms)",
    ]);
  });

  it("fails on a word ruled out and on a number", () => {
    expect(() => claim("verdict", "helps", { not: ["helps"] })).toThrow(
      "claim verdict: expected not helps, got helps",
    );
    expect(() => claim("verdict", 3, { not: ["helps"] })).toThrow("got 3");
  });
});

describe("fillClaims(notebook)", () => {
  it("writes each claim's text between its markers and keeps the form of the source", () => {
    const notebook = {
      nbformat: 4,
      cells: [
        code(output("error", "1.2 m"), output("winner", "MSE")),
        prose(["Error <!--claim:error-->?<!--/claim-->,\n", "by <!--claim:winner--><!--/claim-->."]),
        prose("Again <!--claim:error-->9 m<!--/claim-->."),
      ],
    };
    const filled = fillClaims(notebook);
    expect(filled.cells.slice(1).map(({ source }) => source)).toEqual([
      ["Error <!--claim:error-->1.2 m<!--/claim-->,\n", "by <!--claim:winner-->MSE<!--/claim-->."],
      "Again <!--claim:error-->1.2 m<!--/claim-->.",
    ]);
    expect(fillClaims(filled)).toEqual(filled);
  });

  it("names every fault: no claim behind a marker, an open marker, an id claimed twice", () => {
    const notebook = {
      cells: [
        code(output("error", "1"), output("error", "2")),
        prose("<!--claim:missing-->3<!--/claim--> and <!--claim:error-->4"),
      ],
    };
    expect(() => fillClaims(notebook)).toThrow(
      'claims in Markdown: expected each claim once, got error twice; expected a claim("missing", …) in a cell ' +
        "that ran, got none; expected <!--/claim--> after <!--claim:error-->, got none",
    );
  });

  it("does not let an open marker swallow the next one", () => {
    const notebook = {
      cells: [
        code(output("a", "1"), output("b", "2")),
        prose("<!--claim:a-->x <!--claim:b-->y<!--/claim-->"),
      ],
    };
    expect(() => fillClaims(notebook)).toThrow("expected <!--/claim--> after <!--claim:a-->, got none");
  });

  it("leaves code cells and notebooks without markers alone", () => {
    const notebook = { cells: [{ ...code(), source: "// <!--claim:x-->" }, prose("plain")] };
    expect(fillClaims(notebook)).toEqual(notebook);
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import { claim, foldedClaims, judgeClaims } from "../../lib/lessons/claims";
import { openNotebook } from "../../lib/lessons/currentNotebook";
import { fillClaims } from "../../lib/lessons/fillClaims";
import { type ClaimBand } from "../../lib/lessons/lesson";

const output = (...claims: (readonly [id: string, text: string])[]): unknown => ({
  output_type: "display_data",
  data: {
    "text/plain": "✓",
    "application/vnd.seven-fixes.claim+json": claims.map(([id, text]) => ({ id, text, expected: text })),
  },
  metadata: {},
});
const code = (...outputs: unknown[]) => ({ cell_type: "code", source: "claim(…)", outputs });
const prose = (source: string | string[]) => ({ cell_type: "markdown", source });

afterEach(() => vi.restoreAllMocks());

const BANDS: Readonly<Record<string, ClaimBand>> = {
  error: { allowed: [1, 2], digits: 1, unit: "m" },
  winner: { allowed: "MSE" },
  bySpeed: { allowed: { fast: [3, 7], laptop: [2, 3] } },
};

describe("judgeClaims(values, bands, speed)", () => {
  it("gives a value inside its band the digits and unit of the prose", () => {
    expect(judgeClaims({ error: 1.236, winner: "MSE" }, BANDS, "fast")).toEqual([
      { id: "error", text: "1.2 m", expected: "1 to 2 m" },
      { id: "winner", text: "MSE", expected: "MSE" },
    ]);
  });

  it("accepts both edges of the band", () => {
    expect(judgeClaims({ error: 1 }, BANDS, "fast")[0]?.text).toBe("1.0 m");
    expect(judgeClaims({ error: 2 }, BANDS, "fast")[0]?.text).toBe("2.0 m");
  });

  it("takes the band of the speed", () => {
    expect(judgeClaims({ bySpeed: 5 }, BANDS, "fast")[0]?.text).toBe("5.00");
    expect(() => judgeClaims({ bySpeed: 5 }, BANDS, "laptop")).toThrow(
      "claim bySpeed: expected 2 to 3, got 5.00",
    );
  });

  it("at full asks laptop's band, and tells beside the value what lies elsewhere", () => {
    expect(judgeClaims({ bySpeed: 2.5, error: 7.36, winner: "MAE" }, BANDS, "full")).toEqual([
      { id: "bySpeed", text: "2.50", expected: "2 to 3" },
      { id: "error", text: "7.4 m (at laptop 1 to 2 m)", expected: "1 to 2 m", elsewhere: true },
      { id: "winner", text: "MAE (at laptop MSE)", expected: "MSE", elsewhere: true },
    ]);
    expect(() => judgeClaims({ other: 1 }, BANDS, "full")).toThrow("expected a band in the lesson");
    expect(() => judgeClaims({ error: NaN }, BANDS, "full")).toThrow("got NaN m");
    expect(() => judgeClaims({ winner: 3 }, BANDS, "full")).toThrow("expected MSE, got 3.00");
  });

  it("are folded under a line that counts them", () => {
    const claims = judgeClaims({ bySpeed: 2.5, error: 7.36, winner: "MAE" }, BANDS, "full");
    expect(foldedClaims(claims)).toContain(
      "✓ 2 numbers and 1 statement of this text checked, 2 differ from laptop (≠)",
    );
    expect(foldedClaims(claims)).toContain("≠ error: 7.4 m (at laptop 1 to 2 m)");
    expect(foldedClaims(claims.slice(0, 1))).toContain("✓ 1 number of this text checked<");
  });

  it("takes any word but those denied, and no number", () => {
    const bands = { verdict: { allowed: { not: ["helps", "harms"] } } };
    expect(judgeClaims({ verdict: "not decided by 3 seeds" }, bands, "fast")).toEqual([
      { id: "verdict", text: "not decided by 3 seeds", expected: "not helps or harms" },
    ]);
    expect(() => judgeClaims({ verdict: "helps" }, bands, "fast")).toThrow(
      "claim verdict: expected not helps or harms, got helps",
    );
    expect(() => judgeClaims({ verdict: 3 }, bands, "fast")).toThrow("got 3.00");
  });

  it("names every value that leaves its band, is NaN, is another word or has no band", () => {
    expect(() => judgeClaims({ error: 2.5, winner: "MAE", other: 1 }, BANDS, "fast")).toThrow(
      "claim error: expected 1 to 2 m, got 2.5 m; claim winner: expected MSE, got MAE; claim other: expected a band " +
        "in the lesson, got none; the text of this notebook does not fit its results",
    );
    expect(() => judgeClaims({ error: NaN }, BANDS, "fast")).toThrow("got NaN m");
  });
});

describe("claim(id, value)", () => {
  it("judges by the lesson of the notebook that was set up, one value or several", () => {
    const print = vi.spyOn(console, "log").mockImplementation(() => undefined);
    openNotebook("00-start-here");
    claim("frames", 1200);
    claim({ frames: 1200, slowest: 8 });
    expect(print.mock.calls.flat()).toEqual([
      "✓ frames: 1200 (expected 1200)",
      "✓ frames: 1200 (expected 1200)\n✓ slowest: 8 (expected 7 to 9)",
    ]);
    expect(() => claim("frames", 1199)).toThrow("claim frames: expected 1200, got 1199");
  });
});

describe("fillClaims(notebook)", () => {
  it("writes each claim's text between its markers and keeps the form of the source", () => {
    const notebook = {
      nbformat: 4,
      cells: [
        code(output(["error", "1.2 m"]), output(["winner", "MSE"])),
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
        code(output(["error", "1"]), output(["error", "2"])),
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
        code(output(["a", "1"]), output(["b", "2"])),
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

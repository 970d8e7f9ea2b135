import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { pointAtLength, polylineLength } from "../../lib/display/svgMeasures";
import { FONT_FILES, textWidth } from "../../lib/display/textWidth";

describe("textWidth(text, size)", () => {
  it("is the sum of DejaVu Sans' advances: i 569, W 2025, m 1995 of 2048 units an em", () => {
    expect(textWidth("i", 2048)).toBe(569);
    expect(textWidth("Wm", 2048)).toBe(2025 + 1995);
    expect(textWidth("", 12)).toBe(0);
  });

  it("agrees with the renderer: n more letters make the drawn text n advances wider", () => {
    const drawn = (text: string): number => {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg"><text y="90" font-size="20">${text}</text></svg>`;
      const font = { fontFiles: [...FONT_FILES], loadSystemFonts: false, defaultFontFamily: "DejaVu Sans" };
      return new Resvg(svg, { font }).getBBox()?.width ?? NaN;
    };
    for (const letter of ["a", "M", "ö", "Δ", "7"]) {
      const added = drawn(letter.repeat(30)) - drawn(letter.repeat(10));
      expect(added).toBeCloseTo(textWidth(letter.repeat(20), 20), 1);
    }
  });
});

describe("points along a line", () => {
  const corner = [
    [0, 0],
    [3, 0],
    [3, 4],
  ] as const;

  it("polylineLength adds the pieces: 3 + 4", () => {
    expect(polylineLength(corner)).toBe(7);
    expect(polylineLength([])).toBe(0);
  });

  it("pointAtLength walks round the corner and stops at the end", () => {
    expect(pointAtLength(corner, 1)).toEqual([1, 0]);
    expect(pointAtLength(corner, 5)).toEqual([3, 2]);
    expect(pointAtLength(corner, 99)).toEqual([3, 4]);
  });
});

import { Resvg } from "@resvg/resvg-js";
import { describe, expect, it } from "vitest";
import { splitRng } from "../../lib/math/rng";
import { indexedPngFile, pngFile } from "../../lib/display/pngFile";

/** What another decoder makes of a PNG: its pixels as RGBA. */
function decoded(png: Uint8Array, width: number, height: number): Uint8Array {
  const link = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${link}" width="${width}" height="${height}" image-rendering="optimizeSpeed"/></svg>`;
  return new Resvg(svg).render().pixels;
}

/** 40 × 30 opaque pixels. */
const picture = (colourOf: (i: number) => readonly [number, number, number]): Uint8Array =>
  Uint8Array.from(Array.from({ length: 1200 }, (_, i) => [...colourOf(i), 255]).flat());

describe("indexedPngFile(width, height, rgba)", () => {
  it("keeps every pixel of a drawing with at most 256 colours, in less room", () => {
    const rng = splitRng(1, "pixels");
    const pixels = picture(() => [
      16 * Math.floor(4 * rng.uniform()),
      50 * Math.floor(4 * rng.uniform()),
      255,
    ]);
    const png = indexedPngFile(40, 30, pixels);
    expect([...decoded(png, 40, 30)]).toEqual([...pixels]);
    expect(png.length).toBeLessThan(pngFile(40, 30, pixels).length);
  });

  it("rounds channels where there are more, as little as is enough, and keeps black and white", () => {
    // 1200 colours in two channels of 35 levels; steps of 2 leave 18 · 18 of them, steps of 4 9 · 9 or so
    const pixels = picture((i) => (i === 0 ? [255, 255, 255] : [i % 35, Math.floor(i / 35), 0]));
    const found = decoded(indexedPngFile(40, 30, pixels), 40, 30);
    expect([...found.slice(0, 3)]).toEqual([255, 255, 255]);
    const off = [...found].map((value, i) => Math.abs(value - (pixels[i] ?? NaN)));
    expect(Math.max(...off)).toBe(2);
  });

  it("refuses another number of bytes than the size asks for", () => {
    expect(() => indexedPngFile(2, 2, new Uint8Array(15))).toThrow(
      "png: expected 16 bytes for 2 × 2, got 15",
    );
  });
});

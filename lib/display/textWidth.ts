import { readFileSync } from "node:fs";
import { join, dirname } from "node:path";

/** The fonts static pictures are drawn with, the same on every machine. */
export const FONT_FILES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf"].map((file) =>
  join(dirname(require.resolve("dejavu-fonts-ttf/package.json")), "ttf", file),
);

interface Font {
  readonly unitsPerEm: number;
  /** Advance width of a character in font units. */
  readonly advance: (codePoint: number) => number;
}

/** Offsets of the tables of a TrueType file by their four-letter tags. */
function tablesOf(file: Buffer): Map<string, number> {
  const entries = Array.from({ length: file.readUInt16BE(4) }, (_, i) => 12 + 16 * i);
  return new Map(entries.map((e) => [file.toString("latin1", e, e + 4), file.readUInt32BE(e + 8)]));
}

/** Glyph numbers by character, from a format 4 character map. Source: OpenType specification, `cmap`. */
function glyphsOf(file: Buffer, cmap: number): Map<number, number> {
  const subtables = Array.from({ length: file.readUInt16BE(cmap + 2) }, (_, i) => {
    return cmap + file.readUInt32BE(cmap + 4 + 8 * i + 4);
  });
  const map = subtables.find((start) => file.readUInt16BE(start) === 4);
  if (map === undefined)
    throw new Error("font: expected a format 4 character map, got none; reinstall the fonts");
  const span = file.readUInt16BE(map + 6); // bytes of one array of segments
  const glyphs = new Map<number, number>();
  for (let s = map + 14; s < map + 14 + span; s += 2) {
    const end = file.readUInt16BE(s);
    const start = file.readUInt16BE(s + span + 2);
    const delta = file.readUInt16BE(s + 2 * span + 2);
    const rangeAt = s + 3 * span + 2;
    const range = file.readUInt16BE(rangeAt);
    for (let c = start; c <= end && c < 0xffff; c++) {
      const glyph = range === 0 ? c : file.readUInt16BE(rangeAt + range + 2 * (c - start));
      if (glyph !== 0) glyphs.set(c, (glyph + delta) & 0xffff);
    }
  }
  return glyphs;
}

function readFont(path: string): Font {
  const file = readFileSync(path);
  const tables = tablesOf(file);
  const table = (tag: string): number => tables.get(tag) ?? 0;
  const glyphs = glyphsOf(file, table("cmap"));
  const last = file.readUInt16BE(table("hhea") + 34) - 1; // later glyphs share the last width
  return {
    unitsPerEm: file.readUInt16BE(table("head") + 18),
    advance: (codePoint) => file.readUInt16BE(table("hmtx") + 4 * Math.min(glyphs.get(codePoint) ?? 0, last)),
  };
}

let font: Font | undefined;

/** Width in pixels of a line of text in DejaVu Sans (no kerning): Σ advance · size / unitsPerEm. */
export function textWidth(text: string, sizePixels: number): number {
  const { unitsPerEm, advance } = (font ??= readFont(FONT_FILES[0] ?? ""));
  let units = 0;
  for (const character of text) units += advance(character.codePointAt(0) ?? 0);
  return (units * sizePixels) / unitsPerEm;
}

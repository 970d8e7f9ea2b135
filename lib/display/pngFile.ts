import { deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** CRC-32 (reflected polynomial 0xEDB88320), as every PNG chunk ends with. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(tag: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(tag, "latin1"), content]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(content.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** Colour types: a number of a palette a pixel, or four channels. */
const INDEXED = 3;
const RGBA = 6;

/**
 * A PNG file of RGBA pixels, row by row from the top, 8 bits a channel.
 * Source: PNG specification (third edition), sections 5 and 11.
 */
export function pngFile(width: number, height: number, rgba: Uint8Array): Buffer {
  checkSize(width, height, rgba);
  return file({ width, height, type: RGBA }, rgba, []);
}

/**
 * The same with at most 256 colours, a third of the size and less for drawings. With more, each channel is rounded, as
 * coarsely as needed: edges lose shades between two colours, white and black stay. Every pixel must be opaque.
 */
export function indexedPngFile(width: number, height: number, rgba: Uint8Array): Buffer {
  checkSize(width, height, rgba);
  const [pixels, palette] = indexed(rgba, 1);
  return file({ width, height, type: INDEXED }, pixels, [chunk("PLTE", palette)]);
}

function checkSize(width: number, height: number, rgba: Uint8Array): void {
  const wanted = 4 * width * height;
  if (rgba.length !== wanted) {
    throw new RangeError(`png: expected ${wanted} bytes for ${width} × ${height}, got ${rgba.length}`);
  }
}

/** The pixels as places in a palette of colours, channels rounded to multiples of `step` (255 stays). */
function indexed(rgba: Uint8Array, step: number): [pixels: Uint8Array, palette: Uint8Array] {
  const rounded = Uint8Array.from({ length: 256 }, (_, v) => Math.min(255, Math.round(v / step) * step));
  const places = new Map<number, number>();
  const pixels = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < pixels.length; i++) {
    const channel = (k: number): number => rounded[rgba[4 * i + k] ?? 0] ?? 0;
    const colour = (channel(0) << 16) | (channel(1) << 8) | channel(2);
    const place = places.get(colour) ?? places.size;
    if (place === 256) return indexed(rgba, 2 * step);
    places.set(colour, place);
    pixels[i] = place;
  }
  return [pixels, Uint8Array.from([...places.keys()].flatMap((c) => [c >> 16, (c >> 8) & 255, c & 255]))];
}

function file(
  { width, height, type }: { readonly width: number; readonly height: number; readonly type: number },
  bytes: Uint8Array,
  more: readonly Buffer[],
): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, type], 8); // bits a channel or a place
  const row = bytes.length / height;
  const filtered = Buffer.alloc((row + 1) * height); // each row starts with filter 0, "none"
  for (let y = 0; y < height; y++) filtered.set(bytes.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    ...more,
    chunk("IDAT", deflateSync(filtered, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

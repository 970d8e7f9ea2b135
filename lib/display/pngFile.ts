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

/**
 * A PNG file of RGBA pixels, row by row from the top, 8 bits a channel.
 * Source: PNG specification (third edition), sections 5 and 11.
 */
export function pngFile(width: number, height: number, rgba: Uint8Array): Buffer {
  const row = 4 * width;
  if (rgba.length !== row * height) {
    throw new RangeError(`png: expected ${row * height} bytes for ${width} × ${height}, got ${rgba.length}`);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8); // bits a channel, colour type RGBA
  const filtered = Buffer.alloc((row + 1) * height); // each row starts with filter 0, "none"
  for (let y = 0; y < height; y++) filtered.set(rgba.subarray(y * row, (y + 1) * row), y * (row + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(filtered)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { at } from "../math/at";

/** A picture in 8-bit RGB, rows from the top, [height, width, 3]. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array;
}

interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

type Decode = (bytes: ArrayBuffer) => Promise<Rgba>;

let decoder: Promise<Decode> | undefined;

/** The JPEG decoder (mozjpeg as WebAssembly), started once. */
function jpegDecoder(): Promise<Decode> {
  return (decoder ??= (async () => {
    // The decoder makes an ImageData, which Node lacks.
    (globalThis as { ImageData?: unknown }).ImageData ??= class {
      constructor(
        readonly data: Uint8ClampedArray,
        readonly width: number,
        readonly height: number,
      ) {}
    };
    const { default: decode, init } = await import("@jsquash/jpeg/decode.js");
    const code = createRequire(__filename).resolve("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm");
    await init(await WebAssembly.compile(readFileSync(code)));
    return decode;
  })());
}

/** Decodes a JPEG file; an Error that names it when it is missing, cut or no JPEG. */
export async function readPicture(path: string): Promise<Picture> {
  try {
    const bytes = Uint8Array.from(readFileSync(path));
    const { width, height, data } = await (await jpegDecoder())(bytes.buffer);
    return { width, height, values: Uint8Array.from(data.filter((_, i) => i % 4 !== 3)) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`picture ${path}: expected a JPEG, got "${reason}"; restore the file`, { cause: error });
  }
}

/** The picture at another size: each new pixel is the mean of the area it covers. Sizes only go down. */
export function shrink(picture: Picture, width: number, height: number): Picture {
  if (width > picture.width || height > picture.height) {
    throw new Error(
      `shrink: expected a picture of at least ${width} × ${height}, got ${picture.width} × ${picture.height}; use larger pictures`,
    );
  }
  const columns = shares(picture.width, width);
  const rows = shares(picture.height, height);
  const values = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const sum = [0, 0, 0];
      for (const [v, rowShare] of at(rows, y)) {
        for (const [u, columnShare] of at(columns, x)) {
          const pixel = 3 * (v * picture.width + u);
          for (let c = 0; c < 3; c++)
            sum[c] = at(sum, c) + rowShare * columnShare * at(picture.values, pixel + c);
        }
      }
      for (let c = 0; c < 3; c++) values[3 * (y * width + x) + c] = Math.round(at(sum, c));
    }
  }
  return { width, height, values };
}

/** For each of `to` cells: which of `from` cells it covers and how much of it each fills; shares sum to 1. */
function shares(from: number, to: number): (readonly [cell: number, share: number])[][] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [low, high] = [i * scale, (i + 1) * scale];
    const first = Math.floor(low);
    const count = Math.ceil(high - 1e-9) - first;
    return Array.from({ length: count }, (_, k) => {
      const cell = first + k;
      return [cell, (Math.min(high, cell + 1) - Math.max(low, cell)) / scale] as const;
    });
  });
}

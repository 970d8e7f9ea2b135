import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

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
    return { width, height, values: withoutAlpha(data) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`picture ${path}: expected a JPEG, got "${reason}"; restore the file`, { cause: error });
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from++) {
    if (from % 4 !== 3) rgb[to++] = rgba[from] as number;
  }
  return rgb;
}

/** The picture at another size: each new pixel is the mean of the area it covers. Sizes only go down. */
export function shrink(picture: Picture, width: number, height: number): Picture {
  if (width > picture.width || height > picture.height) {
    throw new Error(
      `shrink: expected a picture of at least ${width} × ${height}, got ${picture.width} × ${picture.height}; use larger pictures`,
    );
  }
  const narrow = shrinkLines(picture.values, {
    lines: picture.height,
    from: picture.width,
    to: width,
    stride: 3,
  });
  const low = shrinkColumns(narrow, { columns: width * 3, from: picture.height, to: height });
  return { width, height, values: Uint8Array.from(low, Math.round) };
}

/** Every line of `from` pixels of `stride` channels averaged down to `to` pixels. */
function shrinkLines(
  values: ArrayLike<number>,
  { lines, from, to, stride }: { lines: number; from: number; to: number; stride: number },
): Float64Array {
  const result = new Float64Array(lines * to * stride);
  shares(from, to).forEach((parts, x) => {
    for (const [u, share] of parts) {
      for (let line = 0; line < lines; line++) {
        for (let c = 0; c < stride; c++) {
          const place = (line * to + x) * stride + c;
          result[place] =
            (result[place] as number) + share * (values[(line * from + u) * stride + c] as number);
        }
      }
    }
  });
  return result;
}

/** Lines of `columns` numbers averaged down from `from` lines to `to`. */
function shrinkColumns(
  values: Float64Array,
  { columns, from, to }: { columns: number; from: number; to: number },
): Float64Array {
  const result = new Float64Array(to * columns);
  shares(from, to).forEach((parts, y) => {
    for (const [v, share] of parts) {
      for (let c = 0; c < columns; c++) {
        const place = y * columns + c;
        result[place] = (result[place] as number) + share * (values[v * columns + c] as number);
      }
    }
  });
  return result;
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

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
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = rgba[from] as number;
    rgb[to + 1] = rgba[from + 1] as number;
    rgb[to + 2] = rgba[from + 2] as number;
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
  const narrow = shrinkLines(picture.values, { lines: picture.height, from: picture.width, to: width });
  const low = shrinkColumns(narrow, { columns: width * 3, from: picture.height, to: height });
  const values = new Uint8Array(low.length);
  for (let i = 0; i < low.length; i++) values[i] = Math.round(low[i] as number); // `from` takes ten times as long
  return { width, height, values };
}

/** Every line of `from` RGB pixels averaged down to `to` pixels. */
function shrinkLines(
  values: Uint8Array,
  { lines, from, to }: { readonly lines: number; readonly from: number; readonly to: number },
): Float64Array {
  const result = new Float64Array(lines * to * 3);
  const cells = shares(from, to);
  let place = 0;
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < to; i++) {
      const { first, parts } = cells[i] as Shares;
      let red = 0;
      let green = 0;
      let blue = 0;
      let source = (line * from + first) * 3;
      for (let k = 0; k < parts.length; k++) {
        const share = parts[k] as number;
        red += share * (values[source++] as number);
        green += share * (values[source++] as number);
        blue += share * (values[source++] as number);
      }
      result[place++] = red;
      result[place++] = green;
      result[place++] = blue;
    }
  }
  return result;
}

/** Lines of `columns` numbers averaged down from `from` lines to `to`. */
function shrinkColumns(
  values: Float64Array,
  { columns, from, to }: { columns: number; from: number; to: number },
): Float64Array {
  const result = new Float64Array(to * columns);
  shares(from, to).forEach(({ first, parts }, y) => {
    let source = first * columns;
    for (let k = 0; k < parts.length; k++) {
      const share = parts[k] as number;
      for (let c = 0; c < columns; c++, source++) {
        const place = y * columns + c;
        result[place] = (result[place] as number) + share * (values[source] as number);
      }
    }
  });
  return result;
}

/** A cell's share of each cell in a row that it covers, from the `first` on; they sum to 1. */
interface Shares {
  readonly first: number;
  readonly parts: Float64Array;
}

/** What each of `to` cells takes of `from` cells when both fill the same length. */
function shares(from: number, to: number): Shares[] {
  const scale = from / to;
  return Array.from({ length: to }, (_, i) => {
    const [low, high] = [i * scale, (i + 1) * scale];
    const first = Math.floor(low);
    const count = Math.ceil(high - 1e-9) - first;
    const covered = (cell: number): number => Math.min(high, cell + 1) - Math.max(low, cell);
    return { first, parts: Float64Array.from({ length: count }, (__, k) => covered(first + k) / scale) };
  });
}

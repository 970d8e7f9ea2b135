import { readFileSync } from "node:fs";
import { shrink, type Picture } from "../model/picture";
import { loadJpegEncoder } from "../simulator/jpeg";

const QUALITY = 60;

/** A photo's file as a data URI: as it is, or made smaller where it is wider than `width` pixels. */
export async function jpegUri(path: string, picture: Picture, width: number): Promise<string> {
  const small = (): Promise<Uint8Array> =>
    encodeJpeg(shrink(picture, width, Math.round((width * picture.height) / picture.width)));
  const bytes = picture.width > width ? await small() : readFileSync(path);
  return `data:image/jpeg;base64,${Buffer.from(bytes).toString("base64")}`;
}

async function encodeJpeg({ width, height, values }: Picture): Promise<Uint8Array> {
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) rgba.set(values.subarray(3 * i, 3 * i + 3), 4 * i);
  const encode = await loadJpegEncoder(QUALITY);
  return encode({ width, height, rgba });
}

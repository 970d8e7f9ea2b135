import { loadJpegEncoder } from "../simulator/jpeg";
import { type PixelBox } from "../dataset/pixelBox";
import { at } from "../math/at";
import { readPicture, shrink, type Picture } from "../model/picture";
import { displayBundle } from "./displayBundle";

/** A JPEG file and what to outline on it, in the file's own pixels. */
export interface Photo {
  readonly path: string;
  readonly boxes: readonly PixelBox[];
}

/** Width of one photo in a strip: three of them stay below 25 kB. */
const PHOTO_WIDTH = 320;
const QUALITY = 60;
/** Vermillion of the house palette. */
const OUTLINE = [213, 94, 0] as const;

/** Shows photos side by side with outlined boxes; `text` says what a reader who cannot see them should learn. */
export async function showPhotos(photos: readonly Photo[], text: string): Promise<void> {
  const strip = await photoStrip(photos);
  displayBundle({ "text/plain": text, "image/jpeg": Buffer.from(strip).toString("base64") });
}

/** The photos side by side as one JPEG, 320 pixels wide each. They must be equally large. */
export async function photoStrip(photos: readonly Photo[]): Promise<Uint8Array> {
  return encodeJpeg(sideBySide(await Promise.all(photos.map(outlined))));
}

async function outlined({ path, boxes }: Photo): Promise<Picture> {
  const whole = await readPicture(path);
  const scale = PHOTO_WIDTH / whole.width;
  const picture = shrink(whole, PHOTO_WIDTH, Math.round(whole.height * scale));
  for (const box of boxes) outline(picture, box, scale);
  return picture;
}

/** Draws a rectangle two pixels wide; what lies outside the picture is left out. */
function outline({ width, height, values }: Picture, box: PixelBox, scale: number): void {
  const [left, right] = [box.left, box.right].map((u) => Math.round(u * scale)) as [number, number];
  const [top, bottom] = [box.top, box.bottom].map((v) => Math.round(v * scale)) as [number, number];
  for (let y = Math.max(0, top - 1); y <= Math.min(height - 1, bottom + 1); y++) {
    for (let x = Math.max(0, left - 1); x <= Math.min(width - 1, right + 1); x++) {
      const inside = x > left && x < right && y > top && y < bottom;
      if (!inside) values.set(OUTLINE, 3 * (y * width + x));
    }
  }
}

function sideBySide(pictures: readonly Picture[]): Picture {
  const { width, height } = at(pictures, 0);
  const values = new Uint8Array(3 * width * height * pictures.length);
  pictures.forEach((picture, i) => {
    if (picture.height !== height) {
      throw new Error(
        `photos: expected equal heights, got ${height} and ${picture.height}; show them one by one`,
      );
    }
    for (let y = 0; y < height; y++) {
      const row = picture.values.subarray(3 * y * width, 3 * (y + 1) * width);
      values.set(row, 3 * (y * pictures.length + i) * width);
    }
  });
  return { width: width * pictures.length, height, values };
}

/** A picture as a JPEG file. */
export async function encodeJpeg({ width, height, values }: Picture): Promise<Uint8Array> {
  const rgba = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let i = 0; i < width * height; i++) rgba.set(values.subarray(3 * i, 3 * i + 3), 4 * i);
  const encode = await loadJpegEncoder(QUALITY);
  return encode({ width, height, rgba });
}

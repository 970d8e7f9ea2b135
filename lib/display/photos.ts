import { type PixelBox } from "../dataset/pixelBox";
import { COLOURS } from "../plots/colours";
import { displayBundle } from "./displayBundle";
import { drawnPhoto, photoStack, type StackedPhoto } from "./photoStack";

/** A JPEG file, what is written above it, and what to outline on it, in the file's own pixels. */
export interface Photo {
  readonly path: string;
  readonly caption: string;
  readonly boxes: readonly PixelBox[];
}

/** Shows photos one above the other with outlined boxes; `text` says what a reader who cannot see them should learn. */
export async function showPhotos(photos: readonly Photo[], text: string): Promise<void> {
  displayBundle({ "image/svg+xml": await photosSvg(photos, text), "text/plain": text });
}

/** The photos of `showPhotos` as one SVG document with the pictures in it. */
export async function photosSvg(photos: readonly Photo[], text: string): Promise<string> {
  const drawn = async ({ path, caption, boxes }: Photo): Promise<StackedPhoto> => {
    const photo = await drawnPhoto(path);
    return { ...photo, caption, over: boxes.flatMap((box) => outline(box, photo.scale)) };
  };
  return photoStack(await Promise.all(photos.map(drawn)), text);
}

/** A frame in the colour of wrong labels on a white one: it stands out on cars of any colour. */
function outline({ left, top, right, bottom }: PixelBox, scale: number): string[] {
  const [x, y] = [left * scale, top * scale];
  const size = `width="${((right - left) * scale).toFixed(1)}" height="${((bottom - top) * scale).toFixed(1)}"`;
  const drawn = (width: number, colour: string): string =>
    `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${size} rx="3" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  return [drawn(9, "#ffffff"), drawn(5, COLOURS.wrong)];
}

import { type PixelBox } from "../dataset/pixelBox";
import { readPicture } from "../model/picture";
import { diagramSvg, words } from "../plots/diagramSvg";
import { PALETTE } from "../plots/figure";
import { displayBundle } from "./displayBundle";
import { jpegUri } from "./jpegUri";

/** A JPEG file, what is written above it, and what to outline on it, in the file's own pixels. */
export interface Photo {
  readonly path: string;
  readonly caption: string;
  readonly boxes: readonly PixelBox[];
}

/** Photos are drawn as wide as this, whatever their files have. */
const WIDTH = 640;
const CAPTION = 34;
const GAP = 8;

/** Shows photos one above the other with outlined boxes; `text` says what a reader who cannot see them should learn. */
export async function showPhotos(photos: readonly Photo[], text: string): Promise<void> {
  displayBundle({ "image/svg+xml": await photosSvg(photos, text), "text/plain": text });
}

/** The photos of `showPhotos` as one SVG document with the pictures in it. */
export async function photosSvg(photos: readonly Photo[], text: string): Promise<string> {
  const parts: string[] = [];
  let top = 0;
  for (const photo of photos) {
    const { height, drawn } = await partsOf(photo);
    parts.push(`<g transform="translate(0 ${top})">`, ...drawn, "</g>");
    top += CAPTION + height + GAP;
  }
  return diagramSvg({ width: WIDTH, height: Math.max(1, top - GAP), shownWidth: 760, summary: text, parts });
}

async function partsOf({ path, caption, boxes }: Photo): Promise<{ height: number; drawn: string[] }> {
  const picture = await readPicture(path);
  const scale = WIDTH / picture.width;
  const height = picture.height * scale;
  const image = `<image href="${await jpegUri(path, picture, WIDTH)}" width="${WIDTH}" height="${height}"/>`;
  const outlines = boxes.flatMap((box) => outline(box, scale));
  const frame = `<svg x="0" y="${CAPTION}" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">`;
  return { height, drawn: [words([2, 23], caption, { size: 20 }), frame, image, ...outlines, "</svg>"] };
}

/** A frame in the colour of wrong labels on a white one: it stands out on cars of any colour. */
function outline({ left, top, right, bottom }: PixelBox, scale: number): string[] {
  const [x, y] = [left * scale, top * scale];
  const size = `width="${((right - left) * scale).toFixed(1)}" height="${((bottom - top) * scale).toFixed(1)}"`;
  const drawn = (width: number, colour: string): string =>
    `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${size} rx="3" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  return [drawn(9, "#ffffff"), drawn(5, PALETTE.vermillion)];
}

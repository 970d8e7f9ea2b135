import { readPicture } from "../model/picture";
import { diagramSvg, words } from "../plots/diagramSvg";
import { jpegUri } from "./jpegUri";

/** Photos are drawn as wide as this, whatever their files have. */
export const PHOTO_WIDTH = 640;
const CAPTION = 34;
const GAP = 8;

/** A photo as it is drawn. */
export interface DrawnPhoto {
  /** A data URI. */
  readonly image: string;
  readonly height: number;
  /** Drawn pixels for each of the file's. */
  readonly scale: number;
}

/** A photo, what is written above it, and what is drawn on it, cut off at its edges. */
export interface StackedPhoto extends Pick<DrawnPhoto, "image" | "height"> {
  readonly caption: string;
  /** Whether the caption steps back behind what is drawn. Default false. */
  readonly quiet?: boolean;
  /** SVG elements in drawn pixels. */
  readonly over: readonly string[];
}

/** Reads a JPEG file for drawing. */
export async function drawnPhoto(path: string): Promise<DrawnPhoto> {
  const picture = await readPicture(path);
  const scale = PHOTO_WIDTH / picture.width;
  return { image: await jpegUri(path, picture, PHOTO_WIDTH), height: picture.height * scale, scale };
}

/** Photos one above the other as one SVG document with the pictures in it. */
export function photoStack(photos: readonly StackedPhoto[], summary: string): string {
  let top = 0;
  const parts = photos.flatMap((photo) => {
    const at = top;
    top += CAPTION + photo.height + GAP;
    return [`<g transform="translate(0 ${at})">`, ...photoParts(photo), "</g>"];
  });
  return diagramSvg({
    ...{ width: PHOTO_WIDTH, height: Math.max(1, top - GAP), shownWidth: 760 },
    ...{ summary, parts },
  });
}

function photoParts({ caption, quiet, image, height, over }: StackedPhoto): string[] {
  return [
    words([2, 23], caption, { size: 20, ...(quiet === undefined ? {} : { quiet }) }),
    `<svg x="0" y="${CAPTION}" width="${PHOTO_WIDTH}" height="${height}" viewBox="0 0 ${PHOTO_WIDTH} ${height}">`,
    `<image href="${image}" width="${PHOTO_WIDTH}" height="${height}"/>`,
    ...over,
    "</svg>",
  ];
}

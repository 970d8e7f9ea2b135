import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export type Side = "vehicle-side" | "infrastructure-side";

/** The trees of the two releases, by which their picture folders are called. */
export type ReleaseName = "cooperative-vehicle-infrastructure" | "V2X-Seq-SPD";

/** Finds pictures by the path a record names. */
export interface ImageFinder {
  /** Whether the side has any picture. */
  readonly any: boolean;
  /** The picture's path, or `undefined` when no folder has a file of that name. */
  readonly find: (imagePath: string) => string | undefined;
}

/**
 * Finds the pictures of one side: in the tree itself, or in `<tree>-<side>-image` and its parts (`-00`, `-01`) beside
 * the tree or inside it, named after the tree or the release. Where zips were unpacked to X/X, one level further down.
 * Each folder is listed once, so that 15 000 frames cost no 15 000 look-ups.
 */
export function imageFinder(root: string, side: Side, release: ReleaseName): ImageFinder {
  const names = [basename(root), release, "cooperative-vehicle-infrastructure"];
  // By name, the likeliest first: a set of the other release may lie beside this one, with the same ids.
  const groups = [
    [join(root, side)],
    ...names.map((name) => placesOf(root).flatMap((place) => named(place, `${name}-${side}-image`))),
  ];
  const listed = groups.map((folders) => folders.flatMap(withInner).map(listing));
  const folders = listed.find((group) => group.some(({ files }) => files.size > 0)) ?? [];
  return {
    any: folders.length > 0,
    find: (imagePath) => {
      const name = basename(imagePath);
      const found = folders.find(({ files }) => files.has(name));
      return found === undefined ? undefined : join(found.folder, name);
    },
  };
}

/** Inside the tree, beside it, and beside the folder that it is nested in. */
function placesOf(root: string): string[] {
  const beside = dirname(root);
  return [root, beside, ...(basename(beside) === basename(root) ? [dirname(beside)] : [])];
}

/** The folder of a name and its numbered parts, in order. */
function named(place: string, name: string): string[] {
  const part = (entry: string): boolean => entry === name || /^-\d+$/.test(entry.slice(name.length));
  return entriesOf(place)
    .filter((entry) => entry.startsWith(name) && part(entry))
    .sort()
    .map((entry) => join(place, entry));
}

/** The folder, its `image/`, and what it holds of its own name (a part may hold the whole's). */
function withInner(folder: string): string[] {
  const own = basename(folder);
  const inner = [own, own.replace(/-\d+$/, "")].map((name) => join(folder, name));
  return [folder, ...new Set(inner)].flatMap((place) => [place, join(place, "image")]);
}

interface Listing {
  readonly folder: string;
  readonly files: ReadonlySet<string>;
}

const PICTURE = /\.(jpe?g|png)$/i;

function listing(folder: string): Listing {
  return { folder, files: new Set(entriesOf(folder).filter((name) => PICTURE.test(name))) };
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // a place the pictures are not in
  }
}

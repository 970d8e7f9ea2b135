import { readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export type Side = "vehicle-side" | "infrastructure-side";

/**
 * Finds the images of one side: in the tree itself or in the sibling folder the official download unpacks to.
 * Each folder is listed once, so that 15 000 frames cost no 15 000 look-ups. The finder returns a path, or
 * `undefined` when no folder has a file of that name.
 */
export function imageFinder(root: string, side: Side): (imagePath: string) => string | undefined {
  const sibling = `cooperative-vehicle-infrastructure-${side}-image`;
  const folders = [join(root, side), join(root, sibling), join(dirname(root), sibling)]
    .flatMap((folder) => [folder, join(folder, "image")])
    .map((folder) => ({ folder, names: namesIn(folder) }));
  return (imagePath) => {
    const name = basename(imagePath);
    const found = folders.find(({ names }) => names.has(name));
    return found === undefined ? undefined : join(found.folder, name);
  };
}

function namesIn(folder: string): ReadonlySet<string> {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return new Set(); // a place the images are not in
  }
}

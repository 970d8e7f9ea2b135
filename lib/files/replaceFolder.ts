import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";

export interface ReplaceOptions {
  /** A file by which an earlier result is known; a folder with other content is never replaced. */
  readonly marker: string;
}

/**
 * Builds a folder beside its place and moves it there when it is whole: a failed build leaves what was there
 * before. Throws when the place holds files that are no earlier result.
 */
export function replaceFolder(
  path: string,
  build: (folder: string) => void,
  { marker }: ReplaceOptions,
): void {
  if (existsSync(path) && readdirSync(path).length > 0 && !existsSync(join(path, marker))) {
    throw new Error(
      `${path}: expected a new folder, or one made by an earlier run, got one with other files; choose another`,
    );
  }
  const beside = (name: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.${name}`);
  const fresh = beside("partial");
  const old = beside("old");
  try {
    build(fresh);
    if (existsSync(path)) renameSync(path, old);
    renameSync(fresh, path);
  } finally {
    if (!existsSync(path) && existsSync(old)) renameSync(old, path);
    for (const folder of [fresh, old]) rmSync(folder, { recursive: true, force: true });
  }
}

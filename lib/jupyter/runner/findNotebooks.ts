import { existsSync, readdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { projectRoot } from "../../files/projectRoot";
import { inReadingOrder } from "../../lessons/parts";

/** The collection in reading order: every notebook of the project's `notebooks` folder. */
export function allNotebooks(folder: string = join(projectRoot(), "notebooks")): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
  return inReadingOrder(files, (file) => basename(file, ".ipynb")).map((file) => join(folder, file));
}

function findNotebook(name: string): string {
  const places = [resolve(name), ...allNotebooks().filter((path) => path.endsWith(`/${name}.ipynb`))];
  const found = places.find((path) => path.endsWith(".ipynb") && existsSync(path));
  if (found !== undefined) return found;
  const inCollection = allNotebooks().find((path) => path.endsWith(`/${name}`));
  if (inCollection !== undefined) return inCollection;
  throw new Error(
    `notebook ${name}: expected a path or a name from notebooks/, got neither; see ls notebooks`,
  );
}

/**
 * The notebooks a user names, by path or by name with or without `.ipynb` (`00-start-here`), each once; the whole
 * collection if none is named. Errors: a name that fits no notebook.
 */
export function findNotebooks(names: readonly string[]): string[] {
  return names.length === 0 ? allNotebooks() : [...new Set(names.map(findNotebook))];
}

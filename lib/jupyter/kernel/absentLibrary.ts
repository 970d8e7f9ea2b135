import { join, relative } from "node:path";
import { projectRoot } from "../../files/projectRoot";

const ABSENT = /Cannot find (?:module|package) ['"]seven-fixes['"]/;

/**
 * Why `seven-fixes` was not found by a notebook of this folder and what to do, for a message that says it was not;
 * nothing for any other.
 */
export function absentLibrary(message: string, folder: string): string[] {
  if (!ABSENT.test(message)) return [];
  const project = projectRoot();
  if (!relative(project, folder).startsWith("..")) {
    return ["seven-fixes: expected it in the project's node_modules, got none; run npm ci"];
  }
  const own = join(project, "notebooks");
  return [
    `seven-fixes: expected a notebook inside its project, got one in ${folder}; move the notebook to ${own} and open it there`,
  ];
}

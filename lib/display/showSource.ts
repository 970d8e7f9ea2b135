import { readFileSync, readdirSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { projectRoot } from "../files/projectRoot";
import { displayMarkdown } from "./displayMarkdown";

/**
 * Shows how a function of the library is written, given itself or by name where cells do not have it: its JSDoc and
 * TypeScript, with the file's place. Throws when the library exports no function of that name, or several.
 */
export function showSource(shown: string | ((...args: never[]) => unknown)): void {
  const { file, code } = sourceOf(typeof shown === "string" ? shown : shown.name);
  displayMarkdown(`\`${file}\`\n\n\`\`\`ts\n${code}\n\`\`\``, `${file}\n\n${code}`);
}

/** The file (from the project's folder) and text of the library's exported function or constant `name`. */
export function sourceOf(name: string): { file: string; code: string } {
  const lib = resolve(projectRoot(), "lib");
  const found = typescriptFiles(lib).flatMap((path) => {
    const code = declarationOf(name, readFileSync(path, "utf8"));
    return code === undefined ? [] : [{ file: relative(projectRoot(), path), code }];
  });
  const [first, ...others] = found;
  if (first === undefined || others.length > 0) {
    const places = found.map(({ file }) => file).join(", ") || "none";
    throw new Error(
      `source of ${name}: expected one file of lib that exports it, got ${places}; name another`,
    );
  }
  return first;
}

function typescriptFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return /^(?:dist|node_modules|assembly)$/.test(entry.name) ? [] : typescriptFiles(path);
    return entry.name.endsWith(".ts") ? [path] : [];
  });
}

/**
 * A top-level declaration with its JSDoc. The formatter guarantees the shape this relies on: it begins in
 * column 0 and ends with the first later line that begins with a closing bracket and opens nothing again, as the end
 * of parameters does, or on its own line.
 */
function declarationOf(name: string, text: string): string | undefined {
  const lines = text.split("\n");
  const start = lines.findIndex((line) =>
    new RegExp(`^export (?:async )?(?:function\\*?|const) ${name}\\b`).test(line),
  );
  if (start === -1) return undefined;
  const length = lines
    .slice(start)
    .findIndex((line, i) => (/^[}\])]/.test(line) && !/[{>]$/.test(line)) || (i === 0 && /;$/.test(line)));
  return lines.slice(docStart(lines, start), start + length + 1).join("\n");
}

/** Where the JSDoc right above line `start` begins; `start` itself when there is none. */
function docStart(lines: readonly string[], start: number): number {
  if (!lines[start - 1]?.endsWith("*/")) return start;
  let first = start - 1;
  while (first > 0 && !lines[first]?.startsWith("/**")) first--;
  return first;
}

import { highlight } from "./highlight";

/** The statements a cell begins with as long as they import. */
const IMPORTS = /^(?:import\b[^;]*;[^\S\n]*(?:\n|$))+/;

/** As many characters as one line of code holds; imports that need more fold. */
const LINE = 88;

const pre = (code: string): string => `<pre><code>${highlight(code, "typescript")}</code></pre>`;

function foldedImports(imports: string): string {
  const modules = new Set(Array.from(imports.matchAll(/"([^"]+)"/g), ([, module = ""]) => `"${module}"`));
  const heading = highlight(`import … from ${[...modules].join(", ")}`, "typescript");
  return `<details class="imports"><summary>${heading}</summary>${pre(imports)}</details>`;
}

/** A cell's code in colours; imports at its top that are longer than a line open on a click. "" for no code. */
export function codeBlock(source: string): string {
  if (source.trim() === "") return "";
  const imports = IMPORTS.exec(source)?.[0] ?? "";
  if (imports.length <= LINE) return `<div class="code">${pre(source)}</div>`;
  const rest = source.slice(imports.length);
  return `<div class="code">${foldedImports(imports.trimEnd())}${rest === "" ? "" : pre(rest)}</div>`;
}

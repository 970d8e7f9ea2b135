import { readdirSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** All that the declarations may ask of other packages: tensor types are nominal, so they must be tfjs's own. */
const ALLOWED = ["@tensorflow/tfjs-core/dist/tensor", "@tensorflow/tfjs-core/dist/optimizers/optimizer"];

const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When a declaration of this folder, or this recipe, was last changed. */
function lastChange(folder, except) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".d.ts"));
  const times = files.map((file) => join(folder, file)).filter((file) => file !== except);
  return Math.max(...[...times, import.meta.filename].map(timeOf));
}

/**
 * Exports every type: the kernel's compiler writes down the type of each of a cell's variables, for which the module
 * must have a name; by way of a subject (`lessons.Band`) there is only another name for it.
 */
function namedTypes(code) {
  const exported = new Set(
    [...code.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names]) => names.match(/[\w$]+/g)),
  );
  const declared = [...code.matchAll(/^(?:declare )?(?:abstract )?(?:interface|class|type) ([\w$]+)/gm)].map(
    ([, name]) => name,
  );
  const missing = declared.filter((name) => !exported.has(name) && !name.includes("_d_"));
  return missing.length === 0 ? "" : `export type { ${missing.join(", ")} };\n`;
}

/**
 * Writes the declarations behind `entry` as one file, unless it is newer than all of them. A kernel's compiler then
 * reads that file alone: through our folders and `@tensorflow/tfjs` it read nine hundred, for seconds in each notebook's
 * first cell. Throws when a declaration needs another package: import the type alone, from the file that declares it.
 */
export async function rollDeclarations(entry, rolled) {
  if (timeOf(rolled) > lastChange(dirname(entry), rolled)) return;
  const require = createRequire(import.meta.url);
  const { rollup } = require("rollup");
  const { dts } = require("rollup-plugin-dts");
  const bundle = await rollup({
    input: entry,
    plugins: [dts()],
    external: (id) => !/^[./]/.test(id) && !/^[A-Z]:/i.test(id),
  });
  const { output } = await bundle.generate({ format: "es" });
  const [{ code, imports }] = output;
  const others = imports.filter((id) => !ALLOWED.includes(id));
  if (others.length > 0) {
    throw new Error(
      `${rolled}: expected imports of ${ALLOWED.join(", ")} only, got ${others.join(", ")}; import the type from the file that declares it`,
    );
  }
  writeFileSync(rolled, `${code}${namedTypes(code)}`);
}

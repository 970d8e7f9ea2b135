import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

/** Where a training thread begins, and what makes the data that it is sent. */
const ENTRIES = ["experiments/worker.js", "training/loadTrainingData.js"];
/** Where their compiled kernels lie. */
const KERNELS = "backend";
/** Packages that compute. */
const PACKAGES = ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"];

let known: string | undefined;

/** Hash of the code that decides a run's numbers: runs of other code are never taken for runs of this one. */
export function numericCodeHash(): string {
  return (known ??= hashOf(builtLibrary()));
}

function hashOf(dist: string): string {
  const hash = createHash("sha256");
  for (const file of numericFiles(dist)) hash.update(`${file}\n`).update(readFileSync(join(dist, file)));
  for (const name of PACKAGES) hash.update(`${name} ${versionOf(name)}\n`);
  return hash.digest("hex");
}

/** The files of the built library that training threads, and the makers of their data, load; sorted. */
export function numericFiles(dist = builtLibrary()): string[] {
  const found = new Set<string>();
  const open = ENTRIES.map((entry) => join(dist, entry));
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    open.push(...importsOf(file));
  }
  const kernels = readdirSync(join(dist, KERNELS)).filter((name) => name.endsWith(".wasm"));
  return [...[...found].map((file) => relative(dist, file)), ...kernels.map((name) => join(KERNELS, name))]
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}

/** The files of the library that a compiled file loads, at once or later. */
function importsOf(file: string): string[] {
  const asked = readFileSync(file, "utf8").matchAll(/\b(?:require|import)\("(\.[^"]+)"\)/g);
  return [...asked].map(([, path = ""]) => {
    const target = resolve(dirname(file), path);
    return existsSync(target) && target.endsWith(".js") ? target : `${target}.js`;
  });
}

function builtLibrary(): string {
  return join(dirname(createRequire(__filename).resolve("seven-fixes/package.json")), "dist");
}

function versionOf(name: string): string {
  return (createRequire(__filename)(`${name}/package.json`) as { version: string }).version;
}

// Builds the library: TypeScript into lib/dist, AssemblyScript kernels into lib/dist/backend. Runs after
// every install, and as `npm run build`.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireNode } from "./requireNode.mjs";
import { rollDeclarations } from "./rollDeclarations.mjs";

requireNode();

const lib = dirname(fileURLToPath(import.meta.url));
/** What compilers read of the library: package.json names it too. */
const ROLLED = "seven-fixes.d.ts";
const require = createRequire(import.meta.url);

/** Runs one tool of node_modules; a failure ends the build with the tool's own exit code. */
function run(tool, args) {
  const { status } = spawnSync(process.execPath, [require.resolve(tool), ...args], {
    cwd: lib,
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}

// By path: node_modules/.bin/tsc belongs to tslab's own older compiler.
run("typescript/bin/tsc", ["-p", "tsconfig.json"]);

// What a module left that is gone by now would still count as the library's code.
const dist = join(lib, "dist");
for (const file of readdirSync(dist, { recursive: true })) {
  const source = file.replace(/\.(d\.ts|js|js\.map)$/, ".ts");
  if (source !== file && file !== ROLLED && !existsSync(join(lib, source))) rmSync(join(dist, file));
}
await rollDeclarations(join(dist, "index.d.ts"), join(dist, ROLLED));

/** WebAssembly modules: the entry file in backend/assembly, and options beside the common ones. */
const WASM_MODULES = [
  { entry: "kernels", options: [] },
  { entry: "denseStep", options: ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"] },
];

/** When the sources of the modules, and this recipe, were last changed. */
const assembly = join(lib, "backend", "assembly");
const sources = [
  ...readdirSync(assembly).map((file) => join(assembly, file)),
  fileURLToPath(import.meta.url),
];
const changed = Math.max(...sources.map((file) => statSync(file).mtimeMs));

const isNew = (file) => existsSync(file) && statSync(file).mtimeMs > changed;

for (const { entry, options } of WASM_MODULES) {
  if (isNew(join(lib, "dist", "backend", `${entry}.wasm`))) continue;
  run("assemblyscript/bin/asc.js", [
    `backend/assembly/${entry}.ts`,
    ...["--outFile", `dist/backend/${entry}.wasm`],
    ...["--enable", "simd", "--importMemory", "--runtime", "stub", "-O3", "--noAssert"],
    ...["--disableWarning", "201"], // sizes mix i32 and usize on purpose: this is 32-bit WebAssembly
    ...options,
  ]);
}

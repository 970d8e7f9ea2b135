// Builds the library: TypeScript into lib/dist. Runs after every install, and as `npm run build`.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `seven-fixes: expected Node 20.19 or newer, got ${process.versions.node}; install a current Node`,
  );
  process.exit(2);
}

const lib = dirname(fileURLToPath(import.meta.url));
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

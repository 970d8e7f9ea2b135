// `npm test` after the build: lint and tests side by side, for each alone leaves a core idle now and then. What a
// part prints is shown when it has ended, with its seconds; the exit code is 1 if one failed.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** A tool's script. By path: node_modules/.bin/tsc belongs to tslab's own older compiler. */
const tool = (name, script) => join(dirname(require.resolve(`${name}/package.json`)), script);

const LINT = [
  ["types", [tool("typescript", "bin/tsc"), "-p", "tsconfig.json"]],
  ["lint", [tool("eslint", "bin/eslint.js"), "."]],
  ["format", [tool("prettier", "bin/prettier.cjs"), "--check", "--log-level", "warn", "."]],
];
const TESTS = ["tests", [tool("vitest", "vitest.mjs"), "run"]];

/** Runs one part to its end; true if it passed. The tests print as they go. */
async function part(name, args, stdio) {
  const start = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", stdio, stdio] });
  const printed = [];
  child.stdout?.on("data", (chunk) => printed.push(chunk));
  child.stderr?.on("data", (chunk) => printed.push(chunk));
  const [code] = await once(child, "close");
  process.stdout.write(Buffer.concat(printed));
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${code === 0 ? "✓" : "✗"} ${name} · ${seconds} s`);
  return code === 0;
}

async function lint() {
  let passed = true;
  for (const [name, args] of LINT) passed = (await part(name, args, "pipe")) && passed;
  return passed;
}

const passed = await Promise.all([lint(), part(...TESTS, "inherit")]);
process.exitCode = passed.every(Boolean) ? 0 : 1;

// The library as others get it: npm pack, installed into an empty project outside the checkout, where `npx seven-fixes
// diagnose` and `check-data` must work without loading tfjs. Run after a build: node test/packed.mjs
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const project = mkdtempSync(join(tmpdir(), "seven-fixes-packed-"));
/** Printed by the command itself at its end: what it has loaded of these. */
const HEAVY = /node_modules\/(@tensorflow|tslab|zeromq|jsdom|plotly)/;

const sizeOf = (path) => {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
};
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const npm = (args, cwd) =>
  execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });

let failed = 0;
function expectThat(what, holds) {
  console.log(`${holds ? "✓" : "✗"} ${what}`);
  if (!holds) failed++;
}

/** One command line in the project: its exit code, what it printed, seconds, and the heavy modules it loaded. */
function run(...args) {
  const start = performance.now();
  const hook = join(project, "loaded.cjs");
  const { status, stdout, stderr } = spawnSync("npx", ["--no-install", "seven-fixes", ...args], {
    cwd: project,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: `--require ${hook}` },
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(2);
  const heavy = [...stderr.matchAll(/^LOADED (.*)$/gm)]
    .map((line) => line[1])
    .filter((file) => HEAVY.test(file));
  return { status, stdout, stderr, seconds, heavy };
}

try {
  const tarball = npm(["pack", "--silent", "--pack-destination", project], join(root, "lib"))
    .trim()
    .split("\n")
    .at(-1);
  console.log(`package: ${megabytes(sizeOf(join(project, tarball)))} packed`);
  writeFileSync(join(project, "package.json"), '{ "name": "empty", "private": true }\n');
  writeFileSync(
    join(project, "loaded.cjs"),
    'process.on("exit", () => { for (const file of Object.keys(require.cache)) console.error("LOADED " + file); });\n',
  );
  const start = performance.now();
  npm(["install", "--no-audit", "--no-fund", "--silent", `./${tarball}`], project);
  console.log(
    `installed in ${((performance.now() - start) / 1000).toFixed(0)} s, ${megabytes(sizeOf(join(project, "node_modules")))} with what it depends on`,
  );

  const log = join(root, "test/fixtures/logs/lightning-csv/ml-aos-healthy.csv");
  const healthy = run("diagnose", log, "--json");
  expectThat(`diagnose of a healthy log exits 0 (${healthy.seconds} s)`, healthy.status === 0);
  expectThat("its JSON is strict and says none", JSON.parse(healthy.stdout).verdict.cause === "none");
  expectThat("diagnose loads neither tfjs, tslab nor zeromq", healthy.heavy.length === 0);
  const missing = run("diagnose", "nothing.csv");
  expectThat("a file that is not there: exit 2", missing.status === 2);

  const targets = Array.from({ length: 60 }, (_, i) =>
    Array.from({ length: 45 }, (_, j) =>
      [(5 + i / 10) * 0.1 * (j + 1), 0.001 * (i - 30) * (j + 1) ** 2].join(","),
    ).join(","),
  );
  writeFileSync(join(project, "targets.csv"), `${targets.join("\n")}\n`);
  const audit = run("check-data", "targets.csv", "--json");
  expectThat(`check-data of a file answers (${audit.seconds} s)`, audit.status === 0 || audit.status === 1);
  expectThat("it has read 60 trajectories", JSON.parse(audit.stdout).samples === 60);
  expectThat("check-data loads neither tfjs, tslab nor zeromq", audit.heavy.length === 0);
} finally {
  rmSync(project, { recursive: true, force: true });
}
process.exitCode = failed === 0 ? 0 : 1;

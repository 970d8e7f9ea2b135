import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";

const script = pathToFileURL(resolve(__dirname, "../lib/install.mjs")).href;

const PACKAGES = {
  "": {},
  lib: { version: "1.0.0" },
  "node_modules/seven-fixes": { resolved: "lib", link: true },
  "node_modules/one": { version: "1.0.0", integrity: "a" },
  "node_modules/one/node_modules/two": { version: "2.0.0", integrity: "b" },
  "node_modules/other-system": { version: "3.0.0", integrity: "c", optional: true },
};

/** A project whose node_modules is as the lock file says, but for an optional package that this system has not. */
function project(): string {
  const root = mkdtempSync(join(tmpdir(), "install "));
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages: PACKAGES }));
  const installed = Object.entries(PACKAGES).filter(
    ([path]) => path !== "" && !path.endsWith("other-system"),
  );
  for (const [path] of installed) mkdirSync(join(root, path), { recursive: true });
  writeInstalled(root, Object.fromEntries(installed));
  return root;
}

function writeInstalled(root: string, packages: object): void {
  writeFileSync(join(root, "node_modules", ".package-lock.json"), JSON.stringify({ packages }));
}

const installedIn = (root: string): Record<string, object> =>
  (
    JSON.parse(readFileSync(join(root, "node_modules", ".package-lock.json"), "utf8")) as {
      packages: Record<string, object>;
    }
  ).packages;

/** What `install` says on stderr when npm is a script that writes down that it was called and ends with `code`. */
function installed(root: string, code = 0): { said: string; status: number; calls: number } {
  const npm = join(root, "npm.cjs");
  writeFileSync(npm, `require("fs").appendFileSync("calls", process.argv[2]); process.exit(${code});`);
  const run = `import(${JSON.stringify(script)}).then(async ({ install }) => (process.exitCode = await install(${JSON.stringify(root)})))`;
  const { stderr, status } = spawnSync(process.execPath, ["-e", run], {
    env: { ...process.env, npm_execpath: npm },
    encoding: "utf8",
  });
  const calls = join(root, "calls");
  return {
    said: stderr,
    status: status ?? -1,
    calls: existsSync(calls) ? readFileSync(calls, "utf8").length / 2 : 0,
  };
}

describe("the install step of npm start and npm test", () => {
  it("does and says nothing where all is as the lock file says, optional packages of other systems aside", () => {
    expect(installed(project())).toEqual({ said: "", status: 0, calls: 0 });
  });

  const faults: readonly [string, (root: string) => void, string][] = [
    [
      "nothing is installed",
      (root) => rmSync(join(root, "node_modules"), { recursive: true }),
      "installing what is not as package-lock.json says (3: seven-fixes, one, two): npm ci",
    ],
    [
      "a folder is gone",
      (root) => rmSync(join(root, "node_modules/one/node_modules"), { recursive: true }),
      "installing what is not as package-lock.json says (1: two): npm ci",
    ],
    [
      "one has another version",
      (root) => {
        const packages = installedIn(root);
        writeInstalled(root, { ...packages, "node_modules/one": { version: "0.9.0", integrity: "z" } });
      },
      "installing what is not as package-lock.json says (1: one): npm ci",
    ],
  ];

  it.each(faults)("runs npm ci once, after one line, where %s", (_, damage, line) => {
    const root = project();
    damage(root);
    const { said, status, calls } = installed(root);
    expect(said).toContain(line);
    expect(said.trim().split("\n")).toHaveLength(1);
    expect([status, calls]).toEqual([0, 1]);
  });

  it("ends as npm does, and leaves no lock behind, nor heeds one of a process that is gone", () => {
    const root = project();
    rmSync(join(root, "node_modules"), { recursive: true });
    mkdirSync(join(root, ".seven-fixes"));
    writeFileSync(join(root, ".seven-fixes", "install.lock"), "999999999");
    expect(installed(root, 3)).toMatchObject({ status: 3, calls: 1 });
    expect(existsSync(join(root, ".seven-fixes", "install.lock"))).toBe(false);
  });
});

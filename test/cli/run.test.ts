import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const project = resolve(__dirname, "../..");
const NOTEBOOK = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [{ cell_type: "code", id: "one", metadata: {}, source: "1", execution_count: null, outputs: [] }],
});

let copy: string;

/** A project of the same build in which one package is not installed. */
function copyWithout(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "seven-fixes-without-"));
  for (const made of ["notebooks", "data", "node_modules"]) mkdirSync(join(folder, made));
  for (const part of ["bin", "dist", "package.json"])
    cpSync(join(project, "lib", part), join(folder, "lib", part), { recursive: true });
  for (const installed of readdirSync(join(project, "node_modules"))) {
    const target =
      installed === "seven-fixes" ? join(folder, "lib") : join(project, "node_modules", installed);
    if (installed !== name) symlinkSync(target, join(folder, "node_modules", installed));
  }
  writeFileSync(join(folder, "notebooks", "a.ipynb"), NOTEBOOK);
  return folder;
}

/** `seven-fixes run` of the only notebook; a run that does not end within a minute has the code null. */
function run(
  folder: string,
  options: readonly string[],
  env: NodeJS.ProcessEnv = {},
): { code: number | null; error: string } {
  const command = [
    join(folder, "lib/bin/seven-fixes.cjs"),
    "run",
    join(copy, "notebooks/a.ipynb"),
    ...options,
  ];
  const { status, stderr } = spawnSync(process.execPath, command, {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, ...env },
  });
  return { code: status, error: stderr };
}

beforeAll(() => (copy = copyWithout("tslab")));
afterAll(() => rmSync(copy, { recursive: true }));

describe("seven-fixes run", () => {
  it.each(["seven-fixes", "tslab"])("--kernel %s says on one line that tslab is not installed", (kernel) => {
    const { code, error } = run(copy, ["--kernel", kernel]);
    expect(code).toBe(2);
    expect(error.split("\n").filter((line) => line.startsWith("seven-fixes"))).toEqual([
      "seven-fixes: kernel: expected the package tslab in node_modules, got none; run npm ci",
    ]);
    expect(error).not.toContain("    at ");
  });

  it("ends, with the kernel's own reason, when the kernel dies at its start", () => {
    const dies = join(copy, "dies.cjs");
    writeFileSync(
      dies,
      'if (/kernel.main\\.js$/.test(process.argv[1] ?? "")) throw new Error("no room for a kernel");',
    );
    const { code, error } = run(project, [], { NODE_OPTIONS: `--require ${dies}` });
    expect(code).toBe(2);
    expect(error).toContain("seven-fixes: the kernel died (exit code 1): Error: no room for a kernel\n");
    expect(readFileSync(join(copy, "notebooks/a.ipynb"), "utf8")).toBe(NOTEBOOK);
  });
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
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
import { readNotebook } from "../../lib/jupyter/nbformat/readNotebook";

const project = resolve(__dirname, "../..");

/** A notebook of one code cell. */
const notebookOf = (source: string): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [{ cell_type: "code", id: "one", metadata: {}, source, execution_count: null, outputs: [] }],
  });
const NOTEBOOK = notebookOf("1");

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
  cpSync(join(project, "config.yaml"), join(folder, "config.yaml"));
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

/** Starts `seven-fixes run` of a notebook; `end` resolves with its exit code and what it said. */
function start(notebook: string): { pid: number; end: Promise<{ code: number | null; error: string }> } {
  const command = [join(project, "lib/bin/seven-fixes.cjs"), "run", notebook];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "ignore", "pipe"] });
  let error = "";
  child.stderr.on("data", (text: Buffer) => (error += text.toString()));
  const end = once(child, "close").then(([code]) => ({ code: code as number | null, error }));
  return { pid: child.pid ?? NaN, end };
}

async function untilThere(file: string): Promise<void> {
  while (!existsSync(file)) await new Promise((turn) => setTimeout(turn, 20));
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

  it("leaves the notebook as it was at Ctrl-C in the middle, and no kernel behind", async () => {
    const [notebook, begun] = [join(copy, "notebooks/stopped.ipynb"), join(copy, "begun")];
    const text = notebookOf(
      `require("fs").writeFileSync(${JSON.stringify(begun)}, String(process.pid));\nawait new Promise(() => {});`,
    );
    writeFileSync(notebook, text);
    const { pid, end } = start(notebook);
    await untilThere(begun);
    process.kill(pid, "SIGINT");
    expect(await end).toEqual({
      code: 130,
      error:
        "stopped.ipynb · not finished\nseven-fixes: stopped; notebooks that did not end are as they were before\n",
    });
    expect(readFileSync(notebook, "utf8")).toBe(text);
    expect(readdirSync(join(copy, "notebooks")).sort()).toEqual(["a.ipynb", "stopped.ipynb"]);
    const kernel = Number(readFileSync(begun, "utf8"));
    expect(() => process.kill(kernel, 0)).toThrow("ESRCH");
  });

  it("writes a notebook that two runs work on once, whole, and tells the later one", async () => {
    const notebook = join(copy, "notebooks/twice.ipynb");
    const folder = JSON.stringify(join(copy, "meet-"));
    // Each waits in its cell until both are there, so that both have read the file before one writes it.
    writeFileSync(
      notebook,
      notebookOf(`import { readdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
writeFileSync(${folder} + process.pid, "");
while (readdirSync(dirname(${folder})).filter((name) => name.startsWith("meet-")).length < 2) await new Promise((turn) => setTimeout(turn, 20));
console.log(process.pid);`),
    );
    const ends = await Promise.all([start(notebook).end, start(notebook).end]);
    expect(ends.map(({ code }) => code).sort()).toEqual([0, 2]);
    const told = ends.find(({ code }) => code === 2)?.error;
    expect(told).toContain("expected the file of the start, got one saved meanwhile; run it again");
    const [cell] = readNotebook(notebook).cells;
    expect(cell?.cell_type === "code" && cell.outputs).toHaveLength(1);
  });
});

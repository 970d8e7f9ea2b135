import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { miniTown } from "../training/miniTown";

const root = resolve(__dirname, "../..");
const COMMAND = join(root, "lib/bin/seven-fixes.cjs");
const folder = mkdtempSync(join(tmpdir(), "many machines "));
let town = "";
beforeAll(() => {
  town = miniTown();
});

function command(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: "utf8",
    env: { ...process.env, ...env },
    cwd: root,
  });
  return { code: status, out: stdout, error: stderr };
}

/** A file of the help text, as a reader copies it. */
function helpFile(name: string): string {
  const { out } = command(["help", "many-machines"]);
  const text = new RegExp(`^--- ${name}\n([^]*?)^---$`, "m").exec(out)?.[1];
  if (text === undefined) throw new Error(`expected ${name} in the help`);
  return text;
}

function program(name: string, text: string): string {
  const path = join(folder, "bin", name);
  mkdirSync(join(folder, "bin"), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

/** A sweep of four runs on the little town. */
function sweepFile(name: string, seeds: number): string {
  const path = join(folder, `${name}.yaml`);
  const text = `seeds: ${seeds}\ndata: ${JSON.stringify(town)}\nsettings: { epochs: 1, batch_size: 2, normalisation: standardise }\ngrid:\n  loss: [smooth-l1, mse]\n`;
  writeFileSync(path, text);
  return path;
}

describe("seven-fixes help", () => {
  it("many-machines: the Slurm script runs as written under a stand-in for sbatch, and the sweep gets its runs", () => {
    // starts the array's elements here, as Slurm does on its nodes
    program(
      "sbatch",
      `#!/bin/bash\nfor i in 0 1; do SLURM_ARRAY_TASK_ID=$i SLURM_CPUS_PER_TASK=1 SLURM_SUBMIT_DIR="$PWD" bash "$1" > "$1.$i.log" 2>&1 & done\n`,
    );
    const pilot = program("pilot.sh", helpFile("pilot.sh"));
    const engine = `folder:${join(folder, "shared")}?lease=3`;
    const env = { ENGINE: engine, PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}` };
    execFileSync("sbatch", [pilot], { env: { ...process.env, ...env }, cwd: root, stdio: "ignore" });
    const csv = join(folder, "out.csv");
    const sweep = ["sweep", sweepFile("slurm", 2), "--csv", csv];
    const { code, out, error } = command([...sweep, "--store", join(folder, "a"), "--engine", engine]);
    expect(code, error).toBe(0);
    expect(out).toMatch(/\| loss smooth-l1 \| ego-pose \| [^|]+ \| \d of 2 \| +\| base \|/);
    expect(readFileSync(csv, "utf8").trim().split("\n")).toHaveLength(5);
    // threads give the same table, to the last digit
    const again = command([...sweep, "--store", join(folder, "b")]);
    expect(again.out).toBe(out);
    expect(readdirSync(join(folder, "a"))).toHaveLength(4);
  });

  it("many-machines: the ssh script starts a worker on each host; the Kubernetes file is YAML", () => {
    program("ssh", `#!/bin/bash\necho "$@" >> "${join(folder, "ssh.log")}"\n`);
    const script = program("workers.sh", helpFile("workers.sh"));
    const env = { ...process.env, PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}` };
    execFileSync("bash", [script, "redis://login", "one", "two"], { env });
    const lines = readFileSync(join(folder, "ssh.log"), "utf8").trim().split("\n").sort();
    expect(lines).toEqual(
      ["one", "two"].map(
        (host) => `-tt ${host} cd 'seven-fixes' && npx seven-fixes worker --engine 'redis://login'`,
      ),
    );
    expect(parse(helpFile("workers.yaml"))).toMatchObject({ kind: "Deployment", spec: { replicas: 8 } });
  });

  it("explains a command, and refuses what it does not know", () => {
    expect(command(["help", "sweep"]).out).toContain("--csv <file>");
    const { code, error } = command(["help", "everything"]);
    expect(code).toBe(2);
    expect(error).toContain(
      'help: expected a command or many-machines, agents, recipe, evidence, got "everything"',
    );
  });
});

describe("seven-fixes sweep, results, worker", () => {
  it("a Redis address without its two packages says which to install; a folder needs neither", () => {
    const home = mkdtempSync(join(tmpdir(), "without packages "));
    cpSync(join(root, "lib/dist"), join(home, "lib/dist"), { recursive: true });
    for (const name of ["bin", "package.json"])
      cpSync(join(root, "lib", name), join(home, "lib", name), { recursive: true });
    mkdirSync(join(home, "node_modules"));
    for (const name of readdirSync(join(root, "node_modules")))
      if (!["bullmq", "ioredis"].includes(name))
        symlinkSync(join(root, "node_modules", name), join(home, "node_modules", name));
    const worker = (address: string): string => {
      const args = [join(home, "lib/bin/seven-fixes.cjs"), "worker", "--engine", address];
      const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", cwd: home });
      expect(status, stderr).toBe(2);
      return stderr;
    };
    expect(worker("redis://127.0.0.1")).toContain("got none; npm install bullmq@6.7.0 ioredis@6.0.0");
    expect(worker("folder:lib/package.json")).toContain("expected one that can be written");
  });

  it.for([
    [["sweep", "nowhere.yaml"], "sweep: expected a file at"],
    [
      ["results", "--engine", "localhost"],
      "--engine: expected redis://host[:port], rediss://… or folder:<path>",
    ],
    [["results", "--engine", "redis://127.0.0.1:1"], "expected a Redis server that answers"],
    [["results", "--verify", "2"], "--verify: expected a share from 0% to 100%"],
    [["worker", "--engine", "folder:package.json"], "expected one that can be written"],
    [["worker", "--engine", "folder:/proc/seven/fixes"], "expected one that can be written, got"],
    [["worker", "--engine", "postgres://host"], "got PostgreSQL, which is not offered"],
    [
      ["worker", "--engine", "folder:x", "--threads", "0"],
      "--threads: expected a whole number from 1 to 1024",
    ],
    [["worker"], "required option '--engine <address>' not specified"],
  ] as const)("%s is bad input: one line, exit code 2", ([args, message]) => {
    const { code, error, out } = command(args);
    expect(code).toBe(2);
    expect(error).toContain(message);
    expect(out).toBe("");
  });
});

import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { atomicWrite } from "../../files/atomicWrite";
import { type Connection } from "../kernel/wire";

/** The kernels a notebook can be run with: this project's launcher, or tslab as it comes. */
export type KernelName = "seven-fixes" | "tslab";

/** A kernel's process and the way to reach it. */
export interface KernelProcess {
  readonly pid: number;
  readonly connection: Connection;
  /** Resolves when the process is gone, with how it ended in words. */
  readonly exited: Promise<string>;
  /** The end of what the process wrote to its own stderr, for error messages. */
  lastWords(): string;
  /** SIGINT, as Jupyter's Stop does. */
  interrupt(): void;
  kill(): void;
}

/** Options of `spawnKernel`. */
export interface SpawnOptions {
  readonly kernel: KernelName;
  /** The notebook's folder: what the cells' relative paths and imports start from. */
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
}

const LAST_WORDS = 2000;

/** The folder of a package of this project. Error: it is not installed; both kernels need tslab. */
function packageFolder(name: string): string {
  try {
    return dirname(createRequire(__filename).resolve(`${name}/package.json`));
  } catch {
    throw new Error(`kernel: expected the package ${name} in node_modules, got none; run npm ci`);
  }
}

/** The script of a kernel and its arguments. Errors: a kernel that is not installed or not built. */
function kernelCommand(kernel: KernelName, connectionFile: string): readonly string[] {
  const tslab = packageFolder("tslab");
  if (kernel === "tslab") return [join(tslab, "bin/tslab"), "kernel", `--config-path=${connectionFile}`];
  const script = join(packageFolder("seven-fixes"), "dist/jupyter/kernel/main.js");
  if (!existsSync(script)) throw new Error(`kernel: expected ${script}, got no file; run npm run build`);
  return [script, connectionFile];
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

/** Ports that are free now: all held at once, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function newConnection(): Promise<Connection> {
  const [shell_port = 0, iopub_port = 0, control_port = 0, stdin_port = 0, hb_port = 0] = await freePorts(5);
  return {
    transport: "tcp",
    ip: "127.0.0.1",
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
    shell_port,
    iopub_port,
    control_port,
    stdin_port,
    hb_port,
  };
}

function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code ?? "unknown"}`));
  });
}

/**
 * Starts a kernel in a process group of its own, so that Ctrl-C in the terminal reaches the caller alone.
 * The caller ends it with `kill`; it is killed too when this process exits.
 */
export async function spawnKernel({
  kernel,
  folder,
  environment = {},
}: SpawnOptions): Promise<KernelProcess> {
  const connection = await newConnection();
  const connectionFile = join(tmpdir(), `seven-fixes-${process.pid}-${randomUUID()}.json`);
  const command = kernelCommand(kernel, connectionFile);
  atomicWrite(connectionFile, JSON.stringify(connection));
  const child = spawn(process.execPath, command, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, NO_COLOR: "1", ...environment },
  });
  let words = "";
  child.stderr.on("data", (chunk: Buffer) => (words = (words + chunk.toString()).slice(-LAST_WORDS)));
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  const exited = ending(child).finally(() => {
    process.off("exit", kill);
    rmSync(connectionFile, { force: true });
  });
  return {
    pid: child.pid ?? 0,
    connection,
    exited,
    lastWords: () => words.trim(),
    interrupt: () => void child.kill("SIGINT"),
    kill,
  };
}

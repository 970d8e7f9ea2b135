import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/** The test that what is started belongs to: tests run side by side, so each has to say who it is. */
export interface Stage {
  readonly onTestFinished: (end: () => Promise<void>) => void;
}

/** A process of a test, with what it has printed. */
export interface Child {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly errors: () => string;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** True once the test is over. */
  readonly dismissed: () => boolean;
}

/** Starts a script of this folder, or any command, and ends it with the test. */
export function start(stage: Stage, command: string, args: readonly string[]): Child {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let [out, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
  const ended = once(child, "close").then(([code, signal]) => (code ?? signal) as number | string);
  let dismissed = false;
  stage.onTestFinished(async () => {
    dismissed = true;
    child.kill("SIGKILL");
    await ended;
  });
  return {
    child,
    out: () => out,
    errors: () => errors,
    ended,
    kill: (signal) => void child.kill(signal),
    dismissed: () => dismissed,
  };
}

/** Starts `<name>.cjs` of this folder with options. */
export function startScript(stage: Stage, name: "worker" | "coordinator", options: object): Child {
  return start(stage, process.execPath, [join(__dirname, `${name}.cjs`), JSON.stringify(options)]);
}

/**
 * What the tests' coordinators and workers agree on: a short lease, and no run given up because a busy machine has let
 * its lease run out some times.
 */
export const TERMS = "lease=1&attempts=1000";

/** A folder of the test. */
export const scratch = (): string => mkdtempSync(join(tmpdir(), "engines "));

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("port: expected a number");
  return address.port;
}

/** Waits for something; an Error with what was last seen when it does not come. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>, seconds = 300) {
  const end = performance.now() + 1000 * seconds;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`expected within ${seconds} s: ${what}`);
    await wait(50);
  }
}

/** A Redis server of the test's own. */
export interface RedisServer {
  readonly port: number;
  /** Its address for `--engine`, with `TERMS`. */
  readonly address: string;
  readonly signal: (signal: NodeJS.Signals) => void;
  readonly restart: (downMs: number, options?: { readonly forget?: boolean }) => Promise<void>;
  /** One command; what it prints. */
  readonly command: (...args: string[]) => string;
}

/** Starts Debian's redis-server on a free port, every write on disk before it is answered. */
export async function redisServer(stage: Stage, ...more: string[]): Promise<RedisServer> {
  const port = await freePort();
  let folder = scratch();
  const command = (...args: string[]): string =>
    execFileSync("redis-cli", ["-p", String(port), ...args], { encoding: "utf8", stdio: "pipe" }).trim();
  const begin = async (): Promise<Child> => {
    const options = ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""];
    const started = start(stage, "redis-server", [
      ...options,
      "--appendonly",
      "yes",
      "--appendfsync",
      "always",
      ...more,
    ]);
    await eventually("redis answers", () => answers(command));
    return started;
  };
  let server = await begin();
  return {
    port,
    address: `redis://127.0.0.1:${port}?${TERMS}`,
    signal: (signal) => server.kill(signal),
    restart: async (downMs, { forget = false } = {}) => {
      server.kill("SIGKILL");
      await server.ended;
      await wait(downMs);
      if (forget) folder = scratch();
      server = await begin();
    },
    command,
  };
}

function answers(command: (...args: string[]) => string): boolean {
  try {
    return /PONG|NOAUTH/.test(command("ping"));
  } catch (error) {
    return /NOAUTH/.test(String((error as { stderr?: string }).stderr));
  }
}

const linesOf = (log: string): string[] =>
  existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [];

/** How often the run of each seed was begun, by the workers' log. */
export function begun(log: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const line of linesOf(log)) {
    const seed = Number(line.split(" ")[0]);
    if (seed > 0) counts.set(seed, (counts.get(seed) ?? 0) + 1);
  }
  return counts;
}

/** The seeds of the runs in the order in which they were begun. */
export const orderOf = (log: string): number[] =>
  linesOf(log)
    .map((line) => Number(line.split(" ")[0]))
    .filter((seed) => seed > 0);

/** How often a worker stood still for so long that its lease may have run out, by its log: a fault of the machine. */
export const stoodStill = (log: string): number =>
  linesOf(log).filter((line) => line.startsWith("still ")).length;

/** The files of the runs in a store. */
export function storedNames(store: string): string[] {
  return existsSync(store)
    ? readdirSync(store).filter((name) => name.endsWith(".json") && name[0] !== ".")
    : [];
}

/** The runs themselves. */
export function storedRuns(store: string): unknown[] {
  return storedNames(store).map((name) => JSON.parse(readFileSync(join(store, name), "utf8")) as unknown);
}

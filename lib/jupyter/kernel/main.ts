import { openStopSignal } from "./stopSignal";

// First of all: until the compiler below is loaded (seconds), nothing else listens and Stop would end the process.
const signal = openStopSignal();

import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { createEngine, type Engine } from "./engine";
import { serve } from "./server";
import { loadTslab } from "./tslabParts";
import { type Connection } from "./wire";

const CLIENT_CHECK_MS = 1000;

/**
 * A cell leaves a few kB among the MBs that its compilation freed, and V8 does not move them together by itself as
 * long as there is memory: the process would grow by 18 MB every 100 cells, though what lives in it does not.
 */
function keepMemoryTogether(): void {
  setFlagsFromString("--compact-on-every-full-gc");
}

/** A kernel whose client was killed would run for ever: its parent then is another process. */
function endWithClient(): void {
  const client = process.ppid;
  setInterval(() => process.ppid === client || process.exit(0), CLIENT_CHECK_MS).unref();
}

/** Errors nobody awaits are told on stderr in tslab's words; they must not end the kernel. */
function tellLateErrors(engine: Engine): void {
  process.on("uncaughtException", (error) => console.error("UncaughtException:", engine.trace(error)));
  process.on("unhandledRejection", (reason) =>
    console.error(
      `UnhandledPromiseRejection: ${engine.trace(reason)}\n    (nobody awaited this promise: put await before it)`,
    ),
  );
}

function readConnection(path: string | undefined): Connection {
  if (path === undefined)
    throw new Error("kernel: expected a connection file, got none; start it from Jupyter");
  return JSON.parse(readFileSync(path, "utf8")) as Connection;
}

async function main(): Promise<void> {
  const connection = readConnection(process.argv[2]);
  keepMemoryTogether();
  endWithClient();
  const tslab = loadTslab();
  const engine = createEngine(tslab, signal);
  tellLateErrors(engine);
  // The timer lets the reply leave; a cell's own timers must not keep the process alive.
  await serve(connection, tslab, engine, () => setTimeout(() => process.exit(0), 50));
}

main().catch((error: unknown) => {
  console.error(`seven-fixes kernel: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
});

// The long form of the engine tests: `node test/bench/engineFaults.mjs [faults on each of two engines, 100] [seed, 1]`, after
// `npm run build`; needs redis-server. Then 40 s in which Redis lets all its clients wait, and how long eight workers are
// idle between runs that sleep 2 s, by engine.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const engines = join(dirname(fileURLToPath(import.meta.url)), "..", "engines");
const [faults = "100", seed = "1"] = process.argv.slice(2);

/** Some of the engine tests, in a longer form. */
function longer(args, env) {
  const command = ["vitest", "run", "--config", "vitest.engines.config.mts", ...args];
  const { status } = spawnSync("npx", command, { stdio: "inherit", env: { ...process.env, ...env } });
  if (status !== 0) process.exitCode = status ?? 1;
}

if (faults !== "0") {
  longer(["randomFaults"], { SEVEN_FIXES_FAULTS: faults, SEVEN_FIXES_FAULT_SEED: seed });
  longer(["queueFaults", "-t", "made to wait"], { SEVEN_FIXES_PAUSE_MS: "40000" });
}

const WORKERS = 8;
const TASKS = 80;
const SECONDS = 2;

const script = (name, options) =>
  spawn(process.execPath, [join(engines, name), JSON.stringify(options)], {
    stdio: ["ignore", "pipe", "pipe"],
  });

/** Share of the time between a worker's first and last start in which none of its runs slept. */
function idleShare(log) {
  const starts = new Map();
  for (const line of readFileSync(log, "utf8").trim().split("\n")) {
    const [, pid, time] = line.split(" ").map(Number);
    starts.set(pid, [...(starts.get(pid) ?? []), time]);
  }
  let [span, busy] = [0, 0];
  for (const times of starts.values()) {
    span += (times.at(-1) - times[0]) / 1000;
    busy += SECONDS * (times.length - 1);
  }
  return 1 - busy / span;
}

async function idle(address) {
  const folder = mkdtempSync(join(tmpdir(), "idle "));
  const log = join(folder, "log");
  const workers = Array.from({ length: WORKERS }, () =>
    script("worker.cjs", { address, log, ms: 1000 * SECONDS, untilEmpty: true }),
  );
  await wait(15_000); // all of them wait for a coordinator
  const coordinator = script("coordinator.cjs", { address, count: TASKS, store: join(folder, "runs") });
  const [code] = await once(coordinator, "close");
  for (const worker of workers) worker.kill("SIGTERM");
  console.log(`${address.split(":")[0]}: exit ${code}, ${(100 * idleShare(log)).toFixed(2)} % idle`);
}

const probe = createServer().listen(0, "127.0.0.1");
await once(probe, "listening");
const { port } = probe.address();
probe.close();
const redis = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", ""], {
  stdio: "ignore",
});
await wait(1000);
await idle(`redis://127.0.0.1:${port}`);
redis.kill();
await idle(`folder:${mkdtempSync(join(tmpdir(), "place "))}`);

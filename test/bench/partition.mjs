// A network that parts for real: `node test/bench/partition.mjs [seconds, 8]`, after `npm run build`, as root; needs redis-server
// and ip. Redis, the coordinator and one worker live in one network namespace, another worker in a second one; the
// cable between them is pulled for longer than a lease and two looks, and put back. Lossy lines (tc netem) are not here:
// the kernels at hand have none; answers that come late are tried in test/engines/network.engine.ts.
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const engines = join(dirname(fileURLToPath(import.meta.url)), "..", "engines");
const [seconds = "8"] = process.argv.slice(2);
const [near, far] = ["near", "far"].map((name) => `${name}-${process.pid}`);
const [cable, end] = [`n${process.pid}`, `f${process.pid}`];
const SERVER = "10.77.0.1";
const RUNS = 30;
const ip = (...args) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "inherit"] });

const started = [];
function within(space, command, ...args) {
  const child = spawn("ip", ["netns", "exec", space, command, ...args], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  child.errors = "";
  child.stderr.on("data", (chunk) => {
    child.errors += chunk;
    if (process.env.SEVEN_FIXES_DEBUG === "1") process.stderr.write(chunk);
  });
  child.ended = once(child, "close").then(([code]) => code);
  started.push(child);
  return child;
}

const script = (space, name, options) =>
  within(space, process.execPath, join(engines, name), JSON.stringify(options));

/** Runs that were begun, as [seed, pid, time]. */
const begun = (log) =>
  (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : [])
    .map((line) => line.split(" ").map(Number))
    .filter(([seed]) => seed > 0);

const kept = (store) =>
  existsSync(store) ? readdirSync(store).filter((name) => !name.startsWith(".")).length : 0;

/** Pulls the cable when both workers are at work. Returns a line, or throws what was not as it must be. */
async function part() {
  const folder = mkdtempSync(join(tmpdir(), "partition "));
  const [log, store] = [join(folder, "log"), join(folder, "runs")];
  const redis = within(near, "redis-server", "--bind", SERVER, "--protected-mode", "no", "--save", "");
  await wait(1000);
  const address = `redis://${SERVER}?lease=1&attempts=1000`;
  const coordinator = script(near, "coordinator.cjs", { address, count: RUNS, store });
  const workers = [near, far].map((space) => script(space, "worker.cjs", { address, log, ms: 1000 }));
  while (new Set(begun(log).map(([, pid]) => pid)).size < 2 || kept(store) < 4) await wait(100);
  ip("-n", near, "link", "set", cable, "down");
  await wait(1000 * seconds);
  ip("-n", near, "link", "set", cable, "up");
  const back = Date.now();
  const code = await coordinator.ended;
  const again = begun(log).length - RUNS;
  const after = new Set(
    begun(log)
      .filter(([, , time]) => time > back)
      .map(([, pid]) => pid),
  ).size;
  const alive = workers.filter(({ exitCode }) => exitCode === null).length;
  redis.kill();
  for (const worker of workers) worker.kill("SIGTERM");
  const line = `cable pulled for ${seconds} s: exit ${code}, ${kept(store)} of ${RUNS} runs kept, ${again} made again; ${alive} workers alive, ${after} at work after it`;
  if (code === 0 && kept(store) === RUNS && again <= 2 && alive === 2 && after === 2) return line;
  throw new Error(`${line}\n${coordinator.errors}\n${workers.map(({ errors }) => errors).join("\n")}`);
}

try {
  for (const space of [near, far]) ip("netns", "add", space);
  ip("link", "add", cable, "netns", near, "type", "veth", "peer", "name", end, "netns", far);
  for (const [space, device, address] of [
    [near, cable, SERVER],
    [far, end, "10.77.0.2"],
  ]) {
    ip("-n", space, "addr", "add", `${address}/24`, "dev", device);
    ip("-n", space, "link", "set", device, "up");
    ip("-n", space, "link", "set", "lo", "up");
  }
  console.log(await part());
} finally {
  for (const child of started) child.kill("SIGKILL");
  for (const space of [near, far]) spawnSync("ip", ["netns", "del", space], { stdio: "ignore" });
}

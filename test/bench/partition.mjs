// A network that parts for real: `node test/bench/partition.mjs [seconds, 8]`, after `npm run build`, as root; needs redis-server
// and ip. Redis, the coordinator and one worker live in one network namespace, another worker in a second one; the
// cable between them is pulled for longer than a lease and two looks, and put back. Where the kernel has netem, 30 % of
// the packets are then lost and the others come 2 s late.
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
  const child = spawn("ip", ["netns", "exec", space, command, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  child.errors = "";
  child.stderr.on("data", (chunk) => (child.errors += chunk));
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

const kept = (store) => (existsSync(store) ? readdirSync(store).filter((name) => !name.startsWith(".")).length : 0);

/** One round: `strike` when both workers are at work. Returns a line, or throws what was not as it must be. */
async function round(name, lease, strike) {
  const folder = mkdtempSync(join(tmpdir(), "partition "));
  const [log, store] = [join(folder, "log"), join(folder, "runs")];
  const redis = within(near, "redis-server", "--bind", SERVER, "--protected-mode", "no", "--save", "");
  await wait(1000);
  const address = `redis://${SERVER}?lease=${lease}&attempts=1000`;
  const coordinator = script(near, "coordinator.cjs", { address, count: RUNS, store });
  const workers = [near, far].map((space) => script(space, "worker.cjs", { address, log, ms: 1000 }));
  while (new Set(begun(log).map(([, pid]) => pid)).size < 2 || kept(store) < 4) await wait(100);
  const back = await strike();
  const code = await coordinator.ended;
  const times = [...Map.groupBy(begun(log), ([seed]) => seed).values()].map((runs) => runs.length);
  const again = times.reduce((sum, count) => sum + count - 1, 0);
  const after = new Set(begun(log).filter(([, , time]) => time > back).map(([, pid]) => pid)).size;
  const alive = workers.filter(({ exitCode }) => exitCode === null).length;
  redis.kill();
  for (const worker of workers) worker.kill("SIGTERM");
  const line = `${name}: exit ${code}, ${kept(store)} of ${RUNS} runs kept, ${again} made again; ${alive} workers alive, ${after} at work after it`;
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
  console.log(
    await round(`cable pulled for ${seconds} s`, 1, async () => {
      ip("-n", near, "link", "set", cable, "down");
      await wait(1000 * seconds);
      ip("-n", near, "link", "set", cable, "up");
      return Date.now();
    }),
  );
  const lossy = ["netns", "exec", near, "tc", "qdisc", "add", "dev", cable, "root", "netem", "loss", "30%", "delay", "2s"];
  const { status, stderr } = spawnSync("ip", lossy, { encoding: "utf8" });
  if (status !== 0) console.log(`30 % lost and 2 s late: not tried, tc says "${stderr.trim()}"`);
  else {
    ip("netns", "exec", near, "tc", "qdisc", "del", "dev", cable, "root");
    console.log(
      await round("30 % lost and 2 s late", 60, async () => {
        ip(...lossy);
        return Date.now();
      }),
    );
  }
} finally {
  for (const child of started) child.kill("SIGKILL");
  for (const space of [near, far]) spawnSync("ip", ["netns", "del", space], { stdio: "ignore" });
}

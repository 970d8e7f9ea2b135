import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { eventually, redisServer, scratch, start, startScript, TERMS, type Stage } from "./processes";
import { scene } from "./scene";

/** A copy of the built library in which one file that decides numbers is another: a worker of other code. */
function otherCode(stage: Stage): string {
  const home = resolve(__dirname, "../../.seven-fixes"); // below the project, for the packages of node_modules
  mkdirSync(home, { recursive: true });
  const folder = mkdtempSync(join(home, "other-code-"));
  stage.onTestFinished(() => rm(folder, { recursive: true }));
  const library = join(folder, "node_modules", "seven-fixes");
  cpSync(resolve(__dirname, "../../lib/dist"), join(library, "dist"), { recursive: true });
  cpSync(resolve(__dirname, "../../lib/package.json"), join(library, "package.json"));
  for (const name of ["worker.cjs", "jobs.cjs"]) cpSync(join(__dirname, name), join(folder, name));
  const file = join(library, "dist", "math", "statistics.js");
  writeFileSync(file, `${readFileSync(file, "utf8")}\n// as another version would have it\n`);
  return folder;
}

const PLACES = [
  ["redis", async (stage: Stage) => (await redisServer(stage)).address],
  ["folder", () => Promise.resolve(`folder:${join(scratch(), "place")}?${TERMS}`)],
] as const;

describe.for(PLACES)("what one sees at a %s", ([, place]) => {
  it("long runs come first; each run is told with the workers and the time left", async (stage) => {
    const play = scene(stage, { address: await place(stage), count: 6, ms: 100 });
    const coordinator = play.coordinate({ cost: "seed" });
    await eventually("all tasks are given out", () =>
      coordinator.errors().includes("6 tasks wait for a worker"),
    );
    play.work();
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    if (play.stoodStill() === 0) expect(play.order()).toEqual([6, 5, 4, 3, 2, 1]);
    const told = coordinator
      .out()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(told.map(({ done, total, kept }) => [done, total, kept])).toEqual(
      [1, 2, 3, 4, 5, 6].map((done) => [done, 6, false]),
    );
    expect(told.at(-1)).toMatchObject({ secondsLeft: 0, workers: "1 worker, 1 thread" });
  });
});

describe.for(PLACES)("who does not belong together at a %s", ([, place]) => {
  it("a worker of other code says which code is wanted, and the coordinator says who is there", async (stage) => {
    const address = await place(stage);
    const play = scene(stage, { address, count: 3 });
    const coordinator = play.coordinate();
    const other = start(stage, process.execPath, [
      join(otherCode(stage), "worker.cjs"),
      JSON.stringify({ address, ms: 100 }),
    ]);
    expect(await other.ended).toBe(2);
    expect(other.errors()).toMatch(
      /expected code [0-9a-f]{8} \(Node .*\), got [0-9a-f]{8} .*; update this checkout/,
    );
    await eventually("the coordinator tells", () =>
      /3 tasks wait for a worker of code [0-9a-f]{8}: \S+: expected code/.test(coordinator.errors()),
    );
    expect(play.begun()).toBe(0);
    play.work();
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(0);
  });

  it("a worker whose numbers come out differently makes none, and says what it is made of", async (stage) => {
    const address = await place(stage);
    const play = scene(stage, { address, count: 2 });
    const coordinator = play.coordinate();
    const drifting = play.work({ drift: "always" });
    expect(await drifting.ended).toBe(2);
    expect(drifting.errors()).toMatch(
      /expected the bits of Node .*, got others with Node .*use the same Node and npm ci/,
    );
    expect(play.begun()).toBe(0);
    play.work();
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(0);
  });

  it("a worker that drifts after its first song is found by --verify: both machines are named, nothing is kept", async (stage) => {
    const address = await place(stage);
    const play = scene(stage, { address, count: 2 });
    const coordinator = play.coordinate({ verify: 1 });
    const drifting = play.work({ drift: "runs" });
    await eventually("the coordinator asks for a second worker, and names the first", () => {
      expect(drifting.child.exitCode, drifting.errors()).toBeNull();
      return /tasks? waits? for a second worker: --verify compares runs of \S+:\d+ with/.test(
        coordinator.errors(),
      );
    });
    play.work();
    expect(await coordinator.ended).toBe(2);
    expect(coordinator.errors()).toMatch(
      /expected the same bits twice, got others from \S+:\d+ and \S+:\d+; neither is kept/,
    );
    expect(play.stored()).toBe(0);
  });
});

describe("damaged data", () => {
  it("one flipped byte in the folder: the worker refuses them, and gives the task back", async (stage) => {
    const folder = join(scratch(), "place");
    const play = scene(stage, { address: `folder:${folder}?${TERMS}`, count: 2 });
    const coordinator = play.coordinate();
    const data = join(folder, "data");
    await eventually("data are there", () => names(data) > 0);
    const file = join(data, readdirSync(data)[0] ?? "");
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged[100] = (damaged[100] ?? 0) ^ 1;
    writeFileSync(file, damaged);
    const refusing = play.work();
    expect(await refusing.ended).toBe(2);
    expect(refusing.errors()).toMatch(
      /data: expected bytes of hash [0-9a-f]{12}, got [0-9a-f]{12}; the copy is damaged/,
    );
    writeFileSync(file, whole);
    play.work();
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
  });

  it("a worker that cannot write its result leaves no torn file, and its task is made by another", async (stage) => {
    const redis = await redisServer(stage);
    const store = join(scratch(), "shared");
    const address = `${redis.address}&store=${encodeURIComponent(store)}`;
    const play = scene(stage, { address, count: 4 });
    const coordinator = play.coordinate();
    await eventually("data are there", () => names(join(store, "data")) > 0);
    const options = JSON.stringify({ address, log: play.log, ms: 100 });
    // no file may grow beyond 4 blocks of 1 kB: what a quota or a full disk does
    const full = start(stage, "bash", [
      "-c",
      'ulimit -f 4; exec node "$0" "$1"',
      join(__dirname, "worker.cjs"),
      options,
    ]);
    expect(await full.ended).toBe(75);
    expect(full.errors()).toMatch(/expected a writable place with room/);
    expect(names(store)).toBe(1); // the folder of data: neither a run nor a part of one
    startScript(stage, "worker", { address, log: play.log, ms: 100 });
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
  });
});

/** How many entries a folder has; 0 when it is not there. */
function names(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}

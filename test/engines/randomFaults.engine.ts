import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { splitRng } from "../../lib/math/rng";
import {
  eventually,
  redisServer,
  scratch,
  TERMS,
  type Child,
  type RedisServer,
  type Stage,
} from "./processes";
import { scene, type Scene } from "./scene";

/** Faults on each engine; `node test/bench/engineFaults.mjs` makes more. */
const FAULTS = Number(process.env["SEVEN_FIXES_FAULTS"] ?? 26);
const SEED = Number(process.env["SEVEN_FIXES_FAULT_SEED"] ?? 1);
const WORKERS = 3;

/** What is going on: who is at work, and how to break it. */
interface Setting {
  readonly workers: Child[];
  readonly redis: RedisServer | undefined;
  readonly play: Scene;
  coordinator: Child;
}

/** What a fault does, and how many runs it may cause to be made again. */
interface Fault {
  readonly name: string;
  readonly again: number;
  readonly strike: (on: Setting, pick: number) => Promise<void>;
}

/** Faults come when a process has begun: one that finds no server at its start says so and ends. */
async function atWork(child: Child): Promise<Child> {
  await eventually("a process is at work", () => child.errors().includes("at work"));
  return child;
}

const ANYWHERE: readonly Fault[] = [
  {
    name: "kill a worker",
    again: 1,
    strike: async ({ workers, play }, pick) => {
      at(workers, pick).kill("SIGKILL");
      await at(workers, pick).ended;
      workers[pick] = play.work();
    },
  },
  {
    name: "freeze a worker",
    again: 1,
    strike: async ({ workers }, pick) => {
      at(workers, pick).kill("SIGSTOP");
      await wait(2500);
      at(workers, pick).kill("SIGCONT");
    },
  },
  {
    name: "stop a worker",
    again: 1,
    strike: async ({ workers, play }, pick) => {
      await atWork(at(workers, pick));
      at(workers, pick).kill("SIGTERM");
      expect(await at(workers, pick).ended, at(workers, pick).errors()).toBe(0);
      workers[pick] = play.work();
    },
  },
  {
    name: "kill the coordinator",
    again: 0,
    strike: async (on) => {
      on.coordinator.kill("SIGKILL");
      await on.coordinator.ended;
      on.coordinator = on.play.coordinate();
    },
  },
];

const server = (name: string, strike: (redis: RedisServer) => unknown, again = WORKERS): Fault => ({
  name,
  again,
  strike: async ({ redis }) => {
    if (redis !== undefined) await strike(redis);
  },
});

const IN_REDIS: readonly Fault[] = [
  server("kill Redis", (redis) => redis.restart(300)),
  server("cut all connections", ({ command }) => command("client", "kill", "type", "normal")),
  server("freeze Redis", async ({ signal }) => {
    signal("SIGSTOP");
    await wait(1300);
    signal("SIGCONT");
  }),
  // what is under way, and the results that wait to be fetched
  server("FLUSHALL", ({ command }) => command("flushall"), 3 * WORKERS),
];

/**
 * Starts again what a fault has ended, as a supervisor does: a process that found no server at its start, a worker
 * that was cut off, and the coordinator when it has
 * all runs, which are looked at and thrown away. Returns how many rounds have ended.
 */
async function revive(on: Setting): Promise<number> {
  const { workers, play, coordinator } = on;
  workers.forEach((worker, i) => {
    if (worker.child.exitCode === null) return;
    expect(worker.errors()).toMatch(/expected a Redis server that answers|start it again/);
    workers[i] = play.work();
  });
  if (coordinator.child.exitCode === null) return 0;
  const isOver = coordinator.child.exitCode === 0;
  if (isOver) {
    await play.expectAll(Infinity); // how often is summed up at the end
    rmSync(play.store, { recursive: true });
  } else expect(coordinator.errors()).toContain("expected a Redis server that answers");
  on.coordinator = play.coordinate();
  return isOver ? 1 : 0;
}

async function survive(stage: Stage, address: string, redis: RedisServer | undefined): Promise<void> {
  const play = scene(stage, { address, count: 40, ms: 250 });
  const workers = Array.from({ length: WORKERS }, () => play.work());
  const on: Setting = { workers, redis, play, coordinator: play.coordinate() };
  const faults = redis === undefined ? ANYWHERE : [...ANYWHERE, ...IN_REDIS];
  const rng = splitRng(SEED, `faults/${redis === undefined ? "folder" : "redis"}`);
  await eventually("two runs are kept", () => play.stored() >= 2);
  let [again, rounds] = [0, 0];
  for (let i = 0; i < FAULTS; i++) {
    const fault = at(faults, rng.integer(faults.length));
    again += fault.again;
    await fault.strike(on, rng.integer(WORKERS));
    await wait(100 + 400 * rng.uniform());
    rounds += await revive(on);
  }
  while (on.coordinator.child.exitCode !== 0) {
    await Promise.race([on.coordinator.ended, wait(1000)]);
    if (on.coordinator.child.exitCode !== 0) await revive(on);
  }
  await play.expectAll(Infinity);
  expect(play.begun()).toBeLessThanOrEqual((rounds + 1) * play.count + again + play.stoodStill());
  for (const worker of on.workers) {
    worker.kill("SIGTERM");
    await worker.ended;
  }
}

describe(`${FAULTS} random faults on each engine: every run is there once, with its bits, and none was made more often than they explain`, () => {
  const limit = 60_000 + 6000 * FAULTS;

  it("a queue in Redis", { timeout: limit }, async (stage) => {
    const redis = await redisServer(stage);
    await survive(stage, redis.address, redis);
    const keys = redis.command("keys", "seven-fixes:runs-*");
    expect(keys).not.toMatch(/:(r-|wait|active|prioritized|delayed|completed|failed)/);
  });

  it("a shared folder", { timeout: limit }, async (stage) => {
    await survive(stage, `folder:${join(scratch(), "place")}?${TERMS}`, undefined);
  });
});

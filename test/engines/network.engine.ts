import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { eventually, redisServer, start, TERMS } from "./processes";
import { proxy } from "./proxy";
import { scene } from "./scene";

const at = (port: number, terms = TERMS): string => `redis://127.0.0.1:${port}?${terms}`;

describe("a worker behind a bad network", () => {
  it("a connection that is cut, and one that stays open and silent: the worker makes another and goes on", async (stage) => {
    const redis = await redisServer(stage);
    const between = await proxy(stage, redis.port);
    const play = scene(stage, { ...redis, count: 14 });
    const coordinator = play.coordinate();
    const worker = play.work({ address: at(between.port) });
    await eventually("two runs are kept", () => play.stored() >= 2);
    between.reset();
    await eventually("five runs are kept", () => play.stored() >= 5);
    between.silenceOld();
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(2);
    expect(worker.child.exitCode).toBeNull();
  });

  it("answers that take a second: slow, but whole", async (stage) => {
    const redis = await redisServer(stage);
    const between = await proxy(stage, redis.port);
    // an answer is waited for a third of the lease
    const [near, far] = [at(redis.port, "lease=30"), at(between.port, "lease=30")];
    const play = scene(stage, { address: near, count: 5 });
    const coordinator = play.coordinate();
    const worker = play.work({ address: far });
    await eventually("two runs are kept", () => play.stored() >= 2);
    between.delay(1000);
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(0);
    expect(worker.child.exitCode).toBeNull();
  });

  it("one that is heard by nobody while the server answers others ends with code 75, and its run is made elsewhere", async (stage) => {
    const redis = await redisServer(stage);
    const between = await proxy(stage, redis.port);
    const play = scene(stage, { ...redis, count: 8 });
    const coordinator = play.coordinate();
    const worker = play.work({ address: at(between.port) });
    await eventually("two runs are kept", () => play.stored() >= 2);
    between.swallowAfter(1000); // a ping gets through, not what a queue says
    expect(await worker.ended).toBe(75);
    expect(worker.errors()).toContain("answers others, but not this worker");
    play.work(); // what a supervisor does
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
  });
});

describe("a Redis that cannot be used: one line, exit code 2", () => {
  const worker = (stage: Parameters<typeof start>[0], address: string) =>
    start(stage, process.execPath, ["lib/bin/seven-fixes.cjs", "worker", "--engine", address]);

  it("no server, no password, another password, an evicting one, an old one", async (stage) => {
    const redis = await redisServer(stage, "--requirepass", "secret");
    const open = await redisServer(stage);
    const old = await proxy(stage, open.port, (chunk) =>
      Buffer.from(chunk.toString("latin1").replace(/redis_version:\d/, "redis_version:4"), "latin1"),
    );
    const evicting = await redisServer(stage, "--maxmemory", "100mb", "--maxmemory-policy", "allkeys-lru");
    const cases = [
      [at(1), "a Redis server that answers"],
      [`redis://127.0.0.1:${redis.port}`, "a password that Redis takes"],
      [`redis://:wrong@127.0.0.1:${redis.port}`, "a password that Redis takes"],
      [at(old.port), "expected Redis 5 or newer, got Redis 4"],
      [at(evicting.port), "expected a Redis that forgets nothing, got allkeys-lru"],
      ["http://127.0.0.1", "expected redis://host[:port], rediss://… or folder:<path>"],
      ["redis://127.0.0.1?leese=1", 'expected lease, attempts or store after the ?, got "leese"'],
    ] as const;
    for (const [address, sentence] of cases) {
      const tried = worker(stage, address);
      expect(await tried.ended, address).toBe(2);
      const last = tried.errors().trim().split("\n").at(-1) ?? "";
      expect(last).toContain(sentence);
      expect(last).toMatch(/^seven-fixes: .*; /);
      expect(tried.errors()).not.toContain("wrong@");
    }
  });

  it("one that is not there yet is tried for a while: the worker goes on when it comes, or says how long it tried", async (stage) => {
    const redis = await redisServer(stage);
    const between = await proxy(stage, redis.port);
    between.swallowAfter(0); // takes connections and says nothing
    const late = worker(stage, at(between.port));
    await eventually("it says that it tries", () => late.errors().includes("; trying for 10 s"));
    between.swallowAfter(Infinity);
    await eventually("it waits for tasks", () => late.errors().includes("nobody has given out tasks yet"));
    late.kill("SIGTERM");
    expect(await late.ended, late.errors()).toBe(0);
    const never = worker(stage, at(1));
    expect(await never.ended).toBe(2);
    expect(never.errors()).toMatch(
      /a Redis server that answers, got ".*ECONNREFUSED.*"; start redis-server there or correct the address, then start this worker again: it tried for 10 s\n$/,
    );
    const stopped = worker(stage, at(1));
    await eventually("it says that it tries", () => stopped.errors().includes("; trying for 10 s"));
    stopped.kill("SIGTERM");
    expect(await stopped.ended, stopped.errors()).toBe(0);
  });

  it("one that is full says so on both sides and hangs nowhere; with more room everything is made", async (stage) => {
    const redis = await redisServer(stage, "--maxmemory", "2mb");
    const play = scene(stage, { ...redis, count: 8 });
    redis.command("eval", "for i=1,200 do redis.call('set', 'fill' .. i, string.rep('x', 4096)) end", "0");
    redis.command("config", "set", "maxmemory", "1kb");
    const coordinator = play.coordinate();
    expect(await coordinator.ended).toBe(2);
    expect(coordinator.errors()).toContain("expected room in Redis");
    redis.command("config", "set", "maxmemory", "100mb");
    const again = play.coordinate();
    const worker = play.work();
    await eventually("two runs are kept", () => play.stored() >= 2);
    redis.command("config", "set", "maxmemory", "1kb");
    expect(await worker.ended).toBe(75);
    expect(worker.errors()).toContain("expected room in Redis");
    expect(await Promise.race([again.ended, wait(120_000, "hangs")])).toBe(2);
    redis.command("config", "set", "maxmemory", "100mb");
    const third = play.coordinate();
    play.work();
    expect(await third.ended, third.errors()).toBe(0);
    await play.expectAll(1);
  });
});

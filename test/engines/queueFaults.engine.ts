import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { eventually, redisServer, TERMS, type RedisServer } from "./processes";
import { scene, type Scene } from "./scene";

/** For how long Redis lets all its clients wait; 40000 is the long form. */
const PAUSE_MS = process.env["SEVEN_FIXES_PAUSE_MS"] ?? "6000";

/** Nothing of tasks and results is left. */
function expectEmptyQueue({ command }: RedisServer): void {
  const keys = command("keys", "seven-fixes:runs-*").split("\n");
  const left = keys.filter((key) => /:(r-|wait|active|prioritized|delayed|completed|failed)/.test(key));
  expect(left).toEqual([]);
}

/** A coordinator and two workers are at work, and a run or two are made. */
async function inFullSwing(play: Scene) {
  const coordinator = play.coordinate();
  const workers = [play.work(), play.work()] as const;
  await eventually("two runs are kept", () => play.stored() >= 2);
  return { coordinator, workers };
}

describe("a queue in Redis", () => {
  it("a worker that is killed: its run is made elsewhere", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, redis);
    const { coordinator, workers } = await inFullSwing(play);
    workers[0].kill("SIGKILL");
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
    expectEmptyQueue(redis);
  });

  it("a worker that freezes for longer than its lease and comes back: no second result, and it goes on", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 40 });
    const { coordinator, workers } = await inFullSwing(play);
    workers[0].kill("SIGSTOP");
    await wait(4500); // the lease, and two looks at the silent ones
    workers[0].kill("SIGCONT");
    workers[1].kill("SIGTERM");
    expect(await workers[1].ended, workers[1].errors()).toBe(0);
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(2);
    expectEmptyQueue(redis);
  });

  it("a run that kills its worker is given up after three times and named; the others are made", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { address: redis.address.replace(TERMS, "lease=2&attempts=3"), count: 6 });
    const coordinator = play.coordinate();
    void play.supervise(coordinator, { killer: 3 });
    expect(await coordinator.ended).toBe(2);
    expect(coordinator.errors()).toContain(
      "1 of 6 runs failed: job 3: expected a run, got the end of its worker",
    );
    expect(play.stored()).toBe(5);
    expectEmptyQueue(redis);
  });

  it.for([1, 12])(
    "Redis is killed, down for %i s, and back: work goes on without a restart",
    async (seconds, stage) => {
      const redis = await redisServer(stage);
      const play = scene(stage, { ...redis, count: 16 });
      const { coordinator, workers } = await inFullSwing(play);
      await redis.restart(1000 * seconds);
      expect(await coordinator.ended, coordinator.errors()).toBe(0);
      await play.expectAll(1);
      expectEmptyQueue(redis);
      expect(workers.map(({ child }) => child.exitCode)).toEqual([null, null]);
    },
  );

  it.for(["FLUSHALL", "a restart without its file"])("Redis forgets everything by %s", async (how, stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 16 });
    const { coordinator } = await inFullSwing(play);
    if (how === "FLUSHALL") redis.command("flushall");
    else await redis.restart(200, { forget: true });
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
    expectEmptyQueue(redis);
  });

  it("all connections are cut, then all clients made to wait: work goes on", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 20 });
    const { coordinator } = await inFullSwing(play);
    redis.command("client", "kill", "type", "normal");
    await wait(700);
    redis.command("client", "pause", PAUSE_MS);
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(2);
    expectEmptyQueue(redis);
  });

  it("a server that is silent for longer than the lease: work goes on", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 16 });
    const { coordinator } = await inFullSwing(play);
    redis.signal("SIGSTOP");
    await wait(6000);
    redis.signal("SIGCONT");
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
    expectEmptyQueue(redis);
  });

  it("the coordinator is killed and started again: what is made is not made again", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 16 });
    const { coordinator } = await inFullSwing(play);
    coordinator.kill("SIGKILL");
    await wait(1500); // the workers go on meanwhile
    const again = play.coordinate();
    expect(await again.ended, again.errors()).toBe(0);
    await play.expectAll(0);
    expectEmptyQueue(redis);
  });

  it("Stop leaves a clean queue, and workers give up what is under way", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 30, ms: 2000 });
    const coordinator = play.coordinate();
    play.work();
    await eventually("a run is begun", () => play.begun() >= 1);
    coordinator.kill("SIGINT");
    expect(await coordinator.ended).toBe(2); // the script tells Stop as an error
    await eventually("nothing is left", () => {
      try {
        expectEmptyQueue(redis);
        return true;
      } catch {
        return false;
      }
    });
    expect(play.begun()).toBeLessThanOrEqual(2);
  });

  it("two coordinators that want the same runs get them all, and hardly any twice", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 12 });
    const coordinators = [play.coordinate(), play.coordinate()];
    play.work();
    play.work();
    for (const one of coordinators) expect(await one.ended, one.errors()).toBe(0);
    await play.expectAll(1);
    expectEmptyQueue(redis);
  });

  it("real runs through the queue have the bits of one machine, also when each is made twice to compare", async (stage) => {
    const redis = await redisServer(stage);
    const play = scene(stage, { ...redis, count: 4, ms: 0 });
    const coordinator = play.coordinate({ verify: 1 });
    play.work();
    play.work();
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
    expect(play.begun()).toBe(8); // each run by both
    expectEmptyQueue(redis);
  });
});

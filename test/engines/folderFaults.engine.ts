import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { checkFolder, claim, claimedBy, renew, takeAway } from "../../lib/experiments/engines/claims";
import { eventually, scratch, start, TERMS } from "./processes";
import { scene, type Scene } from "./scene";

const place = (): { folder: string; address: string } => {
  const folder = join(scratch(), "place");
  return { folder, address: `folder:${folder}?${TERMS}` };
};

/** Nothing of tasks, claims and results is left. */
function expectEmpty(folder: string): void {
  const here = readdirSync(folder).find((name) => name.startsWith("runs-")) ?? "";
  const left = ["tasks", "claims", "lost", "results"].flatMap((name) =>
    readdirSync(join(folder, here, name)),
  );
  expect(left).toEqual([]);
}

async function inFullSwing(play: Scene) {
  const coordinator = play.coordinate();
  const workers = [play.work(), play.work()] as const;
  await eventually("two runs are kept", () => play.stored() >= 2);
  return { coordinator, workers };
}

describe("a shared folder", () => {
  it("a worker that is killed: its claim is taken over", async (stage) => {
    const { folder, address } = place();
    const play = scene(stage, { address });
    const { coordinator, workers } = await inFullSwing(play);
    workers[0].kill("SIGKILL");
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(1);
    expectEmpty(folder);
  });

  it("a worker that freezes and comes back finds its claim gone, and goes on with other tasks", async (stage) => {
    const { folder, address } = place();
    const play = scene(stage, { address, count: 30 });
    const { coordinator, workers } = await inFullSwing(play);
    workers[0].kill("SIGSTOP");
    await wait(3000);
    workers[0].kill("SIGCONT");
    workers[1].kill("SIGTERM");
    expect(await workers[1].ended, workers[1].errors()).toBe(0);
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(2);
    expectEmpty(folder);
  });

  it("a run that kills its worker is given up after three times and named; the others are made", async (stage) => {
    const { folder } = place();
    const play = scene(stage, { address: `folder:${folder}?lease=2&attempts=3`, count: 4 });
    const coordinator = play.coordinate();
    void play.supervise(coordinator, { killer: 3 });
    expect(await coordinator.ended).toBe(2);
    expect(coordinator.errors()).toContain(
      "1 of 4 runs failed: job 3: expected a run, got the end of its worker",
    );
    expect(play.stored()).toBe(3);
    expectEmpty(folder);
  });

  it("the coordinator is killed and started again; two coordinators; Stop", async (stage) => {
    const { folder, address } = place();
    const play = scene(stage, { address, count: 12 });
    const { coordinator } = await inFullSwing(play);
    coordinator.kill("SIGKILL");
    await wait(1000);
    const both = [play.coordinate(), play.coordinate()];
    for (const one of both) expect(await one.ended, one.errors()).toBe(0);
    await play.expectAll(1);
    expectEmpty(folder);
    const more = scene(stage, { address, count: 30, ms: 1000 });
    const stopped = more.coordinate();
    await eventually("tasks are there", () => stopped.out() !== "");
    stopped.kill("SIGINT");
    expect(await stopped.ended).toBe(2);
    await eventually("nothing is left", () => {
      try {
        expectEmpty(folder);
        return true;
      } catch {
        return false;
      }
    });
  });

  it("real runs have the bits of one machine; a worker with --until-empty ends by itself", async (stage) => {
    const { folder, address } = place();
    const play = scene(stage, { address, count: 4, ms: 0 });
    const coordinator = play.coordinate();
    const command = [
      "lib/bin/seven-fixes.cjs",
      "worker",
      "--engine",
      address,
      "--threads",
      "2",
      "--until-empty",
    ];
    const worker = start(stage, process.execPath, command);
    expect(await coordinator.ended, coordinator.errors()).toBe(0);
    await play.expectAll(0);
    expect(await worker.ended, worker.errors()).toBe(0);
    expectEmpty(folder);
  });
});

describe("claims", () => {
  it("of many who want one, one gets it; the old owner's next word fails after a take-over", () => {
    const path = join(scratch(), "claim");
    expect([claim(path, "a"), claim(path, "b")]).toEqual([true, false]);
    expect([renew(path, "a"), renew(path, "b")]).toEqual([true, false]);
    expect([takeAway(path, `${path}.lost`), takeAway(path, `${path}.lost`)]).toEqual([true, false]);
    expect(renew(path, "a")).toBe(false);
    expect(claim(path, "b")).toBe(true);
    expect([renew(path, "a"), claimedBy(path)]).toEqual([false, "b"]);
  });

  it("checkFolder refuses what cannot be written, and a file system that lets two create one file", () => {
    const folder = scratch();
    writeFileSync(join(folder, "file"), "");
    expect(() => checkFolder(join(folder, "file"))).toThrow(
      /expected one that can be written, got "E.*; free space/,
    );
    const lax = (path: string): true => (writeFileSync(path, ""), true);
    expect(() => checkFolder(folder, lax)).toThrow(
      "only one can create a file, got one that lets two; use NFS 3",
    );
    expect(() => checkFolder(folder)).not.toThrow();
    expect(readdirSync(folder)).toEqual(["file"]);
    expect(existsSync(join(folder, "file"))).toBe(true);
  });
});

import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runJobs, type Job, type JobProgress } from "../../lib/experiments/runJobs";
import { runKey, runStore } from "../../lib/experiments/runStore";
import { summarise } from "../../lib/experiments/summarise";
import { at } from "../../lib/math/at";
import { InterruptedError, interruptAll } from "../../lib/task/interrupt";
import { trainingConfig } from "../../lib/training/config";
import { toyPlainData } from "../training/toyData";

const store = () => runStore(mkdtempSync(join(tmpdir(), "runs ")));
const data = toyPlainData();
const job = (name: string, seed: number): Job => ({
  name,
  data,
  config: trainingConfig({ hidden: 8, epochs: 2, normalisation: "standardise", seed }),
});
const jobs = [job("a", 1), job("a", 2), job("b", 3)];
const timeless = (results: Awaited<ReturnType<typeof runJobs>>) =>
  results.map(({ run }) => ({ ...run, seconds: 0, measuringShare: 0 }));

describe("runJobs(jobs, options)", () => {
  it("gives the same numbers with one thread and with two, and keeps what it made", async () => {
    const kept = store();
    const two = await runJobs(jobs, { store: kept, threads: 2 });
    const one = await runJobs(jobs, { store: store(), threads: 1 });
    expect(timeless(two)).toEqual(timeless(one));
    expect(two.map((result) => result.kept)).toEqual([false, false, false]);
    const again = await runJobs(jobs, { store: kept });
    expect(again.map((result) => result.kept)).toEqual([true, true, true]);
    expect(again.map(({ run }) => run)).toEqual(two.map(({ run }) => run));
  });

  it("makes a damaged or missing run again and no other", async () => {
    const kept = store();
    await runJobs(jobs, { store: kept, threads: 2 });
    const path = join(kept.folder, `${runKey(at(jobs, 1).config, data.hash)}.json`);
    writeFileSync(path, readFileSync(path, "utf8").slice(0, 500));
    const again = await runJobs(jobs, { store: kept, threads: 2 });
    expect(again.map((result) => result.kept)).toEqual([true, false, true]);
  });

  it("keeps a close-up where it is asked for, and makes a kept run without one again", async () => {
    const kept = store();
    const asked = [{ ...at(jobs, 0), closeUp: true }];
    const [plain] = await runJobs(jobs.slice(0, 1), { store: kept });
    const [closeUp] = await runJobs(asked, { store: kept });
    expect([plain?.run.closeUp, closeUp?.kept]).toEqual([undefined, false]);
    expect(closeUp?.run.closeUp?.points).toHaveLength(3); // before the first of two epochs, and after each
    expect(closeUp?.run.epochs).toEqual(plain?.run.epochs);
    const again = [
      ...(await runJobs(asked, { store: kept })),
      ...(await runJobs(jobs.slice(0, 1), { store: kept })),
    ];
    expect(again.map((result) => result.kept)).toEqual([true, true]);
  });

  it("ends a run after the epochs that are asked for and does not keep it; a kept whole run serves as well", async () => {
    const kept = store();
    const asked = [{ ...at(jobs, 0), stopAfter: 1 }];
    const [cut] = await runJobs(asked, { store: kept });
    expect([cut?.run.epochs.length, cut?.run.end, cut?.kept]).toEqual([1, "interrupted", false]);
    const [whole] = await runJobs(jobs.slice(0, 1), { store: kept });
    expect([whole?.run.epochs.length, whole?.kept]).toEqual([2, false]);
    expect(cut?.run.epochs).toEqual(whole?.run.epochs.slice(0, 1));
    const [again] = await runJobs(asked, { store: kept });
    expect([again?.run.epochs.length, again?.kept]).toEqual([2, true]);
  });

  it("tells the time left by what runs cost, and nothing while all are kept", async () => {
    const kept = store();
    const left: (number | undefined)[] = [];
    const told = {
      store: kept,
      threads: 1,
      onDone: (_: unknown, p: JobProgress) => left.push(p.secondsLeft),
    };
    const begun = performance.now();
    await runJobs(
      [
        { ...at(jobs, 0), cost: 1 },
        { ...at(jobs, 1), cost: 99 },
      ],
      told,
    );
    // 1 of 100 done after some time: 99 times that is left, which is at most 99 times all of it
    expect(left[0]).toBeGreaterThan(0);
    expect(left[0]).toBeLessThanOrEqual((99 * (performance.now() - begun)) / 1000);
    expect(left[1]).toBe(0);
    left.length = 0;
    await runJobs(jobs.slice(0, 2), told);
    expect(left).toEqual([undefined, undefined]);
  });

  it("Stop rejects, and leaves only whole runs behind", async () => {
    const kept = store();
    const many = Array.from({ length: 6 }, (_, seed) => job("a", seed));
    const stopped = runJobs(many, { store: kept, threads: 2, onDone: () => void interruptAll() });
    await expect(stopped).rejects.toThrow(InterruptedError);
    const files = readdirSync(kept.folder);
    expect(files.length).toBeLessThan(6);
    for (const file of files) JSON.parse(readFileSync(join(kept.folder, file), "utf8"));
  });

  it("reads a job's data when its turn comes, and ends when that fails", async () => {
    const read: string[] = [];
    const lazy = jobs.map((one) => ({
      ...one,
      data: () => {
        read.push(one.name);
        return Promise.resolve(data);
      },
    }));
    const options = { store: store(), threads: 1 };
    const seen: number[] = [];
    await runJobs(lazy, { ...options, onDone: () => seen.push(read.length) });
    expect(seen).toEqual([1, 2, 3]);
    const failing = [{ ...job("c", 4), data: () => Promise.reject(new Error("no such folder")) }, ...jobs];
    await expect(runJobs(failing, options)).rejects.toThrow("no such folder");
  });

  it("a run that cannot be made says why", async () => {
    const broken: Job = {
      ...job("a", 1),
      data: { ...data, train: { ...data.train, targets: new Float32Array() } },
    };
    await expect(runJobs([broken], { store: store() })).rejects.toThrow("expected at least 4 samples, got 0");
  });
});

describe("runKey(config, dataHash)", () => {
  it("changes with any field and with the data, not with the order of fields", () => {
    const { config } = at(jobs, 0);
    const turned = Object.fromEntries(Object.entries(config).reverse()) as unknown as typeof config;
    expect(runKey(turned, "d")).toBe(runKey(config, "d"));
    expect(runKey({ ...config, beta: 2 }, "d")).not.toBe(runKey(config, "d"));
    expect(runKey(config, "e")).not.toBe(runKey(config, "d"));
  });
});

describe("summarise(results)", () => {
  it("one row per name: mean and range over seeds of the last epoch's error", async () => {
    const results = await runJobs(jobs, { store: store(), threads: 2 });
    const rows = summarise(results);
    expect(rows.map(({ name, seeds }) => [name, seeds])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
    const errors = results.slice(0, 2).map(({ run }) => at(run.epochs, 1).validation.ade);
    expect(at(rows, 0).ade).toBeCloseTo((at(errors, 0) + at(errors, 1)) / 2, 12);
    expect(at(rows, 0).adeRange).toEqual([Math.min(...errors), Math.max(...errors)]);
  });
});

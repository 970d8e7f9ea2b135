import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { engineAt, placeAt } from "../../lib/experiments/engines/address";
import { startThread, type RunThread } from "../../lib/experiments/engines/threads";
import { work } from "../../lib/experiments/engines/workLoop";
import { compareRuns, describeComparison } from "../../lib/experiments/records/compareRuns";
import { keepRecords } from "../../lib/experiments/records/keepRecords";
import {
  readManifest,
  readPack,
  writeManifest,
  type Manifest,
} from "../../lib/experiments/records/recordFiles";
import { recordedRuns, type RecordedRuns } from "../../lib/experiments/records/recordedRuns";
import { firstEpoch, partOf, recordedJobs, reproduce } from "../../lib/experiments/records/reproduce";
import { bitsAt, readRecord, runOf, type RunRecord } from "../../lib/experiments/records/runRecord";
import { chooseSpots, spotCheck } from "../../lib/experiments/records/spotCheck";
import { runJobs, type Job, type JobResult } from "../../lib/experiments/runJobs";
import { runStore } from "../../lib/experiments/runStore";
import { at } from "../../lib/math/at";
import { trainingConfig } from "../../lib/training/config";
import { type Run } from "../../lib/training/run";
import { toyPlainData } from "../training/toyData";

const scratch = (): string => mkdtempSync(join(tmpdir(), "records "));
const data = toyPlainData();

/** Two seeds of an experiment with everything, one of another with its final measures alone. */
const jobs: Job[] = [
  ["curves", 1, true],
  ["curves", 2, true],
  ["verdict", 3, false],
].map(([name, seed, detailed]) => ({
  ...{
    name: String(name),
    data,
    identity: "toy town",
    detailed: detailed === true,
    closeUp: detailed === true,
  },
  config: trainingConfig({ hidden: 8, epochs: 2, normalisation: "standardise", seed: Number(seed) }),
}));

let made: JobResult[];
let kept: string;
beforeAll(async () => {
  made = await runJobs(jobs, { store: runStore(scratch()) });
  kept = scratch();
  keepRecords(made, "fast", { folder: kept, now: new Date("2026-01-02") });
});

/** A copy of the records, to be damaged. */
function copy(): string {
  const folder = scratch();
  cpSync(kept, folder, { recursive: true });
  return folder;
}

/** The records of a folder, and what is told about them. */
function opened(folder: string, code?: string): RecordedRuns & { told: string[] } {
  const told: string[] = [];
  const log = (line: string): void => void told.push(line);
  return { ...recordedRuns("fast", { folder, log, ...(code === undefined ? {} : { code }) }), told };
}

const timeless = (run: Run): object => ({ ...run, seconds: 0, measuringShare: 0 });
const manifestOf = (folder: string): Manifest => readManifest("fast", folder) as Manifest;

describe("keepRecords and recordedRuns", () => {
  it("give a run back to the bit, without its clock, and read no data for it", () => {
    const { of, told } = opened(kept);
    const noData = { ...at(jobs, 0), data: () => Promise.reject(new Error("read")) };
    expect(timeless(of(noData)?.run as Run)).toEqual(timeless(at(made, 0).run));
    expect(told).toEqual([]);
  });

  it("of a short record give settings, epochs, stages and final measures; the rest throws, it is not empty", () => {
    const run = opened(kept).of(at(jobs, 2))?.run as Run;
    const whole = at(made, 2).run;
    expect([run.config, run.stagesAfter, run.lastEpochs, run.xByStep]).toEqual([
      ...[whole.config, whole.stagesAfter, whole.lastEpochs, whole.xByStep],
    ]);
    expect(run.epochs.map(({ validation }) => validation.ade)).toEqual(
      whole.epochs.map(({ validation }) => validation.ade),
    );
    expect(() => run.updates).toThrow("verdict, seed 3: expected a run with its updates, got a record");
    expect(JSON.stringify(run)).not.toContain('"layers"');
    expect(opened(kept).of({ ...at(jobs, 2), detailed: true })).toBeUndefined();
  });

  it("keep a close-up only where it is asked for, of a run that has one", () => {
    const folder = scratch();
    keepRecords(
      made.map((result, place) => ({ ...result, closeUp: place === 0 })),
      "fast",
      { folder },
    );
    const { of } = opened(folder);
    const [first, second] = jobs.slice(0, 2).map((job) => of({ ...job, closeUp: false })?.run);
    expect(first?.closeUp).toEqual(at(made, 0).run.closeUp);
    expect(second && { ...timeless(second), closeUp: at(made, 1).run.closeUp }).toEqual(
      timeless(at(made, 1).run),
    );
    expect(second).not.toHaveProperty("closeUp");
    expect(of(at(jobs, 1))).toBeUndefined(); // it wants one
  });

  it("keep the bytes of what is the same, whoever records it again and when", () => {
    const folder = copy();
    keepRecords(made, "fast", { folder, now: new Date("2027-01-02") });
    const bytes = (of: string): string[] =>
      readdirSync(join(of, "runs", "fast")).map((name) =>
        readFileSync(join(of, "runs", "fast", name), "hex"),
      );
    expect(bytes(folder)).toEqual(bytes(kept));
    expect([manifestOf(kept).made, manifestOf(folder).made]).toEqual(["2026-01-02", "2027-01-02"]);
    const records = [...readPack("fast", "curves.ego-pose", kept).values()].join("");
    // a close-up tells its seconds as a list
    expect(records).not.toMatch(/2026-01|"seconds":\d|measuringShare/);
    expect(records).not.toContain(manifestOf(kept).code);
  });

  it("leave out what is no longer run", () => {
    const folder = copy();
    keepRecords(made.slice(0, 2), "fast", { folder });
    expect(readdirSync(join(folder, "runs", "fast"))).toEqual(["curves.ego-pose.jsonl.br"]);
  });

  it("never take other settings, other data or swapped labels for these", () => {
    const { of } = opened(kept);
    const job = at(jobs, 0);
    expect(of({ ...job, config: { ...job.config, beta: 1.5 } })).toBeUndefined();
    expect(of({ ...job, identity: "toy town, labels swapped" })).toBeUndefined();
    const { name, config, data: rows } = job;
    expect(of({ name, config, data: rows })).toBeUndefined();
  });
});

describe("records that cannot be used are told once, and the run is made instead", () => {
  const pack = (folder: string): string => join(folder, "runs", "fast", "curves.ego-pose.jsonl.br");
  const texts = (): string[] => [...readPack("fast", "curves.ego-pose", kept).values()];
  const damages: readonly [string, string, (folder: string) => void][] = [
    [
      "cut",
      "got none or an altered one",
      (f) => writeFileSync(pack(f), readFileSync(pack(f)).subarray(0, 900)),
    ],
    [
      "altered",
      "got none or an altered one",
      (f) => writeFileSync(pack(f), brotliCompressSync(texts().join("\n").replace('"beta":1', '"beta":2'))),
    ],
    ["gone", "got none or an altered one", (f) => writeFileSync(pack(f), "")],
    [
      "of other code",
      "made by other code (results --adopt",
      (f) => writeManifest({ ...manifestOf(f), code: "0123" }, f),
    ],
    [
      "of another format",
      "expected a manifest of format 1, got 9",
      (f) => writeFileSync(join(f, "runs", "fast.json"), '{"format":9}'),
    ],
    [
      "under another run's name",
      "got another run's",
      (f) => {
        const manifest = manifestOf(f);
        const [[one, first], [two, second]] = Object.entries(manifest.records) as [
          [string, Manifest["records"][string]],
          [string, Manifest["records"][string]],
        ];
        const records = { ...manifest.records, [one]: second, [two]: first };
        writeManifest({ ...manifest, records }, f);
      },
    ],
  ];

  it.each(damages)("%s", (_, words, damage) => {
    const folder = copy();
    damage(folder);
    const { of, told } = opened(folder);
    expect([of(at(jobs, 0)), of(at(jobs, 0)), told.length]).toEqual([undefined, undefined, 1]);
    expect(told[0]).toContain(words);
  });

  it("and the run that is made instead has the same bits", async () => {
    const folder = copy();
    writeFileSync(pack(folder), "");
    const recorded = opened(folder).of;
    const again = await runJobs(jobs, { store: runStore(scratch()), recorded });
    expect(again.map((result) => result.kept)).toEqual([false, false, true]);
    expect(timeless(at(again, 0).run)).toEqual(timeless(at(made, 0).run));
  });

  it("a full disk leaves the old manifest, and with it the old records", () => {
    const folder = copy();
    writeFileSync(join(folder, "runs", "fast", "other.ego-pose.jsonl.br"), "");
    const before = readFileSync(join(folder, "runs", "fast.json"), "utf8");
    const { config } = at(made, 2);
    const blocked = { ...at(made, 2), name: "a/b", config: { ...config, seed: 9 } }; // a place that cannot be written
    writeFileSync(join(folder, "runs", "fast", "a"), "");
    expect(() => keepRecords([...made, blocked], "fast", { folder })).toThrow(
      "expected a writable place with room",
    );
    expect(readFileSync(join(folder, "runs", "fast.json"), "utf8")).toBe(before);
  });
});

/** The record of a job with its run changed. */
function altered(change: (run: RunRecord["run"]) => RunRecord["run"], place = 0): RunRecord {
  const records = opened(kept);
  const [found] = recordedJobs(jobs.slice(place, place + 1), records);
  const record = found?.record as RunRecord;
  return { ...record, run: change(record.run) };
}

/** The run with its error after the last epoch times a factor. */
const scaled =
  (factor: number) =>
  (run: RunRecord["run"]): RunRecord["run"] => ({
    ...run,
    epochs: run.epochs.map((epoch, i) => {
      const { ade } = epoch.validation;
      return i === 1 ? { ...epoch, validation: { ...epoch.validation, ade: ade * factor } } : epoch;
    }),
  });

/** The number whose bits are those of `value` but for one. */
function slipped(value: number, bit: bigint): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) ^ (1n << bit));
  return view.getFloat64(0);
}

describe("compareRuns(record, made)", () => {
  it("finds equal bits in a run made again, of full and of short records, and of its first epoch", () => {
    for (const place of [0, 2]) {
      const record = altered((run) => run, place);
      const { run } = at(made, place);
      expect(compareRuns(record, run)).toEqual({ kind: "same" });
      const cut: Run = { ...run, epochs: run.epochs.slice(0, 1), stagesAfter: [], end: "interrupted" };
      expect(compareRuns(record, cut)).toEqual({ kind: "same" });
    }
  });

  it("tells below a millionth of the error from above it, with both numbers", () => {
    const { run } = at(made, 0);
    expect(compareRuns(altered(scaled(1 + 0.9e-6)), run).kind).toBe("close");
    const other = compareRuns(altered(scaled(1 + 1.1e-6)), run);
    const { ade } = at(run.epochs, 1).validation;
    expect(other).toEqual({
      kind: "other",
      measure: "validation error after epoch 2",
      kept: ade * (1 + 1.1e-6),
      made: ade,
    });
    expect(describeComparison("curves, seed 1", other)).toBe(
      `curves, seed 1: another result: validation error after epoch 2, recorded ${ade * (1 + 1.1e-6)}, made here ${ade}`,
    );
  });

  it.each([
    [0n, "close"], // one bit of 52: 2^-52 of a power of two
    [20n, "close"], // 2^-32
    [45n, "other"], // 2^-7
  ] as const)("finds a slip of bit %i: %s", (bit, kind) => {
    const record = altered((run) => scaled(slipped(1, bit))(run));
    expect(compareRuns(record, at(made, 0).run).kind).toBe(kind);
  });

  it("names the first number that differs where the errors do not", () => {
    const moved = altered((run) => ({
      ...run,
      start: { ...run.start, outputStd: slipped(run.start.outputStd, 0n) },
    }));
    expect(compareRuns(moved, at(made, 0).run)).toMatchObject({ kind: "close", measure: "start.outputStd" });
  });
});

describe("chooseSpots and spotCheck", () => {
  it("choose what fits into the time, other runs for another code", () => {
    const records = opened(kept);
    expect(chooseSpots(jobs, records, { seconds: 0 })).toEqual([]);
    const all = Object.values(manifestOf(kept).records).reduce((sum, { seconds }) => sum + seconds, 0);
    expect(chooseSpots(jobs, records, { seconds: all + 1e-9, choice: "any" })).toHaveLength(3);
    const firstOf = (choice: string): string =>
      at(chooseSpots(jobs, records, { seconds: all + 1e-9, choice }), 0).run;
    const first = new Set(Array.from({ length: 20 }, (_, i) => firstOf(`code ${i}`)));
    expect(first.size).toBe(3); // 3 · (2/3)^20 < .001 that one of three never comes first
  });

  it("finds a slip of one bit in a recorded error, and no other run's", async () => {
    const folder = copy();
    const slip = made.map((result, i): JobResult => {
      const [first, last] = result.run.epochs as [Run["epochs"][number], Run["epochs"][number]];
      const ade = slipped(last.validation.ade, 45n);
      const epochs = [first, { ...last, validation: { ...last.validation, ade } }];
      return i === 0 ? { ...result, run: { ...result.run, epochs } } : result;
    });
    keepRecords(slip, "fast", { folder });
    const found = await spotCheck(chooseSpots(jobs, opened(folder), { seconds: 1e6 }));
    const kinds = Object.fromEntries(found.map(({ run, comparison }) => [run, comparison.kind]));
    expect(kinds).toEqual({
      "curves, ego-pose, seed 1": "other",
      "curves, ego-pose, seed 2": "same",
      "verdict, ego-pose, seed 3": "same",
    });
  });

  it("of a fine-tuned run make the first epoch alone", async () => {
    const folder = copy();
    const manifest = manifestOf(folder);
    const records = Object.fromEntries(
      Object.entries(manifest.records).map(([key, entry]) => [key, { ...entry, fineTuned: true }]),
    );
    writeManifest({ ...manifest, records }, folder);
    const chosen = chooseSpots(jobs, opened(folder), { seconds: 1e6 });
    expect(chosen.map(({ job }) => job.stopAfter)).toEqual([1, 1, 1]);
    const found = await spotCheck(chosen);
    expect(found.map(({ comparison }) => comparison.kind)).toEqual(["same", "same", "same"]);
  });
});

describe("chooseSpots of runs longer than the time", () => {
  it("takes the first epoch alone, of as many as then fit", async () => {
    const folder = copy();
    const manifest = manifestOf(folder);
    const records = Object.fromEntries(
      Object.entries(manifest.records).map(([key, entry]) => [key, { ...entry, seconds: 30 }]),
    );
    writeManifest({ ...manifest, records }, folder);
    expect(chooseSpots(jobs, opened(folder), { seconds: 10 })).toEqual([]); // half of two epochs takes 15 s
    const chosen = chooseSpots(jobs, opened(folder), { seconds: 29 });
    expect(chosen.map(({ job, seconds }) => [job.stopAfter, seconds])).toEqual([[1, 15]]);
    expect((await spotCheck(chosen)).map(({ comparison }) => comparison.kind)).toEqual(["same"]);
  });
});

describe("reproduce and partOf", () => {
  it("makes recorded runs again, with what their records hold", async () => {
    const found = await reproduce(recordedJobs(jobs, opened(kept)), { store: runStore(scratch()) });
    expect(found.map(({ comparison }) => comparison.kind)).toEqual(["same", "same", "same"]);
  });

  it("makes the first epoch alone of a fine-tuned run, also where workers of another process would", async () => {
    const address = `folder:${scratch()}`;
    const asked: (number | undefined)[] = [];
    const start = (): RunThread => {
      const thread = startThread();
      return {
        ...thread,
        run: (job, signal) => {
          if (job.data.name !== "canary") asked.push(job.stopAfter);
          return thread.run(job, signal);
        },
      };
    };
    const stop = new AbortController();
    const say = (): void => undefined;
    const [engine, place] = [await engineAt(address, say), await placeAt(address)];
    const working = work(place, { threads: 1, signal: stop.signal, say, start });
    const store = runStore(scratch());
    const recorded = recordedJobs(jobs, opened(kept)).map((one, i) => (i > 0 ? firstEpoch(one) : one));
    try {
      const found = await reproduce(recorded, { store, engine });
      expect(found.map(({ comparison }) => comparison.kind)).toEqual(["same", "same", "same"]);
      expect(asked.sort()).toEqual([1, 1, 2]); // of two epochs
      expect(readdirSync(store.folder)).toHaveLength(1); // the whole one
    } finally {
      stop.abort(new Error("stopped"));
      expect(await working).toBe("stopped");
      await engine.close();
      await place.close();
    }
  });

  it("as many parts as there are walk through all jobs once", () => {
    const all = recordedJobs(jobs, opened(kept)).map((one) => ({ ...one, seconds: 4 }));
    const runs = [0, 1].map((part) => partOf(all, part, 8).map(({ run }) => run)); // two of 4 s, then the third
    expect(runs.flat().sort()).toEqual(all.map(({ run }) => run).sort());
    expect(partOf(all, 2, 8)).toEqual(partOf(all, 0, 8));
    expect(partOf(all, 1, 1)).toHaveLength(1); // longer than a part: alone
  });
});

describe("a record's text", () => {
  it("is read again only in its format, and gives the run's bits", () => {
    const [text = ""] = readPack("fast", "verdict.ego-pose", kept).values();
    expect(bitsAt("short", runOf(readRecord(text)))).toBe(bitsAt("short", at(made, 2).run));
    expect(() => readRecord(text.replace('"format":1', '"format":2'))).toThrow(
      "expected a record of format 1, got 2",
    );
    expect(existsSync(join(kept, "runs", "fast.json"))).toBe(true);
  });
});

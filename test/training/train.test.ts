import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { encodeSafetensors } from "../../lib/files/safetensors";
import { at } from "../../lib/math/at";
import { initialise } from "../../lib/model/initialise";
import { teacherParameters } from "../../lib/model/teacher";
import { interruptAll } from "../../lib/task/interrupt";
import { trainingConfig, type Settings, type TrainingConfig } from "../../lib/training/config";
import { errorOf } from "../../lib/training/errorCells";
import { runFromJson, runToJson, type EpochRecord, type Run } from "../../lib/training/run";
import { frozenModel } from "../../lib/steps/stepModel";
import { createTensorStep } from "../../lib/steps/tensorStep";
import { train, type TrainOptions } from "../../lib/training/train";
import { type TrainingData } from "../../lib/training/trainingData";
import { toyData } from "./toyData";
import { startTestBackend } from "../backend/startTestBackend";

beforeAll(startTestBackend);

const config = (settings: Settings = {}): TrainingConfig =>
  trainingConfig({ hidden: 8, epochs: 3, normalisation: "standardise", ...settings });

const stepFor = (c: TrainingConfig) =>
  createTensorStep(frozenModel(c), c, initialise(teacherParameters(c), c.initialisation, c.seed));

async function run(c: TrainingConfig, data: TrainingData, options: TrainOptions = {}): Promise<Run> {
  const step = stepFor(c);
  try {
    return await train(step, c, data, options);
  } finally {
    step.dispose();
  }
}

/** Everything of a run but the clock. */
const timeless = (r: Run) => ({ ...r, seconds: 0, measuringShare: 0 });
const folder = (): string => mkdtempSync(join(tmpdir(), "run "));

describe("train(step, config, data)", () => {
  it("learns a readable target: better than the mean trajectory, correlated, with a slope near 1", async () => {
    const data = toyData(120, 40);
    const result = await run(
      config({ epochs: 12, headLearningRate: 1e-2, dropout: false, fixes: { initialisation: "before" } }),
      data,
    );
    const last = at(result.epochs, 11);
    expect(last.validation.ade).toBeLessThan(0.5 * result.baselines.meanTrajectory.ade);
    expect(last.x.r).toBeGreaterThan(0.95);
    expect(Math.abs(last.x.slope - 1)).toBeLessThan(0.2);
    expect(result.end).toBe("finished");
  });

  it("records every epoch, thinned updates, layers, stages and baselines, and survives JSON", async () => {
    const data = toyData();
    const result = await run(config(), data);
    // 37 samples in batches of 4: 10 updates an epoch
    expect(result.epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(result.updates.map(({ update }) => update)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(result.layers.map(({ update }) => update)).toEqual([0, 3, 6, 9, 12, 15, 18, 21, 24, 27]);
    expect(result.stagesAfter.map(({ stage }) => stage)).toEqual([
      "pooled",
      "fusion",
      "head.0",
      "head.1",
      "head.2",
    ]);
    expect(result.xByStep).toHaveLength(45);
    expect(result.lastPoints).toHaveLength(12);
    expect(result.examples.map(({ row }) => row)).toEqual(Array.from({ length: 12 }, (_, i) => i));
    const { predicted, target } = at(result.examples, 3);
    expect(at(target, 44)[0]).toBeCloseTo(at(result.lastPoints, 3)[2], 1); // rounded to centimetres
    expect(at(predicted, 44)[1]).toBeCloseTo(at(result.lastPoints, 3)[1], 1);
    const [pooled] = result.stagesBefore;
    // toyData's width-8 feature: column 3 is 0 and column 7 is −1 on every row, so 2 of 8 units never fire
    expect(pooled?.deadShare).toBe(2 / 8);
    // speed · t is what constant velocity says; only the bend, .3 b t², is missed
    expect(result.baselines.constantVelocity?.ade).toBeLessThan(result.baselines.meanTrajectory.ade);
    expect(runFromJson(runToJson(result))).toEqual(result);
    expect(() => runFromJson('{"format":0}')).toThrow(
      "run: expected format 2, got 0; train it again (npx seven-fixes results",
    );
    expect(() => runFromJson('{"format":1,"epochs":[]}')).toThrow(
      "run: expected format 2, got 1; train it again (npx seven-fixes results makes all runs behind the figures)",
    );
  });

  it("keeps near losses, the scales beside them, kinds, recordings, units and histograms", async () => {
    const data = toyData();
    const leap = (set: TrainingData["train"], row: number): TrainingData["train"] => ({
      ...set,
      targets: set.targets.map((target, i) =>
        i === row ? target.map(([x, y]) => [x + 9000, y] as const) : target,
      ),
    });
    const wild = { ...data, train: leap(data.train, 5), validation: leap(data.validation, 3) };
    const c = config({ normalisation: "none", fixes: { loss: "before" } });
    const result = await run(c, wild);
    const last = at(result.epochs, 2);
    // toyData goes at most 12 m/s · 4.5 s: without the one that leaps all are near
    expect(result.baselines.losses.train).toMatchObject({ whole: { samples: 37 }, near: { samples: 36 } });
    expect(result.baselines.losses.validation.near.samples).toBe(11);
    // 45 of 90 numbers are near 9 000 off for one sample in 37: 121.6, beside the near ones' share
    expect(last.trainLoss - (36 / 37) * last.trainLossNear).toBeCloseTo(4500 / 37, -1);
    expect(last.validationLossNear).toBeLessThan(last.validationLoss / 10);
    expect(result.start.lossNear).toBeLessThan(result.start.loss / 10);
    expect(last.validation.cells.reduce((sum, { samples }) => sum + samples, 0)).toBe(12);
    expect(new Set(last.validation.cells.map(({ recording }) => recording))).toEqual(
      new Set(["r0", "r1", "r2"]),
    );
    expect(errorOf(last.validation.cells)).toBeCloseTo(last.validation.ade, 3);
    expect(Object.keys(last.byKind)).toContain("beyond");
    expect(last.units.map(({ layer }) => layer)).toEqual(["fusion", "head.0", "head.1", "head.2"]);
    expect(result.histograms.map(({ update }) => update)).toEqual([0, 14, 29]);
    const [first] = result.histograms;
    expect(Object.keys(first?.gradients ?? {})).toEqual(
      ["fusion.linear", "head.0", "head.1", "head.2", "head.3"].map((name) => `${name}.weight`),
    );
    expect(first?.gradients["head.1.weight"]?.counts.reduce((sum, count) => sum + count, 0)).toBe(16 * 16);
  });

  it("averages the last three epochs, number by number, and all of a shorter run", async () => {
    const { epochs, lastEpochs } = await run(config({ epochs: 4 }), toyData());
    const mean = (of: (record: EpochRecord) => number): number =>
      epochs.slice(1).reduce((sum, record) => sum + of(record) / 3, 0);
    expect(lastEpochs?.epochs).toBe(3);
    expect(lastEpochs?.trainLoss).toBeCloseTo(
      mean(({ trainLoss }) => trainLoss),
      9,
    );
    expect(lastEpochs?.validation.p90).toBeCloseTo(
      mean(({ validation }) => validation.p90),
      9,
    );
    expect(lastEpochs?.x.slope).toBeCloseTo(
      mean(({ x }) => x.slope),
      9,
    );
    const [first, cell] = [lastEpochs?.validation.cells[0], (e: EpochRecord) => at(e.validation.cells, 0)];
    expect(first).toMatchObject({ recording: "r0", samples: cell(at(epochs, 0)).samples });
    expect(first?.farHorizon.y).toBeCloseTo(
      mean((record) => cell(record).farHorizon.y),
      9,
    );
    expect((await run(config({ epochs: 2 }), toyData())).lastEpochs?.epochs).toBe(2);
    expect((await run(config({ epochs: 0 }), toyData())).lastEpochs).toBeUndefined();
  });

  it("follows samples from before the first update on when a close-up is asked for, and changes no other number", async () => {
    const { closeUp, ...rest } = timeless(await run(config(), toyData(), { closeUp: true }));
    expect(rest).toEqual(timeless(await run(config(), toyData())));
    expect(closeUp?.rows).toEqual(Array.from({ length: 12 }, (_, i) => i));
    expect(closeUp?.points.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3]);
    const end = at(closeUp?.points ?? [], 3);
    rest.lastPoints.forEach(([px, py, tx, ty], i) => {
      const [guess, target] = [at(at(end.predictions, i), 8), at(at(closeUp?.targets ?? [], i), 8)]; // 4.5 s
      [px, py, tx, ty].forEach((value, k) => {
        expect(Math.abs(at([...guess, ...target], k) - value)).toBeLessThan(0.0051); // rounded to centimetres
      });
    });
    const spread = at(end.singularValues["head.1"] ?? [], 0);
    expect(Object.keys(end.singularValues)).toEqual(["pooled", "fusion", "head.0", "head.1", "head.2"]);
    expect(spread).toBeGreaterThan(at(end.singularValues["head.1"] ?? [], 1));
  });

  it("is the seed's: same seed, same numbers; another seed, others", async () => {
    const data = toyData();
    const first = timeless(await run(config(), data));
    expect(timeless(await run(config(), data))).toEqual(first);
    expect(timeless(await run(config({ seed: 2 }), data)).epochs).not.toEqual(first.epochs);
  });

  it("prints the document's lines, and what they hide after fix 7", async () => {
    const lines: string[] = [];
    await run(config({ epochs: 1 }), toyData(), { observer: { line: (line) => lines.push(line) } });
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^\[Debug T=4\.5s\] GT: \[-?\d+\.\d\d, -?\d+\.\d\d\] \| Pred: \[.+, .+\] \| Error: \d+\.\d\dm$/,
    );
    expect(lines[1]).toMatch(/^\[Range\] GT: \[-?\d+\.\d, \d+\.\d\] \| Pred: \[.+\] \| Loss: \d+\.\d{4}$/);
    expect(lines[2]).toMatch(/^\[All 12 samples\] x forward: GT \[/);
    const before = await run(config({ epochs: 1, fixes: { debugOutput: "before" } }), toyData());
    expect(at(before.epochs, 0).lines).toHaveLength(1);
  });

  it("leaves no tensor behind", async () => {
    const data = toyData();
    await run(config({ epochs: 1 }), data);
    const before = tf.memory().numTensors;
    await run(config(), data);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("ends as diverged when the loss is no longer finite, and its record still makes JSON", async () => {
    const diverging = config({
      optimizer: "sgd",
      headLearningRate: 1e30,
      normalisation: "none",
      weightDecay: 0,
    });
    const result = await run(diverging, toyData());
    expect(result.end).toBe("diverged");
    expect(at(result.epochs, result.epochs.length - 1).trainLoss).not.toBeLessThan(Infinity);
    expect(runFromJson(runToJson(result)).end).toBe("diverged");
  });

  it("Stop ends at the next update and keeps what was learnt", async () => {
    const step = stepFor(config({ epochs: 100 }));
    const result = await train(step, config({ epochs: 100 }), toyData(), {
      observer: {
        update: (done) => {
          if (done === 15) interruptAll();
        },
      },
    });
    expect(result.end).toBe("interrupted");
    expect(result.epochs).toHaveLength(1);
    expect(step.save().updates).toBe(15);
    step.dispose();
  });
});

describe("train(step, config, data, { stopAfter })", () => {
  it("makes the first epochs as the whole run does: the schedule stays that of all", async () => {
    const c = config({ schedule: "warmup-cosine" });
    const [whole, cut] = [await run(c, toyData()), await run(c, toyData(), { stopAfter: 1 })];
    expect(cut.epochs).toEqual(whole.epochs.slice(0, 1));
    expect([cut.end, cut.stagesAfter, cut.config]).toEqual(["interrupted", [], whole.config]);
    expect((await run(c, toyData(), { stopAfter: 9 })).end).toBe("finished");
  });
});

describe("checkpoints", () => {
  it("resume after any epoch goes on bit for bit", async () => {
    const data = toyData();
    const path = join(folder(), "c.safetensors");
    const whole = await run(config({ accumulation: 4 }), data);
    const stopped = await run(config({ accumulation: 4 }), data, {
      checkpoint: path,
      observer: {
        epoch: ({ epoch }) => {
          if (epoch === 2) interruptAll();
        },
      },
    });
    expect(stopped.end).toBe("interrupted");
    const resumed = await run(config({ accumulation: 4 }), data, { checkpoint: path, resume: true });
    expect(timeless(resumed)).toEqual(timeless(whole));
  });

  it("resume in the middle of an epoch that Stop cut off goes on bit for bit too", async () => {
    const data = toyData();
    const path = join(folder(), "c.safetensors");
    const whole = await run(config(), data, { closeUp: true });
    const stopped = await run(config(), data, {
      closeUp: true,
      checkpoint: path,
      observer: {
        update: (done) => {
          if (done === 15) interruptAll(); // 10 updates an epoch
        },
      },
    });
    expect(stopped.epochs).toHaveLength(1);
    const resumed = await run(config(), data, { checkpoint: path, resume: true, closeUp: true });
    expect(timeless(resumed)).toEqual(timeless(whole));
  });

  it("of other settings, other data, cut or altered bytes, or nowhere are refused by name", async () => {
    const data = toyData();
    const path = join(folder(), "c.safetensors");
    await run(config({ epochs: 1 }), data, { checkpoint: path });
    const resume = (settings: Settings, d = data) =>
      run(config({ epochs: 1, ...settings }), d, { checkpoint: path, resume: true });
    await expect(resume({ weightDecay: 0.5 })).rejects.toThrow("weightDecay: expected 0.5, got 0.01");
    await expect(
      run(config({ epochs: 1 }), data, { checkpoint: path, resume: true, closeUp: true }),
    ).rejects.toThrow("close-up: expected true, got false");
    await expect(resume({}, toyData(37, 12, 2))).rejects.toThrow(
      "data: expected toy 37 12 2, got toy 37 12 1",
    );
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 100));
    await expect(resume({})).rejects.toThrow(/c\.safetensors.*expected .* bytes inside/);
    bytes[bytes.length - 50] = (bytes[bytes.length - 50] ?? 0) ^ 1;
    writeFileSync(path, bytes);
    await expect(resume({})).rejects.toThrow("expected its own digest, got altered content");
    const other = { tensors: {}, metadata: { format: "seven-fixes checkpoint 0", notes: "" } };
    writeFileSync(path, encodeSafetensors(other));
    await expect(resume({})).rejects.toThrow(
      "expected seven-fixes checkpoint 2, got seven-fixes checkpoint 0; delete it and train again",
    );
    writeFileSync(path, "hello, this is no checkpoint");
    await expect(resume({})).rejects.toThrow("the file is damaged or of another kind");
    await expect(run(config(), data, { resume: true })).rejects.toThrow("expected the path of a checkpoint");
  });
});

describe("data no run can use is refused by name before any work", () => {
  const good = toyData();
  const withTarget = (target: unknown): TrainingData => ({
    ...good,
    train: { ...good.train, targets: good.train.targets.map((t, i) => (i === 3 ? target : t)) as never },
  });

  const withInput = (input: TrainingData["train"]["input"]): TrainingData => ({
    ...good,
    train: { ...good.train, input },
  });
  const withFeature = (value: number): TrainingData =>
    withInput((rows) => ({
      kind: "features",
      values: Float32Array.from({ length: 8 * rows.length }, (_, i) =>
        at(rows, Math.floor(i / 8)) === 5 ? value : 1,
      ),
    }));
  const narrow = withInput((rows) => ({ kind: "features", values: new Float32Array(6 * rows.length) }));

  it.each([
    [toyData(0), "toy, training set: expected at least 4 samples, got 0"],
    [toyData(3), "expected at least 4 samples, got 3; add data or lower batch_size"],
    [toyData(37, 1), "validation set: expected at least 2 samples, got 1"],
    [withTarget([[1, 2]]), "training set, sample 3: expected 45 points, got 1"],
    [withTarget(at(good.train.targets, 0).map((p, j) => (j === 7 ? [NaN, 0] : p))), "got NaN,0 at step 7"],
    [withFeature(NaN), "toy, training set, sample 5: expected finite features, got NaN; compute them again"],
    [narrow, "features: expected 37 × 8 numbers, got 222; check the backbone's width"],
  ])("%#", async (data, message) => {
    await expect(run(config(), data)).rejects.toThrow(message);
  });
});

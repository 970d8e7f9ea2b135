import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { at } from "../../lib/math/at";
import { mean, std } from "../../lib/math/statistics";
import { sizeOf } from "../../lib/model/parameters";
import { interruptAll } from "../../lib/task/interrupt";
import { trainingConfig, type Settings, type TrainingConfig } from "../../lib/training/config";
import { createStep } from "../../lib/training/createStep";
import { createFastestStep } from "../../lib/training/fastestStep";
import { loadTrainingData } from "../../lib/training/loadTrainingData";
import { trainingDataOf, type PlainData } from "../../lib/training/plainData";
import { type Run } from "../../lib/training/run";
import { train, type TrainOptions } from "../../lib/training/train";
import { type TrainingData } from "../../lib/training/trainingData";
import { startTestBackend } from "../backend/startTestBackend";
import { miniTown } from "./miniTown";
import { toyData } from "./toyData";

const config = (settings: Settings = {}): TrainingConfig =>
  trainingConfig({
    hidden: 8,
    epochs: 3,
    predicts: "turn-correction",
    fixes: { initialisation: "before" },
    ...settings,
  });

async function run(c: TrainingConfig, data: TrainingData, options: TrainOptions = {}): Promise<Run> {
  const step = createStep(c, {}, 1);
  try {
    return await train(step, c, data, options);
  } finally {
    step.dispose();
  }
}

const timeless = (r: Run): Run => ({ ...r, seconds: 0, measuringShare: 0 });

describe("a run that predicts a correction", () => {
  it("measures places: with all weights 0 its error in metres is that of what it corrects", async () => {
    const c = config({ epochs: 0 });
    const step = createStep(c, {}, 1);
    const { first, second, updates } = step.save();
    const zero = Object.fromEntries(step.parameters.map((p) => [p.name, new Float32Array(sizeOf(p))]));
    step.load({ weights: zero, first, second, updates });
    const { start, baselines } = await train(step, c, toyData());
    step.dispose();
    expect(baselines.constantTurn?.ade).toBeGreaterThan(0.1);
    expect(start.validation.ade).toBeCloseTo(baselines.constantTurn?.ade ?? NaN, 5);
    expect(start.validation.ade).toBeLessThan(baselines.zeros.ade / 5);
  });

  it("stopped and resumed is the same run, to the bit, and a stopped one reports nothing", async () => {
    const data = { ...toyData(), reported: { held: toyData().validation } };
    const checkpoint = join(mkdtempSync(join(tmpdir(), "cure ")), "c.safetensors");
    const whole = await run(config(), data);
    const cut = await run(config(), data, {
      checkpoint,
      observer: {
        update: (done) => {
          if (done === 13) interruptAll();
        },
      },
    });
    expect([cut.end, cut.reports]).toEqual(["interrupted", undefined]);
    expect(timeless(await run(config(), data, { checkpoint, resume: true }))).toEqual(timeless(whole));
    await expect(run(config(), data, { checkpoint, resume: true, stepKind: "graph" })).rejects.toThrow(
      "training step: expected graph, got reference; use the same settings and data, or train anew",
    );
  });

  it("reports a set as validation is judged after the last epoch, beside what needs no model", async () => {
    const data = { ...toyData(), reported: { held: toyData().validation } };
    const { reports, epochs, baselines } = await run(config(), data);
    const last = at(epochs, 2);
    expect(reports?.["held"]).toEqual({
      samples: 12,
      errors: last.validation,
      x: last.x,
      y: last.y,
      byKind: last.byKind,
      baselines: {
        meanTrajectory: baselines.meanTrajectory,
        constantVelocity: baselines.constantVelocity,
        constantTurn: baselines.constantTurn,
      },
    });
  });

  it("is refused where a sample has no speed, before any work", async () => {
    const data = toyData();
    const motion = data.validation.motion.map((one, row) => (row === 4 ? undefined : one));
    const lacking = { ...data, validation: { ...data.validation, motion } };
    await expect(run(config(), lacking)).rejects.toThrow(
      "toy: predicts turn-correction: expected a speed and turn rate of every sample, got none for 1 of 49 (less than 0.5 s of past)",
    );
    expect((await run(config({ predicts: "steps" }), lacking)).end).toBe("finished");
  });
});

describe("createFastestStep(config, data, log)", () => {
  it("is the reference, and silent, at batch 4 and without native TensorFlow", async () => {
    await startTestBackend();
    const lines: string[] = [];
    const { step, kind } = createFastestStep(config(), {}, (line) => lines.push(line));
    step.dispose();
    expect([kind, lines]).toEqual(["reference", []]);
  });
});

describe("data of several towns with the prompt's numbers", () => {
  const settings = trainingConfig({ promptNumbers: true, batchSize: 2, epochs: 1 });
  let folder = "";
  let data: PlainData;
  beforeAll(async () => {
    await startTestBackend();
    folder = miniTown();
    const town = { name: "twin", folder };
    data = await loadTrainingData({ ...settings, folder, more: [town], report: [town] });
  });

  it("learns from the other town's drives too and judges on test recordings and towns by name", () => {
    // six recordings of two pairs: four train, one validates, one tests; the twin gives all six
    expect(data.train.recordings).toHaveLength(8 + 12);
    expect(data.train.recordings.filter((id) => id.startsWith("twin "))).toHaveLength(12);
    expect(data.validation.recordings).toHaveLength(2);
    expect(Object.keys(data.reported)).toEqual(["test", "twin"]);
    expect(data.reported["test"]?.recordings).toHaveLength(2);
    const own = [...data.train.recordings.slice(0, 8), ...data.validation.recordings];
    expect(own).not.toContain(data.reported["test"]?.recordings[0]);
  });

  it("puts speed and turn rate behind each feature, standardised by the training set", () => {
    expect(data.width).toBe(258);
    const column = (k: number): number[] =>
      data.train.recordings.map((_, row) => at(data.train.features, 258 * row + k));
    for (const k of [256, 257]) {
      expect(mean(column(k))).toBeCloseTo(0, 5);
      expect(std(column(k))).toBeCloseTo(1, 5);
    }
    const speeds = data.train.recordings.map((_, row) => at(data.train.motion, 2 * row));
    const other = speeds.findIndex((speed) => speed !== speeds[0]); // drives come three times over
    const slope = (at(column(256), 0) - at(column(256), other)) / (at(speeds, 0) - at(speeds, other));
    expect(slope).toBeCloseTo(1 / std(speeds), 4);
  });

  it("fine-tunes with them as well, each sample with its own numbers", async () => {
    const tuned = { ...settings, freezeBackbone: false, accumulation: 4 };
    const town = { name: "twin", folder };
    const plain = await loadTrainingData({ ...tuned, folder, report: [town] });
    const frozen = trainingDataOf(data);
    const live = trainingDataOf(plain);
    const step = createStep(tuned, plain);
    const pooled = (set: "train" | "validation", rows: number[]): Float32Array =>
      step.inside(rows.length, live[set].input(rows)).activations["pooled"] ?? new Float32Array();
    const asked = frozen.validation.input([0, 1]);
    const expected = asked.kind === "features" ? asked.values : new Float32Array();
    pooled("validation", [0, 1]).forEach((value, i) => expect(value).toBeCloseTo(at(expected, i), 2));
    const { reports, end } = await train(step, tuned, live);
    expect([end, Object.keys(reports ?? {})]).toEqual(["finished", ["test", "twin"]]);
    expect(() => createStep({ ...tuned, promptNumbers: false }, plain)).toThrow(
      "fine-tuned model: expected 0 prompt numbers, got",
    );
    step.dispose();
  });
});

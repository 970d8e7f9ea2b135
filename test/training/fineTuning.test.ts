import { beforeAll, describe, expect, it } from "vitest";
import { selectBackend } from "../../lib/backend/selectBackend";
import { runJobs } from "../../lib/experiments/runJobs";
import { at } from "../../lib/math/at";
import { trainingConfig, type Settings } from "../../lib/training/config";
import { backboneDraw } from "../../lib/training/backboneDropout";
import { createStep } from "../../lib/training/createStep";
import { loadTrainingData } from "../../lib/training/loadTrainingData";
import { trainingDataOf, type PlainData } from "../../lib/training/plainData";
import { train } from "../../lib/training/train";
import { flatten } from "../../lib/training/trainingData";
import { miniTown } from "./miniTown";
import { startTestBackend } from "../backend/startTestBackend";

const settings = (more: Settings = {}): Settings => ({
  fixes: { strategy: "before", initialisation: "before" },
  normalisation: "standardise",
  headLearningRate: 1e-3,
  schedule: "constant",
  accumulation: 2,
  batchSize: 2,
  epochs: 3,
  ...more,
});
const config = trainingConfig(settings());
let data: PlainData;
let folder = "";

beforeAll(async () => {
  await startTestBackend();
  folder = miniTown();
  data = await loadTrainingData({ ...config, folder });
});

describe("a run with freezeBackbone false", () => {
  it("learns from the pictures themselves, moves backbone and head", async () => {
    const step = createStep(config, data);
    const before = step.save().weights;
    const run = await train(step, config, trainingDataOf(data));
    const after = step.save().weights;
    step.dispose();
    expect(run.end).toBe("finished");
    expect(run.data.trainSamples).toBe(8); // 4 of 6 recordings, two pairs each
    for (const name of ["backbone.patch.weight", "backbone.decoder.key.weight", "head.0.weight"]) {
      expect(after[name], name).not.toEqual(before[name]);
    }
    expect(at(run.epochs, 2).trainLoss).toBeLessThan(at(run.epochs, 0).trainLoss);
  });

  it("trains with dropout in the backbone, a draw for each micro-batch, and is judged without", () => {
    const step = createStep(config, data);
    const { train: set, validation } = trainingDataOf(data);
    const rows = [0, 1];
    const lossOf = (draw?: number): number => {
      const target = flatten(rows.map((row) => at(set.targets, row)));
      const { loss } = step.forward({ size: 2, input: set.input(rows, draw), target, masks: {} });
      return loss;
    };
    expect(lossOf(0)).toBe(lossOf(0));
    expect(lossOf(0)).not.toBe(lossOf(1));
    expect(lossOf(0)).not.toBe(lossOf());
    expect(step.predict(2, validation.input(rows, 0))).not.toEqual(step.predict(2, validation.input(rows)));
    step.dispose();
    const place = { epoch: 1, microBatch: 7 };
    expect(backboneDraw(config, place)).toBe(7);
    expect(backboneDraw({ ...config, dropout: false }, place)).toBeUndefined();
    expect(backboneDraw({ ...config, freezeBackbone: true }, place)).toBeUndefined();
  });

  it("is the same run in a worker, which works on WASM whatever the caller does", async () => {
    await selectBackend({ backend: "wasm", log: () => undefined });
    const short = { ...config, epochs: 1 };
    const step = createStep(short, data);
    const run = await train(step, short, trainingDataOf(data));
    step.dispose();
    await startTestBackend();
    const store = { folder: "", read: () => undefined, write: () => undefined };
    const [job] = await runJobs([{ name: "fine-tuned", config: short, data }], { store, threads: 1 });
    expect(job?.run.epochs).toEqual(run.epochs);
  });

  it("refuses data that has features only, and a frozen step refuses scenes", async () => {
    const frozen = trainingConfig({ ...settings(), freezeBackbone: true });
    expect(() => createStep(config, {})).toThrow("fine-tuning: expected data with scenes, got features");
    const step = createStep(frozen, data, 1);
    await expect(train(step, frozen, trainingDataOf(data))).rejects.toThrow("expected features, got scenes");
    step.dispose();
  });
});

describe("frozen_dropout", () => {
  it("trains on other features at every epoch and is judged on the still ones", async () => {
    const dropped = trainingConfig(settings({ freezeBackbone: true, frozenDropout: true }));
    const request = { ...dropped, folder } as const;
    const plain = await loadTrainingData(request);
    const still = await loadTrainingData({ ...request, frozenDropout: false });
    expect(plain.train.features).toEqual(still.train.features);
    expect(plain.validation).toEqual(still.validation);
    const { input } = trainingDataOf(plain).train;
    expect(input([3], 0)).not.toEqual(input([3], 1));
    expect(input([3], 0)).not.toEqual(input([3]));
    const runOf = async (source: PlainData, c: typeof dropped) => {
      const step = createStep(c, source, 1);
      try {
        return await train(step, c, trainingDataOf(source));
      } finally {
        step.dispose();
      }
    };
    const noisy = await runOf(plain, dropped);
    const calm = await runOf(still, { ...dropped, frozenDropout: false });
    expect(noisy.start).toEqual(calm.start);
    expect(at(noisy.epochs, 0).trainLoss).not.toBe(at(calm.epochs, 0).trainLoss);
    await expect(runOf(still, dropped)).rejects.toThrow(
      "frozen_dropout: expected features with dropout on, got none",
    );
  });

  it("is refused while the backbone is trained: it says nothing there", () => {
    expect(() => trainingConfig({ freezeBackbone: false, frozenDropout: true })).toThrow(
      "frozen_dropout: expected false while freeze_backbone is false, got true",
    );
  });
});

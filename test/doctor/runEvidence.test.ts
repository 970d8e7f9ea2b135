import { beforeAll, describe, expect, it } from "vitest";
import { runEvidence } from "../../lib/doctor/runEvidence";
import { createHeadStep } from "../../lib/training/headStep";
import { trainingConfig } from "../../lib/training/config";
import { runFromJson, runToJson, type Run } from "../../lib/training/run";
import { train } from "../../lib/training/train";
import { startTestBackend } from "../backend/startTestBackend";
import { toyData } from "../training/toyData";

let run: Run;

beforeAll(async () => {
  await startTestBackend();
  const config = trainingConfig({ hidden: 8, epochs: 2, normalisation: "divide-by-100" });
  const step = createHeadStep(config);
  run = runFromJson(runToJson(await train(step, config, toyData()))); // as it is stored
  step.dispose();
});

describe("runEvidence(run)", () => {
  it("has a curve for each number of an epoch, those by epoch before those by update", () => {
    const { curves = [] } = runEvidence(run);
    const first = curves.find(({ role }) => role === "train-loss");
    expect(first?.x).toBe("epoch");
    expect(first?.values).toEqual(run.epochs.map(({ trainLoss }) => trainLoss));
    const byUpdate = curves.find(({ role, x }) => role === "train-loss" && x === "step");
    expect(byUpdate?.values).toHaveLength(20); // 37 samples in batches of 4, 2 epochs
    expect(curves.find(({ name }) => name === "spread ratio y")?.values[1]).toBe(
      run.epochs[1]?.y.spreadRatio,
    );
  });

  it("pairs the last points and the whole paths, predictions with their own targets", () => {
    const [last, paths] = runEvidence(run).pairs ?? [];
    const [predictedX, , targetX] = run.lastPoints[3] ?? [];
    expect(last?.predictions[3]?.[0]).toBe(predictedX);
    expect(last?.targets[3]?.[0]).toBe(targetX);
    expect(last?.names).toEqual(["x at 4.5 s", "y at 4.5 s"]);
    expect(paths?.targets[2]).toEqual(run.examples[2]?.target.flat());
  });

  it("keeps the ratio of the first outputs' spread to the targets', on both axes", () => {
    const { start, data } = runEvidence(run);
    const ratio = run.start.outputStd / run.start.targetStd;
    expect((start?.outputStd[0] ?? NaN) / (data?.targetStd[0] ?? NaN)).toBeCloseTo(ratio, 10);
    expect((start?.outputStd[1] ?? NaN) / (data?.targetStd[1] ?? NaN)).toBeCloseTo(ratio, 10);
    expect(start?.loss).toBe(run.start.loss);
  });

  it("tells stages at start and end and what each update did to each parameter", () => {
    const { stages = [], layers = [] } = runEvidence(run);
    expect(stages.map(({ stage, when }) => `${when} ${stage}`)).toEqual(
      ["start", "end"].flatMap((when) =>
        ["pooled", "fusion", "head.0", "head.1", "head.2"].map((stage) => `${when} ${stage}`),
      ),
    );
    expect(stages[0]?.probeR2).toBe(run.stagesBefore[0]?.probe);
    expect(stages[1]?.saturatedShare).toBe(run.start.units[0]?.saturatedShare);
    expect(stages[0]?.saturatedShare).toBeNaN(); // no unit lies before the pooled feature
    const [first] = run.layers;
    expect(layers[0]).toEqual({
      layer: first?.layers[0]?.name,
      update: 0,
      gradientNorm: first?.layers[0]?.gradientNorm,
      weightNorm: first?.layers[0]?.weightNorm,
      updateNorm: first?.layers[0]?.updateNorm,
      frozen: false,
    });
  });

  it("says the settings in a recipe's words", () => {
    expect(runEvidence(run).settings).toMatchObject({
      loss: "mse",
      optimizer: { name: "adamw", clipNorm: 1 },
      schedule: "cosine",
      trajectory: { seconds: 0.1 },
    });
  });
});

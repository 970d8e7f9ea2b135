import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { trainingConfig } from "../../lib/training/config";
import { loadSettings } from "../../lib/training/loadConfig";
import { presets } from "../../lib/training/presets";

const file = (text: string): string => {
  const path = join(mkdtempSync(join(tmpdir(), "config test ")), "config.yaml");
  writeFileSync(path, text);
  return path;
};

describe("trainingConfig(settings) follows the document's table", () => {
  it("after: MSE, head 1e-2, backbone 5e-5, frozen, no accumulation, cosine per epoch to 1e-4", () => {
    expect(trainingConfig(presets.after.settings)).toMatchObject({
      loss: "mse",
      headLearningRate: 1e-2,
      backboneLearningRate: 5e-5,
      freezeBackbone: true,
      accumulation: 1,
      schedule: "cosine-per-epoch",
      finalLearningRate: 1e-4,
      weightDecay: 0.01,
      clipNorm: 1,
      batchSize: 4,
    });
  });

  it("before: Smooth L1, head 5e-3, backbone 2e-5, fine-tuned with accumulation 4 and warm-up", () => {
    expect(trainingConfig(presets.before.settings)).toMatchObject({
      loss: "smooth-l1",
      beta: 1,
      headLearningRate: 5e-3,
      backboneLearningRate: 2e-5,
      freezeBackbone: false,
      accumulation: 4,
      schedule: "warmup-cosine",
    });
  });

  it("beforeFrozen differs from before in the frozen backbone alone, and each variant from it in its fix", () => {
    const before = trainingConfig(presets.before.settings);
    const frozen = trainingConfig(presets.beforeFrozen.settings);
    expect(frozen).toEqual({ ...before, freezeBackbone: true });
    expect(trainingConfig(presets.onlyFusion.settings)).toEqual({ ...frozen, fusion: "after" });
    expect(trainingConfig(presets.onlyLoss.settings)).toEqual({ ...frozen, loss: "mse" });
    expect(trainingConfig(presets.onlyInitialisationLiteral.settings)).toEqual({
      ...frozen,
      initialisation: "literal",
    });
  });

  it("what is predicted and the prompt's numbers are as the incident's unless they are asked for", () => {
    expect(trainingConfig()).toMatchObject({ predicts: "places", promptNumbers: false });
    expect(() => trainingConfig({ predicts: "speeds" as "steps" })).toThrow(
      "config: predicts: expected one of places, steps, velocity-correction, turn-correction",
    );
  });

  it("a prompt without a speed gives neither numbers nor something to correct", () => {
    const position = { promptState: "position" } as const;
    expect(() => trainingConfig({ ...position, promptNumbers: true })).toThrow(
      "config: prompt_numbers: expected false while prompt_state is position, got true: that prompt tells no speed; choose prompt_state motion or unset prompt_numbers",
    );
    expect(() => trainingConfig({ ...position, predicts: "turn-correction" })).toThrow(
      "config: predicts: expected places or steps while prompt_state is position, got turn-correction",
    );
    expect(trainingConfig({ ...position, predicts: "steps" }).predicts).toBe("steps");
    expect(() => trainingConfig({ predicts: "steps", normalisation: "increments" })).toThrow(
      "config: normalisation: expected another one while predicts is steps, got increments",
    );
  });

  it("a value set by hand goes before what a fix implies; full means hidden 1024 and 10 epochs", () => {
    expect(trainingConfig({ fixes: { loss: "before" }, loss: "huber" }).loss).toBe("huber");
    expect(trainingConfig({ speed: "full" })).toMatchObject({ backbone: "wide", hidden: 1024, epochs: 10 });
  });
});

describe("bad settings are refused by name", () => {
  it.each([
    [{ headLearningRate: 0 }, "headLearningRate: expected a number > 0, got 0"],
    [{ headLearningRate: -1 }, "headLearningRate: expected a number > 0, got -1"],
    [{ batchSize: 2.5 }, "batchSize: expected an integer in 1…4096, got 2.5"],
    [{ weightDecay: NaN }, "weightDecay: expected a number ≥ 0"],
    [{ speed: "slow" }, 'speed: expected one of fast, laptop, full, got "slow"'],
    [{ momentum: 0.9 }, "unknown field momentum; expected one of speed, fixes, seed"],
    [{ fixes: { fusion: "on" } }, 'fixes: fusion: expected one of before, after, got "on"'],
    [
      { headLearningRate: 5e-5 },
      "final_learning_rate: expected at most head_learning_rate (0.00005), got 0.0001: cosine-per-epoch would raise the rate",
    ],
    [{ warmupShare: 1.5 }, "warmupShare: expected a number ≥ 0 and ≤ 1, got 1.5"],
    [{ fixes: { constructor: "after" } }, "unknown field constructor"],
  ])("%j", (settings, message) => {
    expect(() => trainingConfig(settings as never)).toThrow(message);
  });
});

describe("loadSettings(path, env)", () => {
  it("reads the project's own config.yaml: all fixes after at laptop speed", () => {
    expect(loadSettings("config.yaml", {})).toMatchObject({ speed: "laptop", seed: 1, labels: "ego-pose" });
    expect(trainingConfig(loadSettings("config.yaml", {}))).toEqual(trainingConfig());
  });

  it("names file, key and value of what is wrong", () => {
    expect(() => loadSettings(file("batch_size: 0"), {})).toThrow(
      /config\.yaml: batch_size: expected an integer in 1…4096, got 0/,
    );
    expect(() => loadSettings(file("learning: 1"), {})).toThrow("unknown field learning");
    expect(() => loadSettings(file("a: [1"), {})).toThrow("expected YAML");
    expect(() => loadSettings(file("- 1"), {})).toThrow("expected fields with values");
    expect(() => loadSettings("no/such.yaml", {})).toThrow("expected a file at");
  });

  it("takes FREEZE_BACKBONE from the environment before the file, and nothing but true or false", () => {
    const path = file("freeze_backbone: true");
    expect(loadSettings(path, { FREEZE_BACKBONE: "false" }).freezeBackbone).toBe(false);
    expect(loadSettings(path, {}).freezeBackbone).toBe(true);
    expect(() => loadSettings(path, { FREEZE_BACKBONE: "no" })).toThrow(
      'FREEZE_BACKBONE: expected true or false, got "no"',
    );
  });
});

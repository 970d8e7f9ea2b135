import { describe, expect, it } from "vitest";
import { EXPERIMENTS } from "../../lib/experiments/experiments";
import { fixesOf, SETS, SETS_WITHOUT_MSE, setName, settingsOfSet } from "../../lib/experiments/fixSets";
import { runsOfStudy, STUDIES } from "../../lib/experiments/studies";
import { trainingConfig } from "../../lib/training/config";

const configOf = (set: number) => trainingConfig(settingsOfSet(set));

describe("settingsOfSet(set)", () => {
  it("is the base for none, each fix alone for one bit, and all but the printing for all six", () => {
    expect(configOf(0)).toEqual(trainingConfig(EXPERIMENTS.beforeFrozen.settings));
    const alone = [
      ...(["onlyFusion", "onlyInitialisation", "onlyPooling"] as const),
      ...(["onlyLoss", "onlyLearningRate", "onlyStrategy"] as const),
    ];
    alone.forEach((name, i) => expect(configOf(1 << i)).toEqual(trainingConfig(EXPERIMENTS[name].settings)));
    const all = trainingConfig(EXPERIMENTS.after.settings);
    expect(configOf(SETS - 1)).toEqual({ ...all, debugOutput: "before" });
  });

  it("makes 64 different runs, all with the backbone frozen", () => {
    const configs = [...Array(SETS).keys()].map(configOf);
    expect(new Set(configs.map((config) => JSON.stringify(config))).size).toBe(64);
    expect(configs.every(({ freezeBackbone }) => freezeBackbone)).toBe(true);
  });

  it("refuses what is no set", () => {
    expect(() => settingsOfSet(64)).toThrow("expected a whole number from 0 to 63, got 64");
  });
});

describe("setName and fixesOf", () => {
  it("count the fixes as the document does", () => {
    expect([0, 1, 0b101001, 63].map(setName)).toEqual(["none", "1", "1+4+6", "all six"]);
    expect(fixesOf(0b101001)).toEqual([1, 4, 6]);
    expect(new Set([...Array(SETS).keys()].map(setName)).size).toBe(64);
  });
});

describe("STUDIES", () => {
  it("ask for the runs that were laid down", () => {
    expect(runsOfStudy(STUDIES.sets)).toBe(64 * 10);
    expect(SETS_WITHOUT_MSE).toHaveLength(32);
    expect(runsOfStudy(STUDIES["sets-wrong"])).toBe(32 * 5);
    expect(
      STUDIES["sets-wrong"].arms.every(({ settings }) => trainingConfig(settings).loss === "smooth-l1"),
    ).toBe(true);
    expect(runsOfStudy(STUDIES.towns)).toBe((1 + 7) * 2 * 3 * 3);
    expect(runsOfStudy(STUDIES.deaths)).toBe((1 + 7 + 3) * 2 * 30);
  });
});

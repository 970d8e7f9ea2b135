import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readSweep } from "../../lib/experiments/sweepFile";

const folder = mkdtempSync(join(tmpdir(), "sweeps "));
let files = 0;

function file(text: string): string {
  const path = join(folder, `${files++}.yaml`);
  writeFileSync(path, text);
  return path;
}

const read = (text: string) => readSweep(file(text));

describe("readSweep(path)", () => {
  it("makes every combination of a grid, named by its values, under the settings that hold for all", () => {
    const sweep = read(`
speed: fast
seeds: 2
settings: { epochs: 3, fixes: { pooling: before } }
grid:
  loss: [smooth-l1, mse]
  fixes.fusion: [before, after]
`);
    expect(sweep.variants.map(({ name }) => name)).toEqual([
      "loss smooth-l1, fusion before",
      "loss smooth-l1, fusion after",
      "loss mse, fusion before",
      "loss mse, fusion after",
    ]);
    expect(sweep.variants[3]?.settings).toEqual({
      speed: "fast",
      epochs: 3,
      loss: "mse",
      fixes: { pooling: "before", fusion: "after" },
    });
    expect(sweep).toMatchObject({
      seeds: [1, 2],
      labels: ["ego-pose"],
      base: "loss smooth-l1, fusion before",
    });
  });

  it("takes a list by name, and says which of its rows is the base", () => {
    const sweep = read(
      "base: plain\nseeds: [7, 9]\nlabels: first-car\nlist:\n  big: { head_learning_rate: 0.02 }\n  plain:\n",
    );
    expect(sweep.variants).toEqual([
      { name: "big", settings: { headLearningRate: 0.02, speed: "laptop" } },
      { name: "plain", settings: { speed: "laptop" } },
    ]);
    expect(sweep).toMatchObject({ base: "plain", seeds: [7, 9], labels: ["first-car"] });
  });

  it.for([
    ["grid: { loss: [mse] }\nlist: { a: }", "expected grid or list, got both"],
    ["seeds: 2", "expected grid or list, got neither"],
    ["grid: {}", "expected at least one variant, got none"],
    ["grid: { loss: mse }", 'grid: loss: expected a list with at least one value, got "mse"; write [a, b]'],
    ["grid: { loss: [mse, mse] }", "grid: loss: expected every value once"],
    ["grid: { los: [mse] }", "grid: unknown field los"],
    ["grid: { loss: [mes] }", "grid: loss: expected one of smooth-l1, mse, huber"],
    ["grid: { fixes.fuson: [before] }", "grid: fixes: unknown field fuson"],
    ["seeds: 0\ngrid: { loss: [mse] }", "seeds: expected an integer in 1"],
    ["seeds: [1, 1]\ngrid: { loss: [mse] }", "seeds: expected every value once"],
    ["labels: [mine]\ngrid: { loss: [mse] }", "labels: expected one of ego-pose, first-car"],
    ["grid: { seed: [1, 2] }", "seed 1: expected no seed in settings, got one; write seeds beside them"],
    ["base: mse\ngrid: { loss: [mse, huber] }", 'base: expected the name of a variant, such as "loss mse"'],
    ["data: nowhere\ngrid: { loss: [mse] }", "data: expected a data set at "],
    ["seeds: 60000\ngrid: { loss: [mse, huber] }", "expected at most 100000 runs, got 120000; split it"],
    ["list: { a: { frozen_dropout: true, freeze_backbone: false } }", "frozen_dropout: expected false while"],
    ["list: { a: { epochs: 0 } }", "a: epochs: expected at least 1, got 0"],
    ["grid: [", 'expected YAML, got "'],
  ] as const)("refuses %s", ([text, message]) => {
    expect(() => read(text)).toThrow(message);
  });

  it("a missing file is told by its path", () => {
    expect(() => readSweep(join(folder, "none.yaml"))).toThrow(
      `sweep: expected a file at ${join(folder, "none.yaml")}`,
    );
  });
});

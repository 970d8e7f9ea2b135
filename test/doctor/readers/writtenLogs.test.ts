import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diagnose } from "../../../lib/doctor/diagnose";
import { findRuns } from "../../../lib/doctor/readers/findRuns";
import { type ReadRun } from "../../../lib/doctor/readers/logEvidence";
import { readPairs } from "../../../lib/doctor/readers/pairs";
import { readLog } from "../../../lib/doctor/readers/readLog";
import { readRuns } from "../../../lib/doctor/readers/readRuns";

const folder = join(__dirname, "../../fixtures/written");

/** What the format's own tool reads back: [row or step, value] of each column. */
type Columns = Record<string, [number, number | string][]>;

const expectedOf = (name: string): unknown =>
  JSON.parse(readFileSync(join(folder, name, "expected.json"), "utf8"));

const fileOf = (name: string): string => {
  const [file, ...others] = readdirSync(join(folder, name)).filter((one) => one !== "expected.json");
  if (file === undefined || others.length > 0) throw new Error(`${name}: expected one log`);
  return join(folder, name, file);
};

const shown = (value: number): number | string => (Number.isFinite(value) ? value : String(value));

/** Every cell that was read. */
function cellsOf(name: string): Columns {
  const [log] = readLog(fileOf(name));
  return Object.fromEntries(
    (log?.table.columns ?? [])
      .filter(({ values }) => values.length > 0)
      .map((column) => [
        column.name,
        column.rows.map((row, i): [number, number | string] => [row, shown(column.values[i] ?? NaN)]),
      ]),
  );
}

function runOf(name: string): ReadRun {
  const places = findRuns(join(folder, name)).filter(({ source }) => !source.endsWith("expected.json"));
  const [place] = places;
  const [run, ...others] = place === undefined ? [] : readRuns(place);
  if (run === undefined || places.length + others.length > 1) throw new Error(`${name}: expected one run`);
  return run;
}

describe("logs written by their real programs hold what those read back", () => {
  it.each(["keras-csv", "keras-history", "transformers-state"])("%s", (name) => {
    expect(cellsOf(name)).toEqual(expectedOf(name));
  });

  it("torch-tensorboard: scalars as simple values, NaN too; a text is none", () => {
    const run = runOf("torch-tensorboard");
    const read = run.evidence.curves?.map(({ name, at, values }) => [name, at.map((x, i) => [x, values[i]])]);
    expect(Object.fromEntries(read ?? [])).toEqual(expectedOf("torch-tensorboard"));
    expect(run.roles).toEqual({
      ...{ "loss/train": "train-loss", "loss/val": "validation-loss", lr: "learning-rate", step: "x" },
    });
  });

  it("keras-tensorboard: scalars as tensors, train and validation one run", () => {
    const run = runOf("keras-tensorboard");
    const parts = expectedOf("keras-tensorboard") as Record<string, Columns>;
    for (const { name, at, values } of run.evidence.curves ?? []) {
      const [part = "", tag = ""] = name.split("/");
      expect(at.map((x, i) => [x, values[i]])).toEqual(parts[part]?.[tag]);
    }
    expect(run.roles).toMatchObject({
      ...{ "train/epoch_loss": "train-loss", "validation/epoch_loss": "validation-loss", step: "x" },
    });
  });

  it("pairs: CSV of pandas, Parquet in snappy and gzip and with lists, .npz, .npy are the same numbers", async () => {
    const { targets, predictions } = expectedOf("pairs") as Record<string, number[][]>;
    const file = (name: string): string => join(folder, "pairs", name);
    for (const name of ["pairs.csv", "snappy.parquet", "gzip.parquet", "lists.parquet", "pairs.npz"]) {
      const { pairs } = await readPairs({ predictions: file(name) });
      expect(pairs, name).toEqual([{ targets, predictions, split: "held-out" }]);
    }
    const { pairs } = await readPairs({ predictions: file("predictions.npy"), targets: file("targets.npy") });
    expect(pairs).toEqual([{ targets, predictions, split: "held-out" }]);
  });

  it("evidence.json of help evidence, written by real PyTorch: a scale that is never reached", () => {
    const { evidence } = runOf("torch-evidence");
    expect(evidence.stages?.map(({ stage, when, width }) => `${stage} ${when}, ${width}`)).toEqual([
      "inputs start, 4",
      "0 start, 16",
      "1 start, 16",
      "inputs end, 4",
      "0 end, 16",
      "1 end, 16",
    ]);
    expect(evidence.pairs?.[0]?.targets).toHaveLength(60);
    expect(evidence.curves?.map(({ role, at }) => [role, at.length])).toEqual([
      ["train-loss", 80], // 8 epochs of 10 batches
      ["gradient-norm", 80],
    ]);
    const { verdict, findings } = diagnose(evidence);
    expect(["optimiser", "output-scale"]).toContain(verdict.cause);
    expect(findings.map(({ rule }) => rule)).toContain("prediction-range-compression");
  });

  it("a dead run that transformers logged as loss 0 keeps its gradient's NaN", () => {
    const { curves = [] } = runOf("transformers-state").evidence;
    const loss = curves.find(({ role }) => role === "train-loss");
    const gradient = curves.find(({ role }) => role === "gradient-norm");
    expect(loss?.values.at(-1)).toBe(0);
    expect(gradient?.values.at(-1)).toBe("NaN");
  });
});

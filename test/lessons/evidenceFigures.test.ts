import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Evidence } from "../../lib/doctor/evidence";
import { readOwnRun } from "../../lib/doctor/readers/readOwnRun";
import { evidenceFigures } from "../../lib/lessons/evidenceFigures";
import { figureCsv, saveFigures } from "../../lib/lessons/saveFigures";
import { exampleFile, strangersLog } from "../../lib/lessons/strangersLogs";

const curve = {
  name: "train loss",
  role: "train-loss",
  x: "epoch",
  at: [1, 2, 3],
  values: [4, "NaN", 1],
} as const;
/** Three rows, errors 0, 0 and 3: the last row has all of the squared error. */
const pairs = { targets: [[1], [2], [6]], predictions: [[1], [2], [3]], split: "held-out" } as const;

describe("evidenceFigures(evidence)", () => {
  it("draws what there is and nothing else", () => {
    expect(Object.keys(evidenceFigures({ format: 1, curves: [curve] }))).toEqual(["loss"]);
    expect(Object.keys(evidenceFigures({ format: 1, pairs: [pairs] }))).toEqual([
      ...["predicted-against-target", "outputs-on-the-map", "error-by-row", "share-of-the-loss"],
    ]);
    expect(evidenceFigures({ format: 1 })).toEqual({});
  });

  it("draws the inside where it was looked at: readouts below 0 at 0, gradients by layer over the updates", () => {
    const stage = {
      std: 1,
      meanNorm: 1,
      centredCosineSpread: 0,
      effectiveRank: 1,
      deadShare: 0,
      saturatedShare: 0,
    };
    const layer = { weightNorm: 1, updateNorm: 0, frozen: false };
    const figures = evidenceFigures({
      format: 1,
      stages: [
        { stage: "inputs", when: "start", ...stage, probeR2: 0.9 },
        { stage: "hidden", when: "start", ...stage, probeR2: -3 },
      ],
      layers: [
        { layer: "hidden", update: 0, gradientNorm: 0, ...layer },
        { layer: "hidden", update: 1, gradientNorm: 2, ...layer },
      ],
    });
    expect(Object.keys(figures)).toEqual(["stages", "gradients-by-layer"]);
    expect(figures["stages"]?.data.map(({ y }) => y)).toEqual([[0.9, 0]]);
    expect(figures["stages"]?.summary).toBe("before it: inputs 0.90, hidden 0.00.");
    // updates count from 1 on a logarithmic axis
    expect(figures["gradients-by-layer"]?.data.map(({ x, y }) => [x, y])).toEqual([
      [
        [1, 2],
        [0, 2],
      ],
    ]);
  });

  it("leaves a gap where the loss is no number, and draws the best constant beside it", () => {
    const data = { lossOfBestConstant: 2 } as Evidence["data"];
    const figure = evidenceFigures({ format: 1, curves: [curve], ...(data === undefined ? {} : { data }) })[
      "loss"
    ];
    expect(figure?.data.map(({ name, y }) => [name, y])).toEqual([
      ["train loss", [4, NaN, 1]],
      ["best constant", [2, 2]],
    ]);
    expect(figure?.summary).toBe("train loss: 4 to 1");
  });

  it("draws a level curve from 0 and lets one that falls have its own axis", () => {
    const axis = (values: number[]): unknown =>
      evidenceFigures({ format: 1, curves: [{ ...curve, values }] })["loss"]?.layout["yaxis"];
    expect(axis([1.02, 1, 1.01])).toMatchObject({ rangemode: "tozero" }); // 2 %
    expect(axis([2, 1.5, 1])).not.toHaveProperty("rangemode");
  });

  it("says how few rows carry the squared error, the worst first", () => {
    const figure = evidenceFigures({ format: 1, pairs: [pairs] })["share-of-the-loss"];
    expect(figure?.data[0]?.["y"]).toEqual([100, 100, 100]);
    expect(figure?.summary).toBe("The worst 5 % of the rows carry 100 % of the squared error.");
  });
});

describe("saveFigures(folder, figures)", () => {
  it("writes each as a picture and as a table", () => {
    const folder = mkdtempSync(join(tmpdir(), "figures "));
    const paths = saveFigures(folder, evidenceFigures({ format: 1, curves: [curve] }));
    expect(paths).toEqual([join(folder, "loss.png"), join(folder, "loss.csv")]);
    expect(readFileSync(join(folder, "loss.png")).subarray(1, 4).toString()).toBe("PNG");
    expect(readFileSync(join(folder, "loss.csv"), "utf8")).toBe(
      'trace,x,y\n"train loss",1,4\n"train loss",2,NaN\n"train loss",3,1\n',
    );
  });

  it("keeps quotes and commas of a name inside its field", () => {
    expect(figureCsv({ data: [{ name: 'a "b", c', x: [1], y: [2] }] })).toBe('trace,x,y\n"a ""b"", c",1,2\n');
  });
});

describe("readOwnRun(files)", () => {
  it("puts the log's curves and both tables of pairs together", async () => {
    const { evidence } = await readOwnRun({
      log: exampleFile("own-run/log.csv"),
      predictions: exampleFile("own-run/predictions.csv"),
      trainPredictions: exampleFile("own-run/train-predictions.csv"),
      seconds: 0.5,
    });
    expect(evidence.curves?.map(({ role }) => role)).toEqual([
      "train-loss",
      "validation-loss",
      "learning-rate",
      "gradient-norm",
    ]);
    expect(evidence.pairs?.map(({ split, targets }) => [split, targets.length])).toEqual([
      ["held-out", 114],
      ["train", 200],
    ]);
    expect(evidence.level).toBe("pairs");
    expect(evidence.settings?.trajectory).toEqual({ seconds: 0.5 });
  });

  it("reads a stranger's log as it is: the chip's epochs go back", async () => {
    const { evidence } = await strangersLog("chip");
    const places = evidence.curves?.[0]?.at ?? [];
    expect(places.some((place, i) => i > 0 && place <= (places[i - 1] ?? Infinity))).toBe(true);
  });

  it("asks for a file when none is named", async () => {
    await expect(readOwnRun({})).rejects.toThrow(/own run: expected the files of one run, got 0 runs/);
  });
});

import { describe, expect, it } from "vitest";
import { type JobResult } from "../../lib/experiments/runJobs";
import { layerHistogramFigure, updateRatioFigure, updateRatios } from "../../lib/lessons/layerFigures";
import { valueCounts } from "../../lib/math/valueCounts";
import { type Run } from "../../lib/training/run";

/** A run of two layers whose first values are ±`width` and whose updates are given shares of the weights. */
function run(width: number, shares: readonly number[]): Run {
  const counts = (scale: number) => valueCounts(Float32Array.from([-scale, scale]));
  const point = (update: number) => ({
    update,
    activations: { pooled: counts(1), output: counts(width) },
    gradients: { "head.0.weight": counts(width) },
  });
  const layers = shares.map((share, i) => ({
    update: 10 * i,
    layers: [{ name: "head.0.weight", gradientNorm: 1, weightNorm: 2, updateNorm: 2 * share }],
  }));
  return { histograms: [point(0), point(20)], layers } as unknown as Run;
}

const whole = { config: { labels: "ego-pose" }, detailed: true };
const results = [
  { ...whole, name: "beforeFrozen", run: run(2, [0, 0.01, 0.04]) },
  { ...whole, name: "onlyInitialisation", run: run(6, [0.1, 0.2, 0.1]) },
] as unknown as JobResult[];

describe("layerHistogramFigure(results, labels, shown, options)", () => {
  const shown = { beforeFrozen: "as it was", onlyInitialisation: "as meant" };
  const picture = layerHistogramFigure(results, "ego-pose", shown, {
    title: "Values",
    of: "activations",
    update: "first",
  });

  it("draws an outline for each run and layer, in units of the first run's spread", () => {
    expect(picture.data.map(({ name }) => name)).toEqual(["as it was", "as it was", "as meant", "as meant"]);
    const ends = picture.data.map(({ x }) => Math.max(...(x as number[])));
    // bins reach 4 std less half a bin (0.1 std): 3.9; the second output is 6 / 2 = 3 times as wide
    expect(ends.map((end) => Number(end.toFixed(1)))).toEqual([3.9, 3.9, 3.9, 11.7]);
  });

  it("says the factor of every layer, and each layer's own spread on its row", () => {
    expect(picture.summary).toBe("Widths beside as it was, pooled, output: as meant 1.0, 3.0.");
    expect(picture.layout["yaxis"]).toMatchObject({ ticktext: ["pooled, 1.0", "output, 2.0"] });
  });
});

it("whole runs that are not on record are asked for by name", () => {
  const short = results.map((result) => ({ ...result, detailed: false }));
  expect(() => updateRatioFigure(short, "ego-pose", "beforeFrozen", "Update : weight")).toThrow(
    "runs: expected whole runs of beforeFrozen, got final measures alone",
  );
});

describe("updateRatios(run, matrix)", () => {
  it("is the update beside the weights, a gap where the rate was 0 or the matrix is not there", () => {
    expect(updateRatios(run(1, [0, 0.01, 0.04]), "head.0.weight")).toEqual([NaN, 0.01, 0.04]);
    expect(updateRatios(run(1, [0.5]), "head.9.weight")).toEqual([NaN]);
  });
});

describe("updateRatioFigure(results, labels, name, title)", () => {
  it("draws each matrix over the updates beside a thousandth and says its peak", () => {
    const picture = updateRatioFigure(results, "ego-pose", "beforeFrozen", "Update : weight");
    expect(picture.summary).toBe("right labels, highest update : weight: head.0 0.040.");
    expect(picture.data.map(({ name }) => name)).toEqual(["head.0, range", "head.0", "a thousandth"]);
    expect(picture.data[1]?.["x"]).toEqual([0, 10, 20]);
  });

  it("refuses runs that are not there", () => {
    expect(() => updateRatioFigure(results, "first-car", "beforeFrozen", "")).toThrow("runs: expected some");
  });
});

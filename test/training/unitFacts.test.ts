import { describe, expect, it } from "vitest";
import { activationCounts, histogramUpdates } from "../../lib/training/layerHistograms";
import { unitFacts } from "../../lib/training/unitFacts";

describe("unitFacts(beforeGelu, rows)", () => {
  it("counts units that never get above 0, and numbers below −3", () => {
    // two rows of four units: unit 0 alive, 1 dead, 2 dead at exactly 0, 3 alive in one row and saturated in the other
    const values = Float32Array.of(1, -1, 0, 2, 3, -4, -2, -3.5);
    expect(unitFacts({ "head.0": values }, 2)).toEqual([
      { layer: "head.0", deadShare: 2 / 4, saturatedShare: 2 / 8 },
    ]);
  });

  it("takes −3 itself, and NaN, for neither alive nor saturated", () => {
    expect(unitFacts({ fusion: Float32Array.of(-3, NaN) }, 1)).toEqual([
      { layer: "fusion", deadShare: 1, saturatedShare: 0 },
    ]);
  });

  it("GELU's slope Φ(z) + z φ(z) at −3 is −.012, by the series of erf", () => {
    const phi = Math.exp(-9 / 2) / Math.sqrt(2 * Math.PI); // .004432
    const below = (phi / 3) * (1 - 1 / 9 + 3 / 81 - 15 / 729 + 105 / 6561); // asymptotic Φ(−3) = .0013…
    expect(below - 3 * phi).toBeCloseTo(-0.0119, 3);
  });
});

describe("layer histograms", () => {
  it("are due at the first, the middle and the last update, each once", () => {
    expect([...histogramUpdates(30)]).toEqual([0, 14, 29]);
    expect([...histogramUpdates(2)]).toEqual([0, 1]);
    expect([...histogramUpdates(1)]).toEqual([0]);
    expect([...histogramUpdates(0)]).toEqual([]);
  });

  it("count every number of a stage", () => {
    const { pooled } = activationCounts({ activations: { pooled: Float32Array.of(1, 2, 3, 4) } });
    expect(pooled?.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
  });
});

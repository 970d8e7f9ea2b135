import { describe, expect, it } from "vitest";
import { splitRng } from "../../../lib/math/rng";
import { type StageFacts } from "../../../lib/doctor/evidence";
import { stageFacts } from "../../../lib/doctor/probe/stageFacts";
import { type Block } from "../../../lib/doctor/fit/block";

const block = (rows: readonly (readonly number[])[], units = rows[0]?.length ?? 0): Block => ({
  data: Float32Array.from(rows.flat()),
  shape: [rows.length, (rows[0]?.length ?? 0) / units, units],
});

/** A stage whose held-out rows and targets are its training rows. */
function factsOf(
  values: Block,
  odd: { stage?: string; activation?: string; targets?: Block } = {},
): StageFacts {
  const { stage = "a", activation = "linear", targets = block([[0], [1], [2], [3]]) } = odd;
  const output = { stage, activation, values };
  return stageFacts({
    ...{ when: "start", train: output, heldOut: output },
    ...{ trainTargets: targets, heldOutTargets: targets },
  });
}

const cross = [
  [3, 0],
  [-3, 0],
  [0, 4],
  [0, -4],
];

describe("stageFacts({ train, heldOut })", () => {
  it("of four rows on a cross: std over all numbers, mean of the rows' norms, two directions", () => {
    const facts = factsOf(block(cross));
    expect(facts.std).toBeCloseTo(Math.sqrt((9 + 9 + 16 + 16) / 8), 6); // mean 0
    expect(facts.meanNorm).toBeCloseTo((3 + 3 + 4 + 4) / 4, 6);
    // covariance diag(18, 32) / 4: (18 + 32)² / (18² + 32²)
    expect(facts.effectiveRank).toBeCloseTo(2500 / (324 + 1024), 6);
    // cosines of the six pairs: −1, 0, 0, 0, 0, −1; mean −1/3, variance 2/6 − 1/9
    expect(facts.centredCosineSpread).toBeCloseTo(Math.sqrt(2 / 6 - 1 / 9), 6);
  });

  it("a unit is dead where no row and no position wakes it: one of two, over two positions", () => {
    const rows = [
      [1, 0, 0, 0],
      [0, 0, 2, 0],
    ];
    expect(factsOf(block(rows, 2)).deadShare).toBe(0.5);
    expect(factsOf(block([[0.1, 0, 0, 1e-9]], 2)).deadShare).toBe(0);
  });

  it("the share at the flat ends goes by the activation, and none has to do with the inputs", () => {
    const rows = block([[-1, 0.5, 0.997, 0]]);
    expect(factsOf(rows, { activation: "tanh" }).saturatedShare).toBe(0.5);
    expect(factsOf(rows, { activation: "sigmoid" }).saturatedShare).toBe(0.75); // −1, 0 and .997
    expect(factsOf(rows, { activation: "hard_sigmoid" }).saturatedShare).toBe(0.5);
    expect(factsOf(rows).saturatedShare).toBe(0);
    expect(factsOf(block([[0, 0]]), { stage: "inputs" }).deadShare).toBe(0);
  });

  it("reads what a straight line can, on held-out rows, and says nothing from a few", () => {
    const rng = splitRng(1, "read");
    const rows = Array.from({ length: 60 }, () => [rng.normal(), rng.normal(), rng.normal()]);
    const straight = block(rows.map(([a = 0, , c = 0]) => [2 * a - c + 7]));
    const other = block(rows.map(() => [rng.normal()]));
    expect(factsOf(block(rows), { targets: straight }).probeR2).toBeGreaterThan(0.99);
    expect(factsOf(block(rows), { targets: other }).probeR2).toBeLessThan(0.2);
    expect(factsOf(block(cross))).not.toHaveProperty("probeR2");
  });

  it("numbers that are none stay none, and are not read from", () => {
    const facts = factsOf(block(Array.from({ length: 40 }, (_, i) => [i === 3 ? NaN : i, 1])), {
      targets: block(Array.from({ length: 40 }, (_, i) => [i])),
    });
    expect(facts.std).toBeNaN();
    expect(facts).not.toHaveProperty("probeR2");
  });
});

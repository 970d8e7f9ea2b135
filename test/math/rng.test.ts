import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { permutation, rngFromState, splitRng } from "../../lib/math/rng";
import { mean, std } from "../../lib/math/statistics";

describe("splitRng(seed, label)", () => {
  it("gives the same numbers for the same seed and label, others for another label", () => {
    const draw = (label: string): number[] => {
      const rng = splitRng(7, label);
      return Array.from({ length: 5 }, () => rng.uniform());
    };
    expect(draw("init")).toEqual(draw("init"));
    expect(draw("init")).not.toEqual(draw("shuffle"));
  });

  it("continues bit for bit from a stored state", () => {
    const rng = splitRng(1, "dropout");
    rng.normal();
    const copy = rngFromState(rng.state());
    expect([copy.uniform(), copy.uniform()]).toEqual([rng.uniform(), rng.uniform()]);
  });

  it("has the moments of the uniform and of the normal distribution", () => {
    const rng = splitRng(3, "moments");
    const uniform = Array.from({ length: 40_000 }, () => rng.uniform());
    const normal = Array.from({ length: 40_000 }, () => rng.normal());
    // Standard errors: 1/√(12·40000) = .0014 and 1/√40000 = .005; the bounds are 4 of them.
    expect(Math.abs(mean(uniform) - 0.5)).toBeLessThan(0.006);
    expect(Math.abs(std(uniform) - 1 / Math.sqrt(12))).toBeLessThan(0.006);
    expect(Math.abs(mean(normal))).toBeLessThan(0.02);
    expect(Math.abs(std(normal) - 1)).toBeLessThan(0.02);
  });

  it("refuses a seed that is not a number", () => {
    expect(() => splitRng(NaN, "x")).toThrow("seed: expected a finite number, got NaN");
  });
});

describe("permutation(rng, n)", () => {
  it("holds each of 0…n−1 once", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer(), (n, seed) => {
        const order = permutation(splitRng(seed, "order"), n);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
    );
  });
});

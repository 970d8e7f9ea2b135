import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { product } from "../../lib/math/product";

describe("product(factors)", () => {
  it("of a shape is how many numbers it holds: one of a single number, none where an extent is none", () => {
    expect(product([2, 3, 4])).toBe(24);
    expect(product([])).toBe(1);
    expect(product([5, 0, 3])).toBe(0);
  });

  it("of two lists is that of both together", () => {
    const extents = fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 3 }); // 99⁶ < 2⁵³: exact
    fc.assert(
      fc.property(extents, extents, (a, b) => {
        expect(product([...a, ...b])).toBe(product(a) * product(b));
      }),
    );
  });
});

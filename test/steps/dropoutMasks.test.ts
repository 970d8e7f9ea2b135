import { describe, expect, it } from "vitest";
import { mean } from "../../lib/math/statistics";
import { dropoutMasks } from "../../lib/steps/dropoutMasks";

const shape = { rows: 4, hidden: 256, fusion: "before" } as const;

describe("dropoutMasks(seed, microBatch, shape)", () => {
  it("drops each site's share and keeps the mean at 1", () => {
    const masks = dropoutMasks(1, 0, shape);
    // 4 · 512 values at p = .1: the share's standard error is √(.09 / 2048) = .0066; four of them
    const dropped = (name: string): number => mean(Array.from(masks[name] ?? [], (m) => (m === 0 ? 1 : 0)));
    expect(Math.abs(dropped("fusion") - 0.1)).toBeLessThan(0.027);
    expect(Math.abs(dropped("head.2") - 0.05)).toBeLessThan(0.028);
    expect(Math.abs(mean(masks["head.1"] ?? []) - 1)).toBeLessThan(0.03);
    expect(new Set(masks["head.0"])).toEqual(new Set([0, Math.fround(1 / 0.9)]));
  });

  it("has the widths of the block: 2h in the old fusion, h in the new", () => {
    const sizes = Object.values(dropoutMasks(1, 0, shape)).map((mask) => mask.length);
    expect(sizes).toEqual([4 * 512, 4 * 512, 4 * 512, 4 * 256]);
    expect(dropoutMasks(1, 0, { ...shape, fusion: "after" })["fusion"]).toHaveLength(4 * 256);
  });

  it("depends on seed and micro-batch alone", () => {
    expect(dropoutMasks(1, 7, shape)).toEqual(dropoutMasks(1, 7, shape));
    expect(dropoutMasks(1, 7, shape)).not.toEqual(dropoutMasks(1, 8, shape));
    expect(dropoutMasks(1, 7, shape)).not.toEqual(dropoutMasks(2, 7, shape));
  });
});

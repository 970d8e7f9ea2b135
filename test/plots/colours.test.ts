import { describe, expect, it } from "vitest";
import { COLOURS, meaningOf, seriesColours } from "../../lib/plots/colours";

describe("meaningOf(name)", () => {
  it("gives right labels, wrong labels, the base and the cure their colours under every name they go by", () => {
    const colours = {
      right: ["right labels", "healthy, right labels", "Right paths", "The ego's own paths", "ego-pose"],
      wrong: ["wrong labels", "First-car labels, without leaps", "The path the script follows"],
      base: ["nothing fixed", "nothing fixed, frozen", "as it was"],
      cure: ["the cure", "cure: three more towns"],
    } as const;
    for (const [meaning, names] of Object.entries(colours)) {
      const wanted = COLOURS[meaning as keyof typeof colours];
      expect(names.map(meaningOf), meaning).toEqual(names.map(() => wanted));
    }
  });

  it("says nothing of other names", () => {
    expect(["all seven", "mean trajectory", "bright labels", "database"].map(meaningOf)).toEqual(
      [1, 2, 3, 4].map(() => undefined),
    );
  });
});

describe("seriesColours(names)", () => {
  it("gives series without a meaning colours that mean nothing else, the first that of a fix", () => {
    const names = ["a", "b", "c", "d"];
    const given = seriesColours(names);
    expect(given[0]).toBe(COLOURS.fix);
    expect(new Set(given).size).toBe(4);
    const meanings: readonly string[] = [COLOURS.right, COLOURS.wrong, COLOURS.base, COLOURS.cure];
    expect(given.filter((colour) => meanings.includes(colour))).toEqual([]);
  });

  it("does not count those that have a meaning, and begins anew after the last colour", () => {
    expect(seriesColours(["as it was", "twice the epochs"])).toEqual([COLOURS.base, COLOURS.fix]);
    expect(seriesColours(["a", "b", "c", "d", "e"])[4]).toBe(COLOURS.fix);
  });
});

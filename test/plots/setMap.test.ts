import { describe, expect, it } from "vitest";
import { setMap, type MappedSet } from "../../lib/plots/setMap";

const factors = ["fusion", "start", "pooling", "MSE", "rate", "strategy"];
const alive = (error: number) => ({ error, dead: false });
const dead = { error: 7.4, dead: true };

/** The error says the set: 0.00 to 0.63. */
const all = Array.from({ length: 64 }, (_, set): MappedSet => ({ set, outcomes: [alive(set / 100)] }));
const traceOf = (sets: readonly MappedSet[]) =>
  setMap({ title: "t", factors, sets, summary: "s" }).data[0] as {
    readonly z: readonly (readonly (number | null)[])[];
    readonly text: readonly (readonly string[])[];
    readonly customdata: readonly (readonly string[])[];
  };

describe("setMap({ factors, sets })", () => {
  it("puts fixes one to three downwards, four to six to the right", () => {
    const { z, customdata } = traceOf(all);
    expect(z[0]?.[0]).toBe(0);
    expect(z[1]?.[0]).toBe(0.01); // one row down: fix 1, bit 0
    expect(z[0]?.[1]).toBe(0.08); // one to the right: fix 4, bit 3
    expect(z[5]?.[5]).toBe(0.63); // 111 in both
    expect(customdata[5]?.[1]).toBe("1+2+3+4");
  });

  it("sets neighbours apart by one fix, round the edges too", () => {
    const { z } = traceOf(all);
    const bits = (a: number, b: number): number =>
      [...Array(6).keys()].filter((i) => ((Math.round(100 * a) ^ Math.round(100 * b)) >> i) & 1).length;
    for (let row = 0; row < 8; row++) {
      for (let column = 0; column < 8; column++) {
        const here = z[row]?.[column] ?? NaN;
        expect(bits(here, z[(row + 1) % 8]?.[column] ?? NaN)).toBe(1);
        expect(bits(here, z[row]?.[(column + 1) % 8] ?? NaN)).toBe(1);
      }
    }
    expect(new Set(z.flat()).size).toBe(64);
  });

  it("tells the living runs' mean and how many died, and leaves empty what was not run", () => {
    const { z, text } = traceOf([
      { set: 0, outcomes: [alive(2), alive(3), dead] },
      { set: 1, outcomes: [dead, dead] },
    ]);
    expect(text[0]?.[0]).toBe("2.50<br>1 dead");
    expect(text[1]?.[0]).toBe("all 2<br>dead");
    expect(z[1]?.[0]).toBe(7.4);
    expect([z[7]?.[0], text[7]?.[0]]).toEqual([null, ""]);
  });

  it("stars what it is told to, and leaves out columns that nobody ran", () => {
    const some = all.filter(({ set }) => (set & 0b001000) === 0); // none with the fourth
    const { data, layout } = setMap({ title: "t", factors, sets: some, starred: [1], summary: "s" });
    const [trace] = data as { readonly text: readonly (readonly string[])[] }[];
    expect(trace?.text.map((row) => row.length)).toEqual(Array.from({ length: 8 }, () => 4));
    expect(trace?.text.flat().filter((words) => words.includes("★"))).toEqual(["0.01<br>★"]);
    expect((layout["xaxis"] as { ticktext: string[] }).ticktext).toEqual(["none", "5", "5+6", "6"]);
  });

  it("names the fixes at the axes", () => {
    const { layout } = setMap({ title: "t", factors, sets: all, summary: "s" });
    expect(JSON.stringify(layout)).toContain("1 fusion, 2 start, 3 pooling");
    expect(JSON.stringify(layout)).toContain("4 MSE, 5 rate, 6 strategy");
  });
});

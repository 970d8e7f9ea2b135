import { describe, expect, it } from "vitest";
import { effectOf, type Effect, type Outcome } from "../../../lib/math/effects/effect";
import { verdictOverTowns, withDeaths } from "../../../lib/math/effects/towns";

const arm = (errors: readonly number[], dead = false): Outcome[] =>
  errors.map((error, seed) => ({ seed, error, dead }));
/** A variant that changes a base of 10 m by so much for every one of three seeds. */
const by = (change: number): Effect =>
  effectOf(arm([10, 10, 10]), arm([10, 10, 10].map((base) => base + change)));

describe("verdictOverTowns(effect, towns)", () => {
  it("binds helps and harms to the town where another town's mean has the other sign", () => {
    expect(verdictOverTowns(by(-2), [by(-0.1), by(-3)])).toBe("helps");
    expect(verdictOverTowns(by(-2), [by(0.1), by(-3)])).toBe("helps in this town");
    expect(verdictOverTowns(by(2), [by(-0.1)])).toBe("harms in this town");
  });

  it("binds less than 5 % where another town's mean lies beyond the margin", () => {
    expect(verdictOverTowns(by(0.1), [by(0.4), by(-0.4)])).toBe("less than 5 %");
    expect(verdictOverTowns(by(0.1), [by(0.4), by(-0.5)])).toBe("less than 5 % in this town");
  });

  it("leaves what is not decided, and binds where runs die elsewhere", () => {
    const undecided = effectOf(arm([10, 10, 10]), arm([9, 10, 11]));
    expect(verdictOverTowns(undecided, [by(9)])).toBe("not decided by 3 seeds");
    const deadly = effectOf(arm([10, 10]), arm([20, 20], true));
    expect(verdictOverTowns(by(2), [deadly])).toBe("harms in this town");
    expect(verdictOverTowns(deadly, [by(0)])).toBe("2 against 0 of 2 dead");
  });
});

describe("withDeaths(means, many)", () => {
  it("judges no mean where one of many seeds died, and the means else", () => {
    const many = effectOf(
      arm(Array.from({ length: 30 }, () => 10)),
      Array.from({ length: 30 }, (_, seed) => ({ seed, error: 8, dead: seed === 17 })),
    );
    expect(withDeaths(by(-2), many).verdict).toBe("deaths not decided by 30 seeds");
    expect(withDeaths(by(-2), by(1)).verdict).toBe("helps");
    expect(withDeaths(by(-2), undefined).verdict).toBe("helps");
  });
});

import { describe, expect, it } from "vitest";
import { betText } from "../../lib/lessons/bet";

describe("betText(bet, value, unit)", () => {
  it("says that a value inside holds, and how wide the bet was, whichever end was typed first", () => {
    expect(betText([1, 5], 4.06, "m")).toBe("It came to **4.1 m**. Your bet holds; it was 4.0 m wide.");
    expect(betText([5, 1], 4.06, "m")).toBe("It came to **4.1 m**. Your bet holds; it was 4.0 m wide.");
  });

  it("counts both ends as inside", () => {
    expect(betText([4, 4], 4, "m")).toContain("holds; it was 0.0 m wide");
  });

  it("says by how much a value below or above was missed", () => {
    expect(betText([5, 6], 4, "m")).toContain("1.0 m wide, missed it by 1.0 m"); // 5 − 4
    expect(betText([-1, 1], 4, "m")).toContain("2.0 m wide, missed it by 3.0 m"); // 4 − 1
  });

  it("takes an untouched bet for none", () => {
    expect(betText(null, 4, "m")).toBe("It came to **4.0 m**. You made no bet.");
    expect(betText(undefined, 4, "m")).toContain("You made no bet.");
  });

  it.each([["A"], [4], [[1]], [[1, "2"]], [[NaN, 1]], [{ from: 1 }]])(
    "tells what it wanted and got for %j, and does not throw",
    (bet) => {
      expect(betText(bet, 4, "m")).toContain("expected two numbers, [from, to], got ");
    },
  );
});

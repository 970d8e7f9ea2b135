import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveReturns } from "../../../lib/jupyter/nbformat/carriageReturns";
import { createCappedText } from "../../../lib/jupyter/runner/cappedText";

describe("createCappedText()", () => {
  it("keeps a short text as it is, however it was cut into pieces", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 20 }), { maxLength: 100 }), (pieces) => {
        const text = createCappedText();
        for (const piece of pieces) text.add(piece);
        expect(text.text()).toBe(resolveReturns(pieces.join("")));
      }),
    );
  });

  it("keeps 150 lines of the start and 50 of the end of 50 000 and counts the rest", () => {
    const text = createCappedText();
    for (let line = 0; line < 50_000; line++) text.add(`${line}\n`);
    const lines = text.text().split("\n");
    expect(lines.slice(0, 3)).toEqual(["0", "1", "2"]);
    expect(lines[149]).toBe("149");
    // 50 000 - 150 - 50 = 49 800 lines: 0…9 take 2 characters each with the line break, 10…99 3, and so on;
    // all but 0…149 and 49 950…49 999: 850·4 + 9 000·5 + 39 950·6 = 288 100 characters.
    expect(lines[150]).toBe("[… 49800 lines, 288100 characters left out …]");
    expect(lines[151]).toBe("49950");
    expect(lines.at(-2)).toBe("49999");
  });

  it("cuts one endless line by characters: 30 000 of the start, 10 000 of the end", () => {
    const text = createCappedText();
    for (let part = 0; part < 1000; part++) text.add("x".repeat(1000));
    expect(text.text()).toBe(
      `${"x".repeat(30_000)}\n[… 0 lines, 960000 characters left out …]\n${"x".repeat(10_000)}`,
    );
  });

  it("keeps the last state of progress that comes in pieces, also when it is asked for between", () => {
    const text = createCappedText();
    const states = ["start\n", "10%", "\r20", "%\r", "30%", "\r\n", "end\n"].map((piece) => {
      text.add(piece);
      return text.text();
    });
    expect(states.slice(1, 4)).toEqual(["start\n10%", "start\n20%", "start\n20%"]);
    expect(states.at(-1)).toBe("start\n30%\nend\n");
  });

  it("counts a line that was printed over 100 000 times as one", () => {
    const text = createCappedText();
    for (let step = 0; step < 100_000; step++) text.add(`\rstep ${step}`);
    text.add("\n");
    expect(text.text()).toBe("step 99999\n");
  });
});

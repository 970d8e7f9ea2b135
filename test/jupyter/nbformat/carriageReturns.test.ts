import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveReturns, resolveSoFar } from "../../../lib/jupyter/nbformat/carriageReturns";

/** A terminal, naively: a screen of lines and a cursor. */
function terminal(text: string): string {
  const screen: string[][] = [[]];
  let column = 0;
  for (const character of text.split("")) {
    const line = screen.at(-1) ?? [];
    if (character === "\n") screen.push([]);
    else if (character !== "\r") line[column] = character;
    column = character === "\n" || character === "\r" ? 0 : column + 1;
  }
  return screen.map((line) => line.join("")).join("\n");
}

const printed = fc.string({ unit: fc.constantFrom("a", "b", "c", "\r", "\n"), maxLength: 40 });

describe("resolveReturns(text)", () => {
  it.each([
    ["a\rb\n", "b\n"],
    ["10%\r20%\r100%\ndone\n", "100%\ndone\n"],
    ["abc\rX\n", "Xbc\n"], // a terminal leaves what is not written over
    ["one\r\ntwo\r\n", "one\ntwo\n"],
    ["50%\r", "50%"],
    ["abc\r\u001b[KX", "\u001b[KX"], // the line was cleared
    ["no returns\n", "no returns\n"],
  ])("of %j is %j", (text, shown) => expect(resolveReturns(text)).toBe(shown));

  it("shows what a terminal shows, and the same when it is resolved again", () => {
    fc.assert(
      fc.property(printed, (text) => {
        expect(resolveReturns(text)).toBe(terminal(text));
        expect(resolveReturns(resolveReturns(text))).toBe(terminal(text));
      }),
    );
  });
});

describe("resolveSoFar(text)", () => {
  it("before every further piece gives in the end what the whole text gives", () => {
    fc.assert(
      fc.property(fc.array(printed, { maxLength: 8 }), (pieces) => {
        const sofar = pieces.reduce((text, piece) => resolveSoFar(text + piece), "");
        expect(resolveReturns(sofar)).toBe(terminal(pieces.join("")));
      }),
    );
  });

  it("keeps two states of a line that was printed over 10 000 times", () => {
    let text = "";
    for (let percent = 0; percent < 10_000; percent++) text = resolveSoFar(`${text}\r${percent} of 10000`);
    // "9998 of 10000", a return, "9999 of 10000": 2 · 13 + 1 characters
    expect(text).toHaveLength(27);
  });
});

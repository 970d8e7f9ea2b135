import { describe, expect, it } from "vitest";
import { quotations, unboundNumbers } from "../../lib/lessons/unboundNumbers";

describe("unboundNumbers(markdown)", () => {
  it("finds digits in prose, tables, inline code and bare maths", () => {
    expect(unboundNumbers("It fell by 0.58 to 66, i.e. 1,5 %.\n| 7 | `12` | $94$ |")).toEqual([
      "0.58",
      "66",
      "1,5",
      "7",
      "12",
      "94",
    ]);
    expect(unboundNumbers("a drop of -3 m and 94m, 4.5s")).toEqual(["3", "94", "4.5"]);
  });

  it("skips claims, quotations, formulas, code blocks, link targets and list numbers", () => {
    const bound = [
      "<!--claim:a-->94 m<!--/claim--> against <!--quote-->67.49<!--/quote-->",
      "$|e| - 0.5$ and $$\\sqrt{2}$$",
      "```ts\nconst x = 3;\n```",
      "[the next](02-reading.ipynb#3)",
      "1. first\n2. second",
    ];
    expect(unboundNumbers(bound.join("\n\n"))).toEqual([]);
  });

  it("skips digits that belong to a name", () => {
    expect(unboundNumbers("Smooth L1, V2X, the file 00-start-here, novatel2world, 3D boxes")).toEqual([]);
  });
});

describe("quotations(markdown)", () => {
  it("lists the marked texts", () => {
    expect(quotations("a <!--quote-->66.77<!--/quote--> b <!--quote-->-137, 54<!--/quote-->")).toEqual([
      "66.77",
      "-137, 54",
    ]);
  });
});

import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { sanitize } from "../../lib/book/sanitize";
import { textWidth } from "../../lib/display/textWidth";
import { modelStripSvg, modelSvg } from "../../lib/lessons/modelDrawing";
import { FIXES, MODEL_STAGES } from "../../lib/lessons/modelStages";

const parsed = (svg: string): Document => new JSDOM(svg, { contentType: "image/svg+xml" }).window.document; // throws on what is not well-formed

const number = (element: Element, name: string): number => Number(element.getAttribute(name));

const texts = (document: Document): string[] =>
  [...document.querySelectorAll("text")].map(({ textContent }) => textContent);

/** Each dot's number and place, lit or not. */
const dotsOf = (document: Document): { number: number; lit: boolean; x: number; y: number }[] =>
  [...document.querySelectorAll("circle.mark")].map((circle) => ({
    number: Number(circle.nextElementSibling?.textContent),
    lit: circle.classList.contains("lit"),
    x: number(circle, "cx"),
    y: number(circle, "cy"),
  }));

describe("modelSvg()", () => {
  const document = parsed(modelSvg());

  it("names every stage and the shapes that leave it at both widths", () => {
    // 160 × 96 in patches of 4 × 4: 40 × 24; halved three times: 5 × 3 = 15 tokens. 2 · 15 + 16 words + 1 decoder token = 47
    expect(texts(document)).toEqual(
      expect.arrayContaining([
        ...Object.values(MODEL_STAGES).map(({ name }) => name),
        ...["[2, 96, 160, 3]", "16 words", "[47, 256]", "[47, 1024]", "[256]", "[1024]"],
        ...["512, 512,", "256, 90", "2048, 2048,", "1024, 90", "90 numbers as [45, 2]"],
      ]),
    );
  });

  it("has the seven fixes lit, each once, and names them below", () => {
    const dots = dotsOf(document);
    expect(dots.map((dot) => dot.number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(dots.every(({ lit }) => lit)).toBe(true);
    expect(texts(document)).toContain("3 plain pooling");
  });
});

describe("modelStripSvg(fix)", () => {
  it.each(FIXES)("lights the dot of %s alone", (fix) => {
    const lit = dotsOf(parsed(modelStripSvg(fix))).filter((dot) => dot.lit);
    expect(lit.map((dot) => dot.number)).toEqual([FIXES.indexOf(fix) + 1]);
  });

  it("puts each dot of a stage in the middle of that stage's box", () => {
    const document = parsed(modelStripSvg("all"));
    const boxes = [...document.querySelectorAll("rect.box")].map((box) => [
      number(box, "x"),
      number(box, "x") + number(box, "width"),
    ]);
    const stages = Object.keys(MODEL_STAGES);
    const stageUnder = (fix: number): string | undefined => {
      const x = dotsOf(document).find((dot) => dot.number === fix)?.x ?? NaN;
      return stages[boxes.findIndex(([from = 0, to = 0]) => x > from && x < to)];
    };
    expect([1, 3, 4, 7].map(stageUnder)).toEqual(["fusion", "pooling", "loss", "output"]);
    expect(stageUnder(2)).toBeUndefined(); // between fusion and head, whose weights it draws
  });
});

/** Which share of a text lies left of its place, by its anchor. */
const LEFT_OF_PLACE: Readonly<Record<string, number>> = { start: 0, middle: 0.5, end: 1 };

describe.each([
  ["whole", modelSvg()],
  ["small", modelStripSvg("strategy")],
])("the %s drawing", (_, svg) => {
  const document = parsed(svg);
  const [, , width = NaN, height = NaN] =
    document.documentElement.getAttribute("viewBox")?.split(" ").map(Number) ?? [];

  it("keeps every word inside, by the widths of its letters", () => {
    const out = [...document.querySelectorAll("text")].filter((text) => {
      const long = textWidth(text.textContent, number(text, "font-size"));
      const share = LEFT_OF_PLACE[text.getAttribute("text-anchor") ?? "start"] ?? NaN;
      const left = number(text, "x") - share * long;
      return !(left >= 0 && left + long <= width && number(text, "y") <= height);
    });
    expect(out.map(({ textContent }) => textContent)).toEqual([]);
  });

  it("lays no dot on another", () => {
    const dots = dotsOf(document);
    const near = dots.filter((a) => dots.some((b) => a !== b && Math.hypot(a.x - b.x, a.y - b.y) < 19));
    expect(near).toEqual([]);
  });

  it("comes whole through the book's sanitiser", () => {
    const clean = new JSDOM(sanitize(svg)).window.document;
    expect(clean.querySelectorAll("circle.mark").length).toBe(7);
    expect(clean.querySelectorAll("rect.box").length).toBe(7);
    expect(clean.querySelector("svg")?.getAttribute("viewBox")).toBe(`0 0 ${width} ${height}`);
  });
});

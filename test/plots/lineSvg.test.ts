import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { lineSvg, type LineChart } from "../../lib/plots/lineSvg";

const chart: LineChart = {
  title: "Loss & <more>",
  x: "epoch",
  y: "loss (m)",
  lines: [
    {
      name: "train",
      colour: "#0072B2",
      points: [
        [0, 10],
        [1, NaN],
        [2, 0],
      ],
    },
    {
      name: "constant",
      colour: "#000000",
      dotted: true,
      points: [
        [0, 5],
        [2, 5],
      ],
    },
  ],
};

const drawn = (options: LineChart): Element => {
  const { document } = new JSDOM(lineSvg(options), { contentType: "image/svg+xml" }).window;
  return document.documentElement;
};

const paths = (svg: Element, colour: string): (string | null)[] =>
  [...svg.querySelectorAll(`path[stroke="${colour}"]`)].map((path) => path.getAttribute("d"));

describe("lineSvg(chart)", () => {
  it("puts the smallest x at the left edge, the largest at the right, larger y higher", () => {
    // x 0…2 over pixels 72…736; y 0…10 padded by 0.5 each side over 324…72, so 10 lies at
    // 324 − 10.5/11 · 252 = 83.45 and 0 at 324 − 0.5/11 · 252 = 312.55.
    expect(paths(drawn(chart), "#0072B2")[0]).toBe("M72.0,83.5M736.0,312.5");
  });

  it("leaves a gap where a value is missing, and dots what does not move", () => {
    const svg = drawn({
      ...chart,
      lines: [
        {
          name: "a",
          colour: "red",
          points: [
            [0, 1],
            [1, 2],
            [2, NaN],
            [3, 1],
            [4, 2],
          ],
        },
      ],
    });
    expect(paths(svg, "red")[0]?.match(/[ML]/g)?.join("")).toBe("MLML");
    expect(drawn(chart).querySelectorAll("path[stroke-dasharray]")).toHaveLength(2); // line and legend
  });

  it("writes title, axis titles, names and ticks as text, escaped", () => {
    const words = [...drawn(chart).querySelectorAll("text")].map((text) => text.textContent);
    expect(words).toEqual(
      expect.arrayContaining(["Loss & <more>", "epoch", "loss (m)", "train", "constant", "0", "10"]),
    );
  });

  it("draws a chart without points, and one whose values are all the same", () => {
    expect(lineSvg({ ...chart, lines: [{ name: "a", colour: "red", points: [] }] })).not.toContain("NaN");
    expect(lineSvg({ ...chart, lines: [{ name: "a", colour: "red", points: [[1, 7]] }] })).not.toContain(
      "NaN",
    );
  });

  it("stays below 12 kB however long the run", () => {
    const points = Array.from({ length: 100_000 }, (_, i) => [i, Math.sin(i / 999)] as const);
    expect(lineSvg({ ...chart, lines: [{ name: "a", colour: "red", points }] }).length).toBeLessThan(12_000);
  });
});

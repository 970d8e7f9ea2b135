import { describe, expect, it } from "vitest";
import { figure } from "../../lib/plots/figure";
import { figureSvg, renderPicture } from "../../lib/display/staticPicture";

const line = figure({
  title: "Loss over epochs",
  x: "epoch",
  y: "loss (m)",
  data: [{ x: [1, 2, 3], y: [66.8, 66.3, 66.2], name: "incident" }],
  summary: "The loss stays at 66.",
});

const heatMap = figure({
  title: "Similarity",
  x: "sample",
  y: "sample",
  data: [
    {
      type: "heatmap",
      z: [
        [0, 1],
        [1, 0],
      ],
      colorscale: [
        [0, "#000000"],
        [1, "#ff0000"],
      ],
    },
  ],
  summary: "Off the diagonal 1.",
  height: 320,
});

const sizeOf = (png: Uint8Array): number[] => {
  const header = Buffer.from(png.subarray(16, 24)); // IHDR's content starts at byte 16
  return [header.readUInt32BE(0), header.readUInt32BE(4)];
};

describe("renderPicture(figure)", () => {
  it("is a PNG 760 wide and as high as the layout says, within the budget of 45 kB", () => {
    const png = renderPicture(line);
    expect(Buffer.from(png.subarray(1, 4)).toString("latin1")).toBe("PNG");
    expect(sizeOf(png)).toEqual([760, 380]);
    expect(png.length).toBeLessThan(45_000);
    expect(sizeOf(renderPicture(heatMap))).toEqual([760, 320]);
  });

  it("gives the same bytes twice, and leaves the figure as it was", () => {
    const before = JSON.stringify(line);
    expect(Buffer.from(renderPicture(line)).equals(renderPicture(line))).toBe(true);
    expect(JSON.stringify(line)).toBe(before);
  });

  it("draws what differs differently", () => {
    const other = { ...line, data: [{ x: [1, 2, 3], y: [66.8, 60, 50], name: "incident" }] };
    expect(Buffer.from(renderPicture(line)).equals(renderPicture(other))).toBe(false);
  });
});

describe("figureSvg(figure)", () => {
  it("holds title, axis titles and tick labels as text", () => {
    const svg = figureSvg(line);
    for (const text of ["Loss over epochs", "epoch", "loss (m)", "66.5"]) {
      expect(svg.includes(`>${text}</text>`)).toBe(true);
    }
  });

  it("has no random id: the same text twice", () => {
    expect(figureSvg(heatMap) === figureSvg(heatMap)).toBe(true);
  });

  it("paints the cells of a heat map into an image", () => {
    expect(figureSvg(heatMap).includes("data:image/png;base64,")).toBe(true);
  });

  it("names what is wrong with something that is no figure", () => {
    const broken = { data: "x", layout: {} } as unknown as Parameters<typeof figureSvg>[0];
    expect(() => figureSvg(broken)).toThrow("picture: expected a list of traces, got string");
  });

  it("refuses traces it would leave out of the picture", () => {
    for (const type of ["scattergl", "scatter3d", "surface", "densitymap"]) {
      expect(() => figureSvg({ data: [{ type }], layout: {} })).toThrow(
        `picture: expected traces drawn without WebGL or maps, got ${type}; use scatter or heatmap`,
      );
    }
  });
});

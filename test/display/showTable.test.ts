import { DataFrame } from "danfojs-node";
import { describe, expect, it } from "vitest";
import { showTable } from "../../lib/display/showTable";
import { sentBy } from "./kernelOutput";

const rows = [
  { fix: "loss", ade: 12.3456789, helps: true },
  { fix: "rate <b>", ade: 5, helps: null },
];

describe("showTable(data, options)", () => {
  it("aligns numbers on the right and words on the left in its plain form", () => {
    const [sent] = sentBy(() => showTable(rows, { caption: "Fixes" }));
    expect(sent?.data["text/plain"]).toBe(
      ["Fixes", "fix        ade  helps", "loss      12.3  true", "rate <b>     5"].join("\n"),
    );
  });

  it("escapes what it is given in its HTML form", () => {
    const [sent] = sentBy(() => showTable(rows, { caption: "a & b" }));
    const html = String(sent?.data["text/html"]);
    expect(html).toContain("<caption>a &amp; b</caption>");
    expect(html).toContain('<td style="text-align: left">rate &lt;b&gt;</td>');
    expect(html).toContain('<td style="text-align: right">12.3</td>');
  });

  it("shows a danfo DataFrame like the rows it holds", () => {
    const frame = new DataFrame([["loss", 12.5]], { columns: ["fix", "ade"] });
    const [sent] = sentBy(() => showTable(frame));
    expect(sent?.data["text/plain"]).toBe(["fix    ade", "loss  12.5"].join("\n"));
  });

  /** The numbers of a table of one column, from the top. */
  const shown = (values: readonly number[], digits?: number): string[] => {
    const [sent] = sentBy(() =>
      showTable(
        values.map((v) => ({ v })),
        digits === undefined ? {} : { digits },
      ),
    );
    const lines = String(sent?.data["text/plain"]).split("\n").slice(1);
    return lines.map((line) => line.trim());
  };

  it("gives numbers three significant digits, and cuts none before the point", () => {
    expect(shown([38.536, 2.6441, 0.92051, 0.000025359, -758.09, 999.6, 6896.8])).toEqual([
      ...["38.5", "2.64", "0.921", "0.0000254", "-758", "1000", "6897"],
    ]);
    expect(shown([66.77, 4.605], 4)).toEqual(["66.77", "4.605"]);
    expect(shown([NaN, -Infinity])).toEqual(["NaN", "-Infinity"]);
  });

  it("gives whole numbers exactly, grouped from five digits on", () => {
    expect(shown([1110, 11424, -12687450, 1603412.3, 2 ** 53 - 1])).toEqual([
      ...["1110", "11\u00a0424", "-12\u00a0687\u00a0450", "1\u00a0603\u00a0412"],
      "9\u00a0007\u00a0199\u00a0254\u00a0740\u00a0991",
    ]);
    expect(shown([1e21, 2.5e-15])).toEqual(["1e+21", "2.5e-15"]);
  });

  it("says how many rows it left out, and stands an empty table", () => {
    const many = Array.from({ length: 25 }, (_, i) => ({ i }));
    const [sent] = sentBy(() => showTable(many));
    expect(String(sent?.data["text/plain"]).split("\n").at(-1)).toBe("… and 5 more rows");
    expect(sentBy(() => showTable([]))).toHaveLength(1);
  });
});

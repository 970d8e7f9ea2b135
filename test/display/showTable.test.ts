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

  it("gives numbers three significant digits, or as many as are asked for, in groups of three", () => {
    const numbers = [38.536, 11424];
    const shown = (options: { digits?: number }): unknown =>
      sentBy(() =>
        showTable(
          numbers.map((v) => ({ v })),
          options,
        ),
      )[0]?.data["text/plain"];
    expect(shown({})).toBe("     v\n  38.5\n11\u00a0424");
    expect(shown({ digits: 4 })).toBe("     v\n 38.54\n11\u00a0424");
  });

  it("says how many rows it left out, and stands an empty table", () => {
    const many = Array.from({ length: 25 }, (_, i) => ({ i }));
    const [sent] = sentBy(() => showTable(many));
    expect(String(sent?.data["text/plain"]).split("\n").at(-1)).toBe("… and 5 more rows");
    expect(sentBy(() => showTable([]))).toHaveLength(1);
  });
});

import { describe, expect, it } from "vitest";
import { diagnose } from "../../lib/doctor/diagnose";
import { type Evidence } from "../../lib/doctor/evidence";
import { reportLines } from "../../lib/doctor/report";
import { reportFigures } from "../../lib/doctor/reportFigures";
import { reportHtml } from "../../lib/doctor/reportHtml";
import { curve, normals, pairsOf, settling } from "./evidenceOf";

const target = normals("target", 200);
const other = normals("other", 200);
const noise = normals("noise", 200);

/** A run whose predictions are squeezed, and whose last validation losses are no numbers. */
const SQUEEZED: Evidence = {
  format: 1,
  name: "a <run>",
  curves: [
    curve("train-loss", settling(4, 1)),
    curve("validation-loss", [...settling(4, 1, 18), "NaN", "NaN"]),
  ],
  ...pairsOf(
    [target, other],
    [target, other].map((column, k) =>
      column.map((value, i) => value / (4 + 4 * k) + 0.02 * (noise[i] ?? 0)),
    ),
  ),
};

describe("a diagnosis as HTML", () => {
  const diagnosis = diagnose(SQUEEZED);
  const html = reportHtml(SQUEEZED, diagnosis, { roles: { loss: "train-loss" } });

  it("needs nothing else: no link, no picture, no script that runs", () => {
    expect(html).not.toMatch(/<(link|img|iframe)|src=|href=|@import|url\(/);
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).toContain('<script type="application/json" id="diagnosis">');
    expect(Buffer.byteLength(html)).toBeLessThan(300_000);
  });

  it("holds the diagnosis as strict JSON, non-finite numbers by name", () => {
    const [, json = ""] = /id="diagnosis">([^]*?)<\/script>/.exec(html) ?? [];
    expect(JSON.parse(json)).toMatchObject({ format: 1, verdict: diagnosis.verdict });
  });

  it("escapes what files call themselves", () => {
    expect(html).toContain("Diagnosis of a &lt;run&gt;");
    expect(html).not.toContain("a <run>");
  });

  it("begins with the verdict, and names a rule only behind what it means", () => {
    const text = html.replace(/<style>[^]*?<\/style>/, "").replace(/<[^>]+>/g, " ");
    const [finding] = diagnosis.findings;
    expect(text.indexOf(diagnosis.verdict.sentence)).toBeLessThan(text.indexOf(finding?.rule ?? ""));
    expect(diagnosis.verdict.sentence).not.toMatch(/[a-z]+-[a-z]+-[a-z]+/);
  });

  it("draws a curve, the map and each output, legible on a phone and in the dark", () => {
    const titles = reportFigures(SQUEEZED).map(({ title }) => title);
    expect(titles).toEqual([
      "Loss",
      "Map of collapses",
      "Prediction against target: output 0",
      "Prediction against target: output 1",
    ]);
    expect(html).toContain("width=device-width");
    expect(html).toContain("light-dark(");
    expect(html.match(/viewBox="0 0 360 260"/g)).toHaveLength(4); // 360 units on 360 pixels: text of 11 pixels and more
  });

  it("marks points of a curve that are no numbers", () => {
    const [loss] = reportFigures(SQUEEZED);
    expect(loss?.caption).toContain("2 points are no numbers");
    expect(loss?.svg.match(/class="line bad"/g)).toHaveLength(2);
  });

  it("draws nothing where there is nothing", () => {
    const audit = [{ kind: "clear" as const, check: "unit", message: "m", evidence: {} }];
    const bare: Evidence = {
      format: 1,
      data: { trainRows: 1, heldOutRows: 1, targetMean: [0], targetStd: [1], targetRange: [[0, 1]], audit },
    };
    expect(reportFigures(bare)).toEqual([]);
    expect(reportHtml(bare, diagnose(bare))).not.toContain("<svg");
  });
});

describe("a diagnosis in a terminal", () => {
  it("begins with the verdict and ends with what to do next", () => {
    const lines = reportLines(diagnose(SQUEEZED), { name: "run 7" });
    expect(lines[0]).toMatch(/^run 7: .* is the cause/);
    expect(lines.at(-1)).toMatch(/^next: /);
    expect(lines).toContain("found:");
    expect(lines).toContain("could not be checked:");
  });

  it("is silent about findings of a sound run", () => {
    const sound = diagnose({
      format: 1,
      curves: [curve("train-loss", settling(1, 0.05)), curve("validation-loss", settling(1, 0.06))],
    });
    expect(sound.verdict.cause).toBe("none");
    expect(reportLines(sound, { whole: false })).toHaveLength(2);
  });
});

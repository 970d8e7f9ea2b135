import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { frontRule, frontStudies, frontTable } from "../lib/experiments/frontTable";
import { readResults } from "../lib/experiments/results";
import { lessonOf } from "../lib/lessons/lessons";
import { type LabelSet } from "../lib/training/config";
import { NOTEBOOKS } from "./lessons/notebookFiles";

/** The runs at the true size, as data/README.md calls them. */
const TRUE_SIZE = {
  before: "nothing fixed, fine-tuned, a fifth",
  beforeFrozenFifth: "nothing fixed, frozen, a fifth",
  afterFifth: "plan A: all seven, frozen, a fifth",
  planB: "plan B: all seven, fine-tuned, a fifth",
  positionPrompt: "nothing fixed, frozen, a fifth, speed not told",
  beforeFrozen: "nothing fixed, frozen, all data",
  onlyFusion: "the simpler fusion block alone, frozen, all data",
  after: "all seven, frozen, all data",
  allButFusion: "all seven, the fusion block as it was",
  allButInitialisation: "all seven, the initialisation as it was",
  allButPooling: "all seven, the pooling as it was",
  allButLoss: "all seven, the loss as it was",
  allButLearningRate: "all seven, the learning rate as it was",
  allButStrategy: "all seven, the strategy as it was",
  cureReport: "the cure, three more towns",
};

const readme = readFileSync(resolve(__dirname, "../README.md"), "utf8");
const data = readFileSync(resolve(__dirname, "../data/README.md"), "utf8");

/** Rows of Markdown tables as their cells, however wide the formatter sets them. */
const rowsOf = (markdown: string): string[] =>
  markdown
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(" | "),
    );

describe("README.md", () => {
  it("lists every notebook with its question and minutes", () => {
    const rows = rowsOf(readme);
    for (const { name, cells } of NOTEBOOKS) {
      const question = /^# (.+)$/m.exec(cells[0]?.source ?? "")?.[1] ?? "";
      const minutes = String(lessonOf(name).minutes);
      expect(rows).toContain([`[${name}](notebooks/${name}.ipynb)`, question, minutes].join(" | "));
    }
  });

  it("shows the verdicts of the kept results, not typed in", () => {
    const kept = readResults("laptop");
    expect(kept).toBeDefined();
    if (kept === undefined) return;
    const studies = frontStudies(kept);
    const [, , ...verdicts] = rowsOf(frontTable(kept, studies));
    expect(rowsOf(readme)).toEqual(expect.arrayContaining(verdicts));
    expect(readme.replaceAll("_", "*")).toContain(frontRule(kept, studies));
  });
});

describe("data/README.md", () => {
  it("shows every seed of the kept results at the true size", () => {
    const kept = readResults("full")?.rows ?? [];
    const errors = (name: string, labels: LabelSet): string =>
      kept
        .filter((row) => row.name === name && row.labels === labels)
        .map(({ ade }) => ade.toFixed(2))
        .join(" · ");
    const rows = Object.entries(TRUE_SIZE).map(([name, title]) =>
      [title, errors(name, "ego-pose"), errors(name, "first-car")].join(" | "),
    );
    expect(kept.length).toBeGreaterThan(0);
    expect(rowsOf(data)).toEqual(expect.arrayContaining(rows));
  });
});

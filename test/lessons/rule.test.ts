import { expect, it } from "vitest";
import { NOTEBOOKS } from "./notebookFiles";

/** What a cell calls to judge runs, and what shows the rule by which it is done. */
const JUDGES = /\b(?:effectIn|effectOf|effectOfSet|judge|showVerdicts)\(/;
const RULE = /\b(?:showVerdicts|showRule)\(/;

const judging = NOTEBOOKS.filter(({ cells }) =>
  cells.some(({ kind, source }) => kind === "code" && JUDGES.test(source)),
);

it("more than ten notebooks judge runs", () => {
  expect(judging.length).toBeGreaterThan(10);
});

it.each(judging)("$name shows the rule of its verdicts", ({ cells }) => {
  expect(cells.some(({ kind, source }) => kind === "code" && RULE.test(source))).toBe(true);
});

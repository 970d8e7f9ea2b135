import { expect, it } from "vitest";
import { markdownTable } from "../../lib/display/markdownTable";

it("markdownTable(head, rows) is a line for the head, one that makes it a head, and one a row, whatever a cell says", () => {
  const rows = [
    ["as it was", 0.98],
    ["a|b", ""],
  ];
  expect(markdownTable(["run", "error"], rows).split("\n")).toEqual([
    "| run | error |",
    "| --- | --- |",
    "| as it was | 0.98 |",
    "| a\\|b |  |",
  ]);
});

import { expect, it } from "vitest";
import { markdownTable } from "../../lib/display/markdownTable";

it("markdownTable(head, rows) is a line for the head, one that makes it a head, and one a row", () => {
  const rows = [
    ["as it was", 0.98],
    ["mended", ""],
  ];
  expect(markdownTable(["run", "error"], rows).split("\n")).toEqual([
    "| run | error |",
    "| --- | --- |",
    "| as it was | 0.98 |",
    "| mended |  |",
  ]);
});

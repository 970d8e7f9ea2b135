import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { allNotebooks, findNotebooks } from "../../../lib/jupyter/runner/findNotebooks";

describe("findNotebooks(names)", () => {
  it("is the whole collection, in order, when none is named", () => {
    const names = findNotebooks([]).map((path) => basename(path));
    expect(names).toContain("00-start-here.ipynb");
    expect(names).toEqual([...names].sort());
    expect(allNotebooks()).toEqual(findNotebooks([]));
  });

  it("takes a name with or without ending, and a path, each notebook once", () => {
    const [first = ""] = allNotebooks();
    expect(findNotebooks(["00-start-here", "00-start-here.ipynb", first])).toEqual([first]);
  });

  it("refuses a name that fits no notebook", () => {
    expect(() => findNotebooks(["99-nothing"])).toThrow(
      "notebook 99-nothing: expected a path or a name from notebooks/, got neither",
    );
  });
});

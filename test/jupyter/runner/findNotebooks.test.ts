import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { PARTS } from "../../../lib/lessons/parts";
import { allNotebooks, findNotebooks } from "../../../lib/jupyter/runner/findNotebooks";

describe("findNotebooks(names)", () => {
  it("is the whole collection, in order, when none is named", () => {
    const names = findNotebooks([]).map((path) => basename(path, ".ipynb"));
    expect(names.slice(0, 3)).toEqual(["00-start-here", "18-the-model-and-what-it-sees", "01-the-sick-run"]);
    expect(names).toEqual(PARTS.flatMap(({ notebooks }) => notebooks).filter((name) => names.includes(name)));
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

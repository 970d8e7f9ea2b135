import { describe, expect, it } from "vitest";
import { LESSONS } from "../../lib/lessons/lessons";
import { byParts, inReadingOrder, isForTeachers, PARTS } from "../../lib/lessons/parts";
import { NOTEBOOKS } from "./notebookFiles";

const listed = PARTS.flatMap(({ notebooks }) => notebooks);
const self = (name: string): string => name;

describe("PARTS", () => {
  it("lists every notebook on disk and every lesson, each once", () => {
    expect(NOTEBOOKS.map(({ name }) => name).filter((name) => !listed.includes(name))).toEqual([]);
    expect(LESSONS.map(({ notebook }) => notebook).filter((name) => !listed.includes(name))).toEqual([]);
    expect(listed.filter((name, i) => listed.indexOf(name) !== i)).toEqual([]);
  });

  it("says one sentence of each part", () => {
    expect(PARTS.filter(({ about }) => !/^[A-Z][^.!?]*\.$/.test(about)).map(({ title }) => title)).toEqual(
      [],
    );
  });
});

describe("inReadingOrder(things, nameOf)", () => {
  it("follows the list, not the numbers, whatever the order given", () => {
    const names = ["01-the-sick-run", "21-for-teachers", "18-the-model-and-what-it-sees", "00-start-here"];
    const order = ["00-start-here", "18-the-model-and-what-it-sees", "01-the-sick-run", "21-for-teachers"];
    expect(inReadingOrder(names, self)).toEqual(order);
    expect(inReadingOrder([...names].reverse(), self)).toEqual(order);
  });

  it("puts what no part lists last, by name", () => {
    expect(inReadingOrder(["zz", "99-own", "21-for-teachers"], self)).toEqual([
      "21-for-teachers",
      "99-own",
      "zz",
    ]);
  });
});

describe("byParts(things)", () => {
  it("leaves out parts without a file and groups the unlisted under none", () => {
    const groups = byParts([{ name: "own" }, { name: "02-reading-a-collapse" }, { name: "00-start-here" }]);
    expect(groups.map(({ part, things }) => [part?.title, ...things.map(({ name }) => name)])).toEqual([
      ["The case", "00-start-here"],
      ["Reading a collapse", "02-reading-a-collapse"],
      [undefined, "own"],
    ]);
  });

  it("loses nothing of the whole list", () => {
    const names = byParts(listed.map((name) => ({ name }))).flatMap(({ things }) => things);
    expect(names.map(({ name }) => name)).toEqual(listed);
  });
});

describe("isForTeachers(name)", () => {
  it("is true of the teachers' page alone", () => {
    expect(listed.filter(isForTeachers)).toEqual(["21-for-teachers"]);
    expect(isForTeachers("own")).toBe(false);
  });
});

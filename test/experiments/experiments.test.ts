import { describe, expect, it } from "vitest";
import { EXPERIMENTS, experimentsAt } from "../../lib/experiments/experiments";
import { NOTEBOOKS } from "../lessons/notebookFiles";

describe("experimentsAt(speed)", () => {
  it("names all of them at laptop and fast", () => {
    expect(experimentsAt("laptop")).toEqual(Object.keys(EXPERIMENTS));
    expect(experimentsAt("fast")).toEqual(Object.keys(EXPERIMENTS));
  });

  it("names at full what notebooks 01 and 10 show, and the cure", () => {
    const shown = NOTEBOOKS.filter(({ name }) => /^(01|10)-/.test(name))
      .flatMap(({ cells }) => cells.filter(({ kind }) => kind === "code"))
      .flatMap(({ source }) => [...source.matchAll(/"(\w+)"/g)].map(([, word = ""]) => word))
      .filter((word) => word in EXPERIMENTS);
    expect(shown.length).toBeGreaterThan(10);
    expect(new Set(experimentsAt("full"))).toEqual(new Set([...shown, "cureReport"]));
  });
});

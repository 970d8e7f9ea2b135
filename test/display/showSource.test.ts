import { describe, expect, it } from "vitest";
import { mean } from "../../lib/math/statistics";
import { showSource, sourceOf } from "../../lib/display/showSource";
import { asReader } from "../lessons/reader";

const reader = asReader();

describe("sourceOf(name)", () => {
  it("finds an exported function with its JSDoc and nothing else", () => {
    const { file, code } = sourceOf("meanTrajectory");
    expect(file).toBe("lib/geometry/baselines.ts");
    expect(code).toMatch(/^\/\*\* The best constant under squared error/);
    expect(code).toMatch(/export function meanTrajectory\([^]*\n}$/);
    expect(code.match(/export function/g)).toHaveLength(1);
  });

  it("finds the whole of a function whose parameters take several lines", () => {
    expect(sourceOf("oneUpdate").code).toMatch(/\n\): OneUpdate {\n[^]*step\.dispose\(\);\n {2}}\n}$/);
  });

  it("finds constants of one line and of several", () => {
    expect(sourceOf("TIME_STEPS").code).toMatch(/export const TIME_STEPS = 45;$/);
    expect(sourceOf("PALETTE").code).toMatch(/export const PALETTE = {[^]*\n} as const;$/);
  });

  it("says when nothing of that name is exported", () => {
    expect(() => sourceOf("exportedByNobody")).toThrow(
      "source of exportedByNobody: expected one file of lib that exports it, got none",
    );
  });
});

describe("showSource(fn) and showSource(name)", () => {
  it("shows file and code", () => {
    showSource(mean);
    expect(reader.printed().at(-1)).toMatch(
      /^lib\/math\/statistics\.ts\n\n\/\*\* Σx \/ n\. \*\/\nexport function mean/,
    );
  });

  it("shows a function that cells do not have, by its name", () => {
    showSource("runHead");
    expect(reader.printed().at(-1)).toMatch(/^lib\/model\/head\.ts\n[^]*export function runHead\(/);
  });
});

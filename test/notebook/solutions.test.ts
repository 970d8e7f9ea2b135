import { runInNewContext } from "node:vm";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { STEP_SECONDS } from "../../lib/geometry/trajectory";
import { mean } from "../../lib/math/statistics";
import { exerciseOf } from "../../lib/notebook/lessons";
import type { Verdict } from "../../lib/notebook/grading";
import { NOTEBOOKS } from "./notebookFiles";

const stubs = NOTEBOOKS.flatMap(({ name, cells }) =>
  cells.filter(({ tags }) => tags.includes("exercise")).map(({ id, source }) => ({ name, id, source })),
);

/** The verdict an exercise cell reaches: its text, run with what its notebook imports. */
function verdictOf(source: string): Verdict["kind"] | undefined {
  let verdict: Verdict | undefined;
  const cell = {
    mean,
    STEP_SECONDS,
    check: (id: string, answer: unknown) => void (verdict = exerciseOf(id).grade(answer)),
    hint: () => undefined,
  };
  runInNewContext(ts.transpile(source, { target: ts.ScriptTarget.ES2022 }), cell);
  return verdict?.kind;
}

describe.each(stubs)("the exercise $id of $name", ({ source }) => {
  const id = /check\("([^"]+)"/.exec(source)?.[1] ?? "";

  it("reads as not yet while its stub is untouched", () => {
    expect(verdictOf(source)).toBe("blank");
  });

  it("is right when the marked line gives way to the solution", () => {
    const solved = source.replace(/^.*\/\/ ← your answer$/m, () => exerciseOf(id).solution);
    expect(solved).not.toBe(source);
    expect(verdictOf(solved)).toBe("right");
  });
});

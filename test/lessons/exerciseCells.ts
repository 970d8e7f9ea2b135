import { runInNewContext } from "node:vm";
import ts from "typescript";
import { STEP_SECONDS } from "../../lib/geometry/trajectory";
import { mean } from "../../lib/math/statistics";
import { exerciseOf } from "../../lib/lessons/lessons";
import { NOTEBOOKS } from "./notebookFiles";

/** The cells that hold an exercise's stub, each with its notebook and the id it checks. */
export const EXERCISE_CELLS = NOTEBOOKS.flatMap(({ name, cells }) =>
  cells
    .filter(({ tags }) => tags.includes("exercise"))
    .map((cell) => ({
      name,
      cell,
      source: cell.source,
      id: /check\("([^"]+)"/.exec(cell.source)?.[1] ?? "",
    })),
);

/** An exercise cell with the line to fill in replaced by something else, by its solution if nothing is given. */
export const filledIn = (source: string, line: string): string =>
  source.replace(/^.*\/\/ ← your answer$/m, () => line);

/** The exercise's cell with its solution. */
export const solved = (source: string, id: string): string => filledIn(source, exerciseOf(id).solution);

/** Runs an exercise cell with what its notebook imports. */
export function runExerciseCell(source: string, check: (id: string, answer: unknown) => void): void {
  const scope = { math: { mean }, geometry: { STEP_SECONDS }, lessons: { check, hint: () => undefined } };
  runInNewContext(ts.transpile(source, { target: ts.ScriptTarget.ES2022 }), scope);
}

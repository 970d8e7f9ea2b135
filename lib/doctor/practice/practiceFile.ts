import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { atomicWrite } from "../../files/atomicWrite";
import { projectRoot } from "../../files/projectRoot";
import { curveValue } from "../curveValue";
import { type Evidence } from "../evidence";
import { type PracticeRun } from "../practiceTable";
import { type Dropped, type PracticeCase } from "./practiceCase";

/** What was made so far: cases that count, those that do not and why, and the seeds that are done. */
export interface Practice {
  readonly format: 1;
  readonly seeds: readonly number[];
  readonly cases: readonly PracticeCase[];
  readonly dropped: readonly Dropped[];
}

/** data/practice/cases.json.gz: level run. */
export const practicePath = (): string => join(projectRoot(), "data", "practice", "cases.json.gz");

/** data/practice/inside.json.gz: levels probe and trial. */
export const insidePath = (): string => join(projectRoot(), "data", "practice", "inside.json.gz");

/** Numbers that are not finite stand as their names; digits beyond the fifth say nothing. */
export function writePractice(practice: Practice, path = practicePath()): void {
  const text = JSON.stringify(practice, (key, value: unknown) => {
    if (typeof value !== "number") return value;
    if (!Number.isFinite(value)) return String(value);
    return key === "seed" ? value : Number(value.toPrecision(5));
  });
  atomicWrite(path, gzipSync(text, { level: 9 }));
}

/** The practice cases, or undefined where none were made. */
export function readPractice(path = practicePath()): Practice | undefined {
  if (!existsSync(path)) return undefined;
  const text = gunzipSync(readFileSync(path)).toString("utf8");
  const practice = JSON.parse(text, (_, value: unknown) =>
    NAMED.has(value as string) ? Number(value) : value,
  ) as Practice;
  return {
    ...practice,
    cases: practice.cases.map((one) => ({ ...one, evidence: withNames(one.evidence) })),
  };
}

/** Numbers that stand in the file by their names. */
const NAMED: ReadonlySet<string> = new Set(["NaN", "Infinity", "-Infinity"]);

/** In curves they stay names. */
function withNames(evidence: Evidence): Evidence {
  const { curves } = evidence;
  if (curves === undefined) return evidence;
  return {
    ...evidence,
    curves: curves.map((one) => ({ ...one, values: one.values.map((value) => curveValue(Number(value))) })),
  };
}

/** The runs of one half, each with the same run without its fault. */
export function practiceRuns({ cases }: Practice, half: PracticeCase["half"]): PracticeRun[] {
  const twins = new Map(
    cases.filter(({ truth }) => truth.kind === "healthy").map(({ seed, evidence }) => [seed, evidence]),
  );
  return cases
    .filter((one) => one.half === half)
    .map(({ id, seed, truth: { kind, cause }, evidence }) => {
      const twin = kind === "healthy" ? undefined : twins.get(seed);
      return { run: id, cause, evidence, ...(twin === undefined ? {} : { twin }) };
    });
}

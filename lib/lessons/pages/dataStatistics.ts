import { largestStep } from "../../geometry/largestStep";
import { type Trajectory } from "../../geometry/trajectory";
import { std } from "../../math/statistics";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

const CASES: readonly (readonly [Trajectory])[] = [
  [[[1, 0], [2, 0], [3, 0]]],
  [[[0, 1], [0, 3], [4, 6]]],
  [[[5, 0], [5, 0], [5, 12]]],
]; // prettier-ignore

const stepsOf = (points: Trajectory): number[] =>
  points.map(([x, y], j) => Math.hypot(x - (points[j - 1]?.[0] ?? 0), y - (points[j - 1]?.[1] ?? 0)));

/** What `12-data-statistics` asks. */
export const dataStatistics: Lesson = {
  notebook: "12-data-statistics",
  minutes: 1,
  questions: {
    "what-the-check-says": {
      ask: "The document's check warns when range, mean end or spread exceed a limit. Where does it warn?",
      choices: {
        A: "on wrong labels only",
        B: "on wrong labels, and on the real drive",
        C: "nowhere",
      },
    },
    "does-normalising-help": {
      ask: "The wrong labels are divided by 100. How much of their variance can nearest neighbours in the past explain then?",
      choices: { A: "more than before", B: "exactly as much as before", C: "less than before" },
    },
    "spread-over-time": {
      ask: "One standard deviation per axis scales every time step alike. How does the spread of right targets really run?",
      choices: {
        A: "it is about the same at every step",
        B: "it grows with time",
        C: "it is largest in the middle",
      },
    },
  },
  exercises: {
    "std-after-dividing": {
      task: "The x of some targets has a standard deviation of 16 m. The document divides every coordinate by 100. Which standard deviation does x have then?",
      uses: [16, 100],
      hint: "Dividing every value by a number divides their spread by it.",
      solution: "const spread: number | null = 16 / 100;",
      why: "A network that starts with outputs around one must now learn to stay small: the scale problem has only changed sides.",
      grade: byNumber({
        expected: 0.16,
        tolerance: 1e-9,
        right: "Small, not one: dividing by 100 is a guess, dividing by the spread is not.",
        mistakes: [
          { value: 1, because: "One would need dividing by the standard deviation itself." },
          { value: 16, because: "That is the spread in metres, before dividing." },
          { value: 0.0016, because: "That is what happens to the variance; the spread is its root." },
        ],
      }),
    },
    "longest-step": {
      task: "Write the longest step of a target in metres. Its rows are places `[x, y]`, one every 0.1 s; a step is the straight-line distance from one row to the next. The first step leads from the car, at (0, 0), to the first row.",
      uses: [0],
      hint: "The row before the first is the car itself, at (0, 0).",
      solution:
        "  return Math.max(...target.map(([x, y], j) => Math.hypot(x - (target[j - 1]?.[0] ?? 0), y - (target[j - 1]?.[1] ?? 0))));",
      why: "A car goes at most three and a half metres in a tenth of a second, so this one number sees a leap that no range shows.",
      grade: byFunction<readonly [Trajectory]>({
        expected: largestStep,
        cases: CASES,
        tolerance: 1e-9,
        right: "It also sees the step from the start to the first row.",
        mistakes: [
          {
            like: (points) => Math.max(...stepsOf(points).slice(1)),
            because: "The step from (0, 0) to the first row is missing.",
          },
          {
            like: (points) => Math.max(...points.map(([x, y]) => Math.hypot(x, y))),
            because: "That is the distance from the start. A step runs from one row to the next.",
          },
          { like: (points) => std(points.map(([x]) => x)), because: "That is the spread of x." },
        ],
      }),
    },
  },
  claims: {
    "generated-zeros": { allowed: [8, 25], digits: 1, unit: "m" },
    "generated-velocity": { allowed: [2, 5], digits: 1, unit: "m" },
    "real-zeros": { allowed: [37, 41], digits: 1, unit: "m" },
    "real-velocity": { allowed: [0.5, 1.9], digits: 1, unit: "m" },
    floor: { allowed: [0.3, 1.2], unit: "m" },
    "warnings-right": { allowed: [0, 0], digits: 0 },
    "warnings-wrong": { allowed: [3, 3], digits: 0 },
    "warnings-real": { allowed: [1, 1], digits: 0 },
    "real-end": { allowed: [60, 90], digits: 1, unit: "m" },
    "wrong-range": { allowed: [1000, 8000], digits: 0, unit: "m" },
    "wrong-outliers": { allowed: [2, 15], digits: 1, unit: "%" },
    "right-outliers": { allowed: [0, 1], digits: 1, unit: "%" },
    "ceiling-right": { allowed: [0.5, 1] },
    "ceiling-mixed": { allowed: [-0.5, 0.15] },
    "ceiling-wrong": { allowed: [-0.5, 0.15] },
    "spread-growth": { allowed: [10, 100], digits: 0 },
    "longest-right": { allowed: [0.5, 3.5], unit: "m" },
    "car-limit": { allowed: [3.5, 3.5], digits: 1, unit: "m" },
    "shortest-wrong": { allowed: [7, 300], digits: 0, unit: "m" },
    findings: { allowed: [5, 20], digits: 0 },
    naming: { allowed: [2, 2], digits: 0 },
    "false-alarms": { allowed: [0, 0], digits: 0 },
  },
};

import { ade } from "../../geometry/displacementError";
import type { Trajectory } from "../../geometry/trajectory";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

const straight: Trajectory = [
  [1, 0],
  [2, 0],
];
const off34: Trajectory = [
  [4, 4],
  [5, 4],
];
const growing: Trajectory = [
  [1, 0],
  [2, 8],
];

const coordinates = (predicted: Trajectory, target: Trajectory): number[] =>
  target.flatMap(([x, y], j) => [(predicted[j]?.[0] ?? NaN) - x, (predicted[j]?.[1] ?? NaN) - y]);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What `00-start-here` asks. */
export const startHere: Lesson = {
  notebook: "00-start-here",
  minutes: 1,
  questions: {
    "best-baseline": {
      ask: "Three predictors never look at the road. Which one comes closest on the second half of the drive?",
      choices: {
        A: "zeros: the car stays where it is",
        B: "mean trajectory: it does what it did on average in the first half",
        C: "constant velocity: it goes on as in the last tenth of a second",
      },
    },
    "zeros-error": {
      ask: "How far off is “the car stays where it is”, averaged over all points of all futures?",
      choices: { A: "about the length of a car", B: "about the length of a bus", C: "more than two buses" },
    },
  },
  exercises: {
    "row-of-a-horizon": {
      task: "A target has 45 rows, one every 0.1 s: row 0 is where the car is 0.1 s from now, row 1 where it is 0.2 s from now. In which row is it 2.5 s from now? A whole number.",
      uses: [45, 0.1, 2.5],
      hint: "Row 0 is not now: it is the first tenth of a second after now.",
      solution: "const row: number | null = Math.round(2.5 / geometry.STEP_SECONDS) - 1;",
      why: "Row j is the time (j + 1) · 0.1 s, so 2.5 s is row 24 and 4.5 s is row 44.",
      grade: byNumber({
        expected: 24,
        tolerance: 0,
        right: "Row j is the time (j + 1) · 0.1 s.",
        mistakes: [
          { value: 25, because: "One too far: row 0 is 0.1 s, not 0 s, so row 25 is 2.6 s." },
          { value: 23, because: "One too few: rows are counted from zero, and row 0 is 0.1 s." },
        ],
      }),
    },
    "average-displacement-error": {
      task: "Write the average displacement error of a prediction, in metres: the straight-line distance of each pair of rows, averaged over the rows. `predicted` and `target` have equally many rows, each `[x, y]` in metres. Try it: if every row is 3 m off in x and 4 m in y, the error is 5 m.",
      uses: [3, 4, 5],
      hint: "Take the straight-line distance of each pair of points first (`Math.hypot`), then the mean.",
      solution:
        "  return math.mean(target.map(([x, y], j) => Math.hypot(predicted[j][0] - x, predicted[j][1] - y)));",
      why: "Each row gives one distance; the error is the mean of the distances, in metres.",
      grade: byFunction<[Trajectory, Trajectory]>({
        expected: ade,
        cases: [
          [straight, straight],
          [off34, straight],
          [growing, straight],
        ],
        tolerance: 1e-6,
        right: "A constant offset of three and four metres gives five.",
        mistakes: [
          {
            like: (p, t) => sum(coordinates(p, t).map(Math.abs)) / (2 * t.length),
            because:
              "That is the mean error of a coordinate. The distance joins x and y first: `Math.hypot`.",
          },
          {
            like: (p, t) => Math.sqrt(sum(coordinates(p, t).map((e) => e * e)) / t.length),
            because: "That is the root of the mean square. Take the root of each row, then the mean.",
          },
          {
            like: (p, t) => Math.hypot(...coordinates(p.slice(-1), t.slice(-1))),
            because: "That is the error of the last row only. Average over all rows.",
          },
        ],
      }),
    },
  },
  claims: {
    frames: { allowed: [1200, 1200], digits: 0 },
    targets: { allowed: [1110, 1110], digits: 0 },
    slowest: { allowed: [7, 9], digits: 0 },
    fastest: { allowed: [18, 21], digits: 0, unit: "m/s" },
    furthest: { allowed: [88, 90], digits: 0, unit: "m" },
    right: { allowed: [2.3, 2.7], digits: 1, unit: "m" },
    "never-left": { allowed: "never" },
    mount: { allowed: [0.6, 1], digits: 1, unit: "°" },
    zeros: { allowed: [38, 41], digits: 1, unit: "m" },
    best: { allowed: "constant velocity" },
    "zeros-held": { allowed: [38, 39], digits: 1, unit: "m" },
    "mean-error": { allowed: [2, 3.5], digits: 1, unit: "m" },
    "velocity-error": { allowed: [0.5, 1.5], digits: 1, unit: "m" },
  },
};

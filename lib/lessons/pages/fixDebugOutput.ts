import { endsBehind, endsTooFar } from "../../geometry/carReach";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

const flag = (is: boolean): number => (is ? 1 : 0);

/** What `09-fix-7-debug-output` asks. */
export const fixDebugOutput: Lesson = {
  notebook: "09-fix-7-debug-output",
  minutes: 1,
  questions: {
    "printing-changes": {
      ask: "The same run with and without the new lines. How many of its measured numbers differ?",
      choices: { A: "none", B: "the last digits", C: "many: the order of random draws shifts" },
    },
    "one-sample-range": {
      ask: "The range line shows one sample of each epoch. How wide is its target's span next to that of all training samples, x and y together?",
      choices: {
        A: "about as wide",
        B: "between half and nine tenths of it",
        C: "less than half of it",
      },
    },
    "telling-line": {
      ask: "Look at the debug line's target alone, one sample. How many of the wrong labels does it give away?",
      choices: { A: "fewer than one in ten", B: "about a quarter", C: "about half or more" },
    },
  },
  exercises: {
    "impossible-target": {
      task: "A target lies x metres forward and y metres to the left, 4.5 s from now. A car may reverse 5 m, not more. Return 1 if no car reaches it: it lies more than 5 m behind, or the straight way there needs more than 45 m/s on average. Else return 0.",
      uses: [4.5, 5, 1, 45, 0],
      hint: "x is forward. The mean speed is the distance divided by 4.5 s.",
      solution:
        "const isImpossible = (x: number, y: number): number | null => (x < -5 || Math.hypot(x, y) / 4.5 > 45 ? 1 : 0);",
      why: "Below −5 a car would have to reverse further than it does; √(x² + y²) / 4.5 is the slowest speed that gets there.",
      grade: byFunction<[number, number]>({
        expected: (x, y) => flag(endsBehind([x, y]) || endsTooFar([x, y])),
        cases: [
          [20, 1],
          [-59.74, -13.77],
          [150, 150],
          [190, 0],
          [-3, 0],
          [0, 0],
        ],
        tolerance: 0,
        right: "Two comparisons, and they say what no loss says.",
        mistakes: [
          {
            like: (x, y) => flag(x < 0 || endsTooFar([x, y])),
            because: "A car can reverse a few metres: three behind it are in reach.",
          },
          {
            like: (x, y) => flag(endsBehind([x, y])),
            because: "Behind is caught; now also catch what is too far.",
          },
          {
            like: (x, y) => flag(endsTooFar([x, y])),
            because: "Too far is caught; now also catch what lies behind.",
          },
          {
            like: (x, y) => flag(endsBehind([x, y]) || Math.hypot(x, y) > 45),
            because: "45 is a speed: divide the distance by 4.5 s first.",
          },
        ],
      }),
    },
    "hidden-axis": {
      task: "A range line says `GT: [-13.0, 10.5]`: the lowest and the highest coordinate of one target in metres, x and y thrown together. What is the largest that its y, metres to the left, can be?",
      uses: [13, 10.5],
      hint: "Which axis does each end belong to?",
      solution: "const left: number | null = 10.5;",
      why: "Neither end says its axis. No coordinate exceeds 10.5, so y is at most 10.5: a bound, not a place.",
      grade: byNumber({
        expected: 10.5,
        tolerance: 0.01,
        right: "A bound is all it gives: the 10.5 may well be x.",
        mistakes: [
          { value: 13, because: "−13.0 lies to the right or behind; left is positive." },
          { value: 23.5, because: "That is the span of both axes together." },
          { value: -13, because: "That is the lowest coordinate; the question asks for the highest." },
        ],
      }),
    },
  },
  claims: {
    "lines-before": { allowed: [1, 1], digits: 0 },
    "lines-after": { allowed: [4, 4], digits: 0 },
    "x-share": { allowed: [80, 150], digits: 0, unit: "%" },
    "y-share": { allowed: { fast: [20, 150], laptop: [70, 130] }, digits: 0, unit: "%" },
    compared: { allowed: [2000, 200000], digits: 0 },
    differing: { allowed: [0, 0], digits: 0 },
    "sample-share": { allowed: [15, 40], digits: 0, unit: "%" },
    narrowest: { allowed: [0, 12], digits: 1, unit: "m" },
    widest: { allowed: [25, 85], digits: 1, unit: "m" },
    "predicted-span": { allowed: [15, 160], digits: 0, unit: "m" },
    "validation-span": { allowed: [150, 400], digits: 0, unit: "m" },
    "target-span": { allowed: [1, 4], digits: 1, unit: "km" },
    "given-away": { allowed: [15, 60], digits: 0, unit: "%" },
    "false-alarms": { allowed: [0, 0], digits: 0, unit: "%" },
    caught: { allowed: [80, 100], digits: 0, unit: "%" },
    "epochs-seen": { allowed: [7, 7], digits: 0 },
    change: { allowed: [0, 0], unit: "m" },
    verdict: { allowed: "less than 5 %" },
  },
};

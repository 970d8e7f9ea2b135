import { displacementFromAbsoluteError } from "../impliedError";
import { impliedSpeed, kilometresPerHour } from "../../geometry/impliedSpeed";
import { byFunction } from "../grading";
import type { Lesson } from "../lesson";

/** What `01-the-sick-run` asks. */
export const theSickRun: Lesson = {
  notebook: "01-the-sick-run",
  minutes: 1,
  questions: {
    "loss-against-l2": {
      ask: "The loss says a coordinate is off by about 67 m, the validation says a point is off by about 67 m. Can both hold on the same data?",
      choices: {
        A: "yes: both measure the same error",
        B: "no: a point must be further off than its coordinates",
        C: "no: a point must be less far off than its coordinates",
      },
    },
    "debug-arithmetic": {
      ask: "Two debug lines print an error, one before the fixes, one promised after. Which of them is right about its own numbers?",
      choices: { A: "both", B: "only the one before", C: "only the promised one", D: "neither" },
    },
    "right-labels-unfixed": {
      ask: "The incident's configuration, not one fix applied, is trained twice: on its own labels and on right ones. How do the two losses run?",
      choices: {
        A: "both stay flat",
        B: "flat on the incident's labels, falling on right ones",
        C: "falling on both",
      },
    },
  },
  exercises: {
    "l2-lower-bound": {
      task: "Predicted coordinates, x and y together, are off by `m` metres on average. How small can the mean distance between predicted and true points then be? Write it in metres, to 0.01 m.",
      uses: [],
      hint: "For which direction is √(x² + y²) smallest when |x| + |y| is fixed? Try (1, 1) and (2, 0).",
      solution: "const smallest = (m: number): number | null => Math.SQRT2 * m;",
      why: "With |x| + |y| = 2m fixed, the distance is smallest on the diagonal |x| = |y| = m: √2·m.",
      grade: byFunction<[number]>({
        expected: (m) => displacementFromAbsoluteError(m).low,
        cases: [[1], [10], [66.77]],
        tolerance: 0.01,
        right: "No set of errors can be closer than the diagonal one.",
        mistakes: [
          {
            like: (m) => m,
            because: "A point has two coordinates: an error of m in both is more than m away.",
          },
          { like: (m) => 2 * m, because: "That is the largest: all of the error along one axis." },
          {
            like: (m) => (Math.PI / 2) * m,
            because: "That is the mean over all directions, not the smallest.",
          },
          {
            like: (m) => m / Math.SQRT2,
            because: "Turned over: the distance is longer than a coordinate.",
          },
        ],
      }),
    },
    "implied-speed": {
      task: "A car drives straight on at a constant speed. The prediction “stay here” is off by `meanDistance` metres, averaged over the points at 0.1, 0.2 … 4.5 s. Write the speed in km/h, to 0.05 km/h; 1 m/s is 3.6 km/h.",
      uses: [0.1, 4.5, 3.6],
      finds: [2.3],
      hint: "A car at speed v is v·t away at time t. The mean of t = 0.1 … 4.5 s is not 4.5 s.",
      solution: "const speed = (meanDistance: number): number | null => (meanDistance / 2.3) * 3.6;",
      why: "The times 0.1 … 4.5 s have the mean 2.3 s, so the mean distance is 2.3·v; 3.6 turns m/s into km/h.",
      grade: byFunction<[number]>({
        expected: (distance) => kilometresPerHour(impliedSpeed(distance)),
        cases: [[23], [67.49]],
        tolerance: 0.05,
        right: "The mean time of the rows is 2.3 s.",
        mistakes: [
          { like: impliedSpeed, because: "That is metres per second; km/h is 3.6 times as much." },
          {
            like: (distance) => kilometresPerHour(distance / 4.5),
            because: "4.5 s is the last point. The error is a mean over all points, at 2.3 s on average.",
          },
          {
            like: (distance) => kilometresPerHour(distance / 2.25),
            because: "Nearly: the first row is at 0.1 s, not 0 s, so the mean time is 2.3 s.",
          },
        ],
      }),
    },
  },
  claims: {
    drop: { allowed: [0.57, 0.59], unit: "m" },
    "drop-percent": { allowed: [0.8, 1], digits: 1, unit: "%" },
    "least-l2": { allowed: [94.4, 94.5], digits: 1, unit: "m" },
    "printed-l2": { allowed: [67.49, 67.49], unit: "m" },
    "mean-time": { allowed: [2.29, 2.31], digits: 1, unit: "s" },
    "speed-validation": { allowed: [105, 107], digits: 0, unit: "km/h" },
    "speed-loss": { allowed: [147, 149], digits: 0, unit: "km/h" },
    "debug-before": { allowed: [51.29, 51.32], unit: "m" },
    "debug-promised": { allowed: [14.9, 15], unit: "m" },
    behind: { allowed: [59, 60], digits: 0, unit: "m" },
    reverse: { allowed: [47, 49], digits: 0, unit: "km/h" },
    seeds: { allowed: { fast: [2, 2], laptop: [5, 5] }, digits: 0 },
    "train-samples": { allowed: { fast: [177, 177], laptop: [354, 354] }, digits: 0 },
    "validation-samples": { allowed: { fast: [37, 37], laptop: [73, 73] }, digits: 0 },
    "validation-recordings": { allowed: [14, 14], digits: 0 },
    "constant-of-zeros": { allowed: [85, 95], digits: 0, unit: "%" },
    "near-wrong": { allowed: [0.96, 1.04] },
    "near-right": { allowed: { fast: [0.3, 0.7], laptop: [0.25, 0.45] } },
    "own-least": { allowed: [60, 75], digits: 0, unit: "m" },
    "own-error": { allowed: [38, 50], digits: 0, unit: "m" },
    "own-near-least": { allowed: [34, 42], digits: 0, unit: "m" },
    "far-training": { allowed: [5, 9], digits: 0, unit: "%" },
    "far-validation": { allowed: [0, 0], digits: 0 },
    "own-width": { allowed: [1024, 1024], digits: 0 },
    "own-drop": { allowed: [1.5, 3], digits: 1, unit: "%" },
    "own-to-constant": { allowed: [0.98, 1.02] },
    "own-end": { allowed: [66, 69], digits: 1, unit: "m" },
    "own-median": { allowed: [66, 69], digits: 1, unit: "m" },
    "own-implied": { allowed: [76, 80], digits: 1, unit: "m" },
    "error-wrong": { allowed: [40, 46], digits: 1, unit: "m" },
    "constant-wrong": { allowed: [40, 44], digits: 1, unit: "m" },
    "error-right": { allowed: { fast: [2, 3.5], laptop: [1.5, 2.2] }, digits: 1, unit: "m" },
    "constant-right": { allowed: [7, 8.5], digits: 1, unit: "m" },
    "y-turning": { allowed: [0.85, 1] },
    "prompt-told": { allowed: { fast: [1.8, 2.8], laptop: [1.6, 2.3] }, digits: 1, unit: "m" },
    "prompt-hidden": {
      allowed: { fast: [2.3, 3.5], laptop: [1.9, 2.7] },
      digits: 1,
      unit: "m",
    },
  },
};

import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `13-normalisation` asks. */
export const normalisation: Lesson = {
  notebook: "13-normalisation",
  minutes: 1,
  questions: {
    "best-normaliser": {
      ask: "The labels are right, nothing else is changed. Which normaliser lowers the error in metres, beyond what the seed alone does?",
      choices: {
        A: "none of them",
        B: "some, by less than a metre",
        C: "some, by metres: targets must be normalised",
      },
    },
    "normalise-wrong-labels": {
      ask: "Now the labels are wrong. What does dividing by a hundred do to the error?",
      choices: { A: "it repairs the run", B: "nothing to speak of", C: "it makes the run worse" },
    },
  },
  exercises: {
    "inverse-standardise": {
      task: "A normaliser turns a coordinate d in metres into z = (d − offset) / scale. Write its inverse, which gives d back.",
      uses: [],
      hint: "Undo the steps in the opposite order: first the division, then the subtraction.",
      solution: "  return z * scale + offset;",
      why: "Multiplying undoes the division, adding undoes the subtraction; the last step is undone first.",
      grade: byFunction<[number, number, number]>({
        expected: (z, offset, scale) => z * scale + offset,
        cases: [
          [0, 12, 9],
          [1, 12, 9],
          [-0.5, 3, 2],
        ],
        tolerance: 1e-9,
        right: "Whatever the normaliser, the error is told in metres again.",
        mistakes: [
          {
            like: (z, offset, scale) => (z + offset) * scale,
            because: "The offset was taken away before dividing, in metres: add it after multiplying.",
          },
          {
            like: (z, _, scale) => z * scale,
            because: "Only the division is undone; the offset is still missing.",
          },
          { like: (z, offset, scale) => (z - offset) / scale, because: "That normalises once more." },
        ],
      }),
    },
    "metres-behind-loss": {
      task: "Targets were divided by 100, and the loss reads 0.005. It is Smooth L1 with beta 1: e² / 2 for an error e below 1, in the divided units. By how many metres is a coordinate off, if all are off alike? To 0.01 m.",
      uses: [100, 0.005, 1, 2],
      hint: "Below beta, Smooth L1 of an error e is e² / 2, in units of 100 m.",
      solution: "const metres: number | null = 100 * Math.sqrt(2 * 0.005);",
      why: "e² / 2 = 0.005 gives e = 0.1, and 0.1 of 100 m are 10 m: a small loss is not a small error.",
      grade: byNumber({
        expected: 10,
        tolerance: 0.01,
        right: "A loss that looks tiny can be ten metres.",
        mistakes: [
          {
            value: 0.5,
            because: "That reads the loss as a plain distance; below beta it is half a square.",
          },
          {
            value: 0.1,
            because: "That is the error in normalised units; one unit is a hundred metres.",
          },
          { value: 100 * Math.sqrt(0.005), because: "Smooth L1 is half the square below beta." },
        ],
      }),
    },
  },
  claims: {
    "scaled-low": { allowed: [0, 0.2], digits: 2 },
    "scaled-high": { allowed: [0.5, 1.3], digits: 2 },
    inverse: { allowed: "nothing but rounding" },
    "raw-first": { allowed: [0.2, 0.8], digits: 2, unit: "m" },
    "raw-last": { allowed: [8, 22], digits: 1, unit: "m" },
    "growth-axis": { allowed: [20, 100], digits: 0 },
    "growth-steps": { allowed: [0.999, 1.001], digits: 1 },
    "growth-increments": { allowed: [0.5, 2], digits: 1 },
    "hundred-change": {
      allowed: { fast: [2, 5], laptop: [-0.15, 0.2] },
      digits: 2,
      unit: "m",
    },
    "hundred-right": {
      allowed: { fast: "harms", laptop: { not: ["helps", "harms"] } },
    },
    "largest-gain": { allowed: { fast: [-1, 0], laptop: [-0.2, 0] }, digits: 2, unit: "m" },
    "best-name": { allowed: { not: ["÷ 100"] } },
    "loss-metres": { allowed: [0.5, 10], digits: 2 },
    "loss-hundred": { allowed: [0.00001, 0.02], digits: 4 },
    "beyond-metres": { allowed: [10, 60], digits: 0, unit: "%" },
    "beyond-hundred": { allowed: [0, 1], digits: 0, unit: "%" },
    "start-metres": { allowed: [0.3, 2], digits: 2, unit: "m" },
    "start-hundred": { allowed: [30, 200], digits: 0, unit: "m" },
    "beside-mse": { allowed: { fast: [1, 5], laptop: [-0.3, 0.3] }, digits: 2, unit: "m" },
    "beside-mse-verdict": { allowed: { not: ["helps"] } },
    "wrong-change": { allowed: [-2, 2], digits: 2, unit: "m" },
    "wrong-verdict": { allowed: { not: ["helps"] } },
    "least-wrong": { allowed: [35, 60], digits: 1, unit: "m" },
    "wrong-median": { allowed: [35, 60], digits: 1, unit: "m" },
    refused: { allowed: "refuses" },
  },
};

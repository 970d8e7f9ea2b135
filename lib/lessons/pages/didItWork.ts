import { smallestMseFromAbsoluteError } from "../impliedError";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

const shareWithin =
  (limit: number) =>
  (train: readonly number[], held: readonly number[]): number =>
    held.filter((t) => train.some((u) => Math.abs(u - t) <= limit)).length / held.length;

/** What `11-did-it-work` asks. */
export const didItWork: Lesson = {
  notebook: "11-did-it-work",
  minutes: 1,
  questions: {
    "debug-line-judges": {
      ask: "All seven fixes, once on right and once on wrong labels. Does the first epoch's predicted range come nearer to its target's on right labels?",
      choices: {
        A: "yes, with every seed",
        B: "with some seeds: the line does not sort them",
        C: "the other way round, with every seed",
      },
    },
    "falling-loss": {
      ask: "On right labels, the squared error of the fixed run falls steeply. How does its error in metres end, beside the unfixed run's?",
      choices: {
        A: "lower: the fixes help",
        B: "less than 5 % apart",
        C: "higher: the fixes harm",
        D: "these seeds do not decide it",
      },
    },
    "copying-neighbour": {
      ask: "Frames are shuffled, then split. A “model” answers with the future of the nearest training frame in time. How good is it?",
      choices: {
        A: "as bad as the mean trajectory",
        B: "as good as constant velocity",
        C: "better than constant velocity",
      },
    },
  },
  exercises: {
    "smallest-mse": {
      task: "Before the fixes coordinates are off by 66.77 m on average. How small can their mean squared error then be? In m², to 1 m².",
      uses: [66.77],
      finds: [2],
      hint: "Squares hurt most when errors differ. They are smallest when every error has the same size.",
      solution: "const mse: number | null = 66.77 ** 2;",
      why: "The mean of squares is never below the square of the mean: 66.77² = 4458 m².",
      grade: byNumber({
        expected: smallestMseFromAbsoluteError(66.77),
        tolerance: 1,
        right: "The mean of squares is never below the square of the mean.",
        mistakes: [
          { value: 66.77, because: "That is metres; a squared error is in square metres." },
          { value: 450, because: "That is what the document expects; work it out from the 66.77." },
          {
            value: 66.77 ** 2 * 2,
            because: "That adds x and y; PyTorch's mean is over single coordinates.",
          },
        ],
      }),
    },
    "leak-share": {
      task: "`train` and `held` are the times, in seconds, of training and of held-out frames. Write the share of the held-out times, from 0 to 1, that have a training time at most 1 s away, before or after.",
      uses: [1],
      hint: "`held.filter(t => train.some(…))`, and divide by how many are held out.",
      solution: "  return held.filter((t) => train.some((u) => Math.abs(u - t) <= 1)).length / held.length;",
      why: "A second away the car has the same neighbours, the same speed and nearly the same future.",
      grade: byFunction<[readonly number[], readonly number[]]>({
        expected: shareWithin(1),
        cases: [
          [
            [0, 1, 2],
            [0.5, 9],
          ],
          [[5], [4, 4.5, 6.5, 7]],
          [[], [1]],
        ],
        tolerance: 1e-9,
        right: "It needs nothing but two lists of times, so it belongs before every training.",
        mistakes: [
          {
            like: (train, held) =>
              held.filter((t) => train.some((u) => u <= t && t - u <= 1)).length / held.length,
            because: "A training frame just after the held-out one leaks as much as one before.",
          },
          {
            like: (train, held) =>
              train.filter((u) => held.some((t) => Math.abs(u - t) <= 1)).length / train.length,
            because: "That is the share of training moments; ask it of the held-out ones.",
          },
          {
            like: (train, held) => shareWithin(1)(train, held) * held.length,
            because: "That is how many, not which share.",
          },
        ],
      }),
    },
  },
  claims: {
    "promised-near": { allowed: [65, 67], digits: 0, unit: "%" },
    "near-right": { allowed: [15, 80], digits: 0, unit: "%" },
    "near-wrong": { allowed: [5, 75], digits: 0, unit: "%" },
    "near-sorts": { allowed: "does not tell" },
    "fixed-verdict": { allowed: { not: ["helps", "less than 5 %"] } },
    "width-first": { allowed: [10, 220], digits: 0, unit: "m" },
    "width-last": { allowed: { fast: [8, 130], laptop: [8, 60] }, digits: 0, unit: "m" },
    "sample-best": { allowed: [0, 1], digits: 1, unit: "m" },
    "sample-worst": { allowed: [8, 40], digits: 1, unit: "m" },
    "least-mse": { allowed: [4458, 4459], digits: 0, unit: "m²" },
    "least-factor": { allowed: [9.5, 10.5], digits: 0 },
    "promised-fall": { allowed: [39.9, 40.1], digits: 0, unit: "%" },
    "steepest-fall": { allowed: [0.5, 40], digits: 0, unit: "%" },
    "steepest-error": { allowed: { fast: [2, 5], laptop: [1.5, 5] }, unit: "m" },
    "constant-error": { allowed: [6, 12], unit: "m" },
    "unfixed-error": { allowed: { fast: [1.8, 2.8], laptop: [1.3, 1.8] }, unit: "m" },
    "r-wrong": { allowed: [-0.3, 0.3] },
    "promised-third": { allowed: [52, 54], digits: 0, unit: "%" },
    "third-wrong": { allowed: [65, 130], digits: 0, unit: "%" },
    "third-right": { allowed: [20, 200], digits: 0, unit: "%" },
    "leak-share": { allowed: [90, 100], digits: 0, unit: "%" },
    "leak-honest": { allowed: [0, 0], digits: 0, unit: "%" },
    floor: { allowed: [0.54, 1], unit: "m" },
    copier: { allowed: [0.2, 1], unit: "m" },
    steady: { allowed: [2, 4], unit: "m" },
    // The document's promise is 30 to 50 m.
    "median-wrong": { allowed: [30, 50], digits: 1, unit: "m" },
    "fixed-wrong": { allowed: [30, 55], digits: 1, unit: "m" },
  },
};

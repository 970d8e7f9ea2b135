import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `16-what-a-log-tells` asks. */
export const logAlone: Lesson = {
  notebook: "16-what-a-log-tells",
  minutes: 1,
  questions: {
    "what-says-stuck": {
      ask: "The pendulum's run got stuck at the trivial answer, its owner's later runs say. What in its log says so?",
      choices: {
        A: "its loss does not fall",
        B: "its loss ends where a constant on standardised targets would",
        C: "nothing: the curve of a run that is done looks the same",
      },
    },
    "log-names-labels": {
      ask: "Our own run on wrong labels, its log alone. What does the verdict make of the labels?",
      choices: {
        A: "it names them as the cause",
        B: "it has them among several candidates",
        C: "it has something else",
      },
    },
    "what-pairs-show": {
      ask: "Now predictions of held-out samples lie beside their targets. What do they show?",
      choices: {
        A: "the right order, but too narrow",
        B: "narrow, and in no order",
        C: "wide, but in no order",
      },
    },
  },
  exercises: {
    "knowing-nothing": {
      task: "A loss says something only beside what knowing nothing costs. Write it for cross-entropy with k classes that are equally frequent: the loss of the best constant, as a function of k.",
      uses: [],
      hint: "The best constant gives each class the probability 1 / k. Cross-entropy is minus the logarithm of the probability of the right class.",
      solution: "const guessing = (k: number): number | null => Math.log(k);",
      why: "−ln(1 / k) = ln k, whatever the right class is.",
      grade: byFunction<[number]>({
        expected: (k) => Math.log(k),
        cases: [[2], [10], [1000]],
        tolerance: 1e-9,
        right: "A classifier that ends there has learnt how many classes there are.",
        mistakes: [
          {
            like: (k) => -Math.log(k),
            because: "The sign: the logarithm of 1 / k is negative, the loss is not.",
          },
          {
            like: (k) => 1 / k,
            because: "That is the probability it gives; the loss is minus its logarithm.",
          },
          { like: (k) => Math.log2(k), because: "That is in bits; losses use the natural logarithm." },
        ],
      }),
    },
    "spread-of-one-answer": {
      task: "The predictions of a run have a standard deviation of 1.2 m, its targets one of 135 m. How many per cent of the targets' spread do the predictions have? Two digits after the point are enough.",
      uses: [1.2, 135],
      finds: [100],
      hint: "The spread ratio is the first divided by the second.",
      solution: "const percent: number | null = (100 * 1.2) / 135;",
      why: "1.2 / 135 = .0089: every sample gets nearly the same answer.",
      grade: byNumber({
        expected: (100 * 1.2) / 135,
        tolerance: 0.011,
        right: "Below a few per cent there is one answer for all: dead, or nothing to learn.",
        mistakes: [
          { value: 1.2 / 135, because: "That is the share; times 100 it is per cent." },
          { value: 13500 / 1.2, because: "Turned over: predictions over targets." },
        ],
      }),
    },
  },
  claims: {
    "pendulum-fall": { allowed: [60, 99], digits: 0, unit: "%" },
    "pendulum-end": { allowed: [0.2, 0.5] },
    restarts: { allowed: [1, 10], digits: 0 },
    "chip-cause": { allowed: "evaluation" },
    "our-fall": { allowed: [0, 20], digits: 0, unit: "%" },
    "our-spread": { allowed: [0, 30], digits: 0, unit: "%" },
    "our-r": { allowed: [-0.5, 0.4], digits: 2 },
    "skipped-by-log": { allowed: [20, 80], digits: 0 },
    "skipped-by-pairs": { allowed: [10, 60], digits: 0 },
    "skipped-by-run": { allowed: [1, 40], digits: 0 },
    "run-cause": { allowed: "label-or-information" },
    impossible: { allowed: [15, 60], digits: 0, unit: "%" },
  },
};

import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `20-which-fix-did-what` asks. */
export const whichFix: Lesson = {
  notebook: "20-which-fix-did-what",
  minutes: 1,
  questions: {
    "sets-that-kill": {
      ask: "Right labels, frozen backbone: in how many of the 64 sets does at least one run die, that is, end where a constant prediction does?",
      choices: { A: "up to 8", B: "9 to 32", C: "more than half of them" },
    },
    "pair-or-alone": {
      ask: "Each averaged over all sets of the others, what is larger: the largest effect of one fix, or the largest that two fixes have beyond the sum of each?",
      choices: { A: "that of one fix", B: "that of two" },
    },
    "chosen-best": {
      ask: "Half of the seeds choose the best of all 64 sets. What does it do on the other half, beside nothing fixed?",
      choices: {
        A: "it helps",
        B: "it changes less than 5 %",
        C: "these seeds do not decide it",
        D: "it harms, or runs die",
      },
    },
    "wrong-spread": {
      ask: "On wrong labels: how far apart are the mean errors of the worst and the best of all sets without MSE?",
      choices: { A: "less than 5 %", B: "5 to 20 %", C: "more than 20 %" },
    },
  },
  exercises: {
    "pair-beyond": {
      task: "A run's error is known with none of two fixes, with the first alone, with the second alone and with both. Write what both do beyond the sum of what each does alone: 0 when neither minds the other.",
      uses: [],
      hint: "What does each do alone, beside `none`? What do both do together? Take the sum of the first two from that.",
      solution: "  return both - first - second + none;",
      why: "(both − none) − (first − none) − (second − none); two of the three `none` cancel.",
      grade: byFunction<[none: number, first: number, second: number, both: number]>({
        expected: (none, first, second, both) => both - first - second + none,
        cases: [
          [3, 3.2, 3.5, 7],
          [3, 2, 4, 3],
          [5, 4, 4, 1],
        ],
        tolerance: 1e-9,
        right: "It is the same whichever of the two comes first.",
        mistakes: [
          {
            like: (none, _first, _second, both) => both - none,
            because: "That is all that both do; take off what each does alone.",
          },
          {
            like: (_none, first, second, both) => both - first - second,
            because: "Each effect is measured from `none`: it is taken off once too often.",
          },
          {
            like: (none, first, second, both) => first + second - none - both,
            because: "That is the other sign: above 0 is what the two add to the error.",
          },
        ],
      }),
    },
    "orders-before": {
      task: "Six fixes are added one after the other, in any of 720 orders. In how many of these do fixes one and two come first, either of them before the other, and fix three right after them?",
      uses: [],
      finds: [2, 6],
      hint: "How many orders have the two in front, how many the three behind? Any front goes with any rear.",
      solution: "const orders: number | null = 2 * 6;",
      why: "2! orders in front of fix three, 3! behind it: |S|! (k − |S| − 1)! with |S| = 2 and k = 6.",
      grade: byNumber({
        expected: 12,
        tolerance: 0.001,
        right: "12 of 720 is the weight that the formula gives to what fix three adds to fixes one and two.",
        mistakes: [
          { value: 6, because: "Those are the orders behind it; the two in front can change places." },
          { value: 2, because: "Those are the orders in front; three more fixes follow in any order." },
          { value: 8, because: "Any front goes with any rear: multiply." },
          { value: 48, because: "Fix three has its place; only three others follow." },
        ],
      }),
    },
  },
  claims: {
    "all-sets": { allowed: [64, 64], digits: 0 },
    "set-seeds": { allowed: { fast: "2 seeds", laptop: "10 seeds" } },
    "sets-killed": { allowed: { fast: [8, 14], laptop: [11, 15] }, digits: 0 },
    "killed-with-fusion": { allowed: { fast: [0, 2], laptop: [1, 5] }, digits: 0 },
    "killed-without-fusion": { allowed: { fast: [8, 14], laptop: [8, 12] }, digits: 0 },
    "pair-size": { allowed: { fast: [-4.5, -2.5], laptop: [2.5, 3.5] }, unit: "m" },
    "single-size": { allowed: { fast: [2, 3.2], laptop: [1.8, 2.5] }, unit: "m" },
    "whole-way": { allowed: { fast: [0.2, 1.2], laptop: [1, 1.7] }, unit: "m" },
    "signs-known": { allowed: [4, 6], digits: 0 },
    "best-name": { allowed: { not: ["none", "all six"] } },
    "best-error": { allowed: { fast: [1.9, 2.4], laptop: [1.3, 1.6] }, unit: "m" },
    "best-random": { allowed: { fast: [3, 5], laptop: [1.7, 2.3] }, unit: "m" },
    "best-none": { allowed: { fast: [2.2, 2.6], laptop: [1.4, 1.7] }, unit: "m" },
    "best-verdict": { allowed: { not: ["harms"] } },
    "smallest-name": { allowed: { not: ["all six"] } },
    "starred-names": { allowed: { not: ["none", "all six"] } },
    "wrong-lowest": { allowed: [40, 45], digits: 1, unit: "m" },
    "wrong-highest": { allowed: [41, 48], digits: 1, unit: "m" },
    "wrong-constant": { allowed: [40, 45], digits: 1, unit: "m" },
  },
};

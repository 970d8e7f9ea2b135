import { byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `04-fix-2-initialisation` asks. */
export const initialisation: Lesson = {
  notebook: "04-fix-2-initialisation",
  minutes: 1,
  questions: {
    "literal-start": {
      ask: "The document's two lines run one after the other on the output layer: normal with std 1.0, then Kaiming. What is left in it?",
      choices: {
        A: "more than before: the two add up",
        B: "std 1.0, as written first",
        C: "less than before: the second line overwrites the first",
      },
    },
    "wide-start-error": {
      ask: "The larger start spreads the untrained output about twice as widely as the targets. What is the first error?",
      choices: {
        A: "smaller: the output reaches the targets now",
        B: "about the same",
        C: "larger: wide and unrelated is worse than narrow",
      },
    },
    "initialisation-helps": {
      ask: "The labels are right and only the initialisation is changed. What happens to the error after training?",
      choices: { A: "it falls", B: "nothing that these seeds decide", C: "it rises" },
    },
  },
  exercises: {
    "kaiming-output": {
      task: "Kaiming normal with fan_out and the gain of ReLU draws weights of standard deviation √(2 / fan_out). Which standard deviation does it give the output layer, which has 256 inputs and 90 outputs? To 0.001.",
      uses: [2, 256, 90],
      hint: "fan_out is the layer's width on the output side.",
      solution: "const deviation: number | null = Math.sqrt(2 / 90);",
      why: "√(2 / 90) = 0.149: less than a third of the 0.5 that was called too small.",
      grade: byNumber({
        expected: Math.sqrt(2 / 90),
        tolerance: 0.001,
        right: "The fix, run as printed, shrinks the start it set out to enlarge.",
        mistakes: [
          { value: Math.sqrt(2 / 256), because: "That is fan_in; fan_out counts the outputs." },
          { value: 2 / 90, because: "That is the variance; the std is its root." },
          { value: Math.sqrt(1 / 90), because: "The gain of ReLU is √2: a 2 under the root." },
          { value: 1, because: "That is the first line; the second overwrites the same tensor." },
        ],
      }),
    },
    "updates-per-metre": {
      task: "Under Adam and the absolute error a bias moves by about the learning rate at each update: here by 0.005 m. How many updates does it need for 30 m? A whole number.",
      uses: [0.005, 30],
      hint: "Distance divided by step.",
      solution: "const updates: number | null = 30 / 0.005;",
      why: "30 / 0.005 = 6000 updates, while the gradient keeps its size and sign: Adam divides it by its own size.",
      grade: byNumber({
        expected: 6000,
        tolerance: 1,
        right: "The size of a gradient that stays the same has left the step.",
        mistakes: [
          { value: 200, because: "That is for one metre." },
          { value: 0.15, because: "That is the product; each update moves 0.005 m." },
          { value: 3000, because: "That is with the doubled rate of fix five." },
        ],
      }),
    },
  },
  claims: {
    "std-before": { allowed: [0.49, 0.51] },
    "std-after": { allowed: [0.98, 1.02] },
    "std-literal": { allowed: [0.145, 0.153], digits: 3 },
    "spread-before": { allowed: [0.3, 2.5], digits: 1, unit: "m" },
    "spread-after": { allowed: [8, 25], digits: 1, unit: "m" },
    "spread-literal": { allowed: [1, 4], digits: 1, unit: "m" },
    "spread-target": { allowed: [8, 18], digits: 1, unit: "m" },
    "reach-before": { allowed: [1, 8], digits: 1, unit: "m" },
    "by-formula": { allowed: [0.8, 1.25], digits: 1 },
    "reach-wide": { allowed: [2.5, 10], digits: 0, unit: "m" },
    "updates-absolute": { allowed: [175, 185], digits: 0 },
    "updates-squared": { allowed: [1.4, 1.8], digits: 1 },
    "bias-reach": { allowed: [0.01, 1.2], unit: "m" },
    "net-reach": { allowed: [5, 150], digits: 0, unit: "m" },
    "first-before": { allowed: [10, 13], digits: 1, unit: "m" },
    "first-after": { allowed: [18, 45], digits: 1, unit: "m" },
    "one-before": { allowed: { fast: [4, 14], laptop: [2, 6] }, digits: 1, unit: "m" },
    "one-after": { allowed: { fast: [4, 14], laptop: [2, 6] }, digits: 1, unit: "m" },
    "wider-head": { allowed: [3, 30], digits: 0 },
    "wider-output": { allowed: [10, 40], digits: 0 },
    "wider-gradient": { allowed: [2, 50], digits: 0 },
    "peak-was": { allowed: [0.005, 0.6] },
    "peak-meant": { allowed: [0.005, 0.6] },
    "silent-was": { allowed: [30, 95], digits: 0, unit: "%" },
    "silent-meant": { allowed: [30, 95], digits: 0, unit: "%" },
    "meant-change": { allowed: { fast: [0, 2], laptop: [-0.3, 0.3] }, unit: "m" },
    "meant-verdict": { allowed: { not: ["helps", "harms"] } },
    "printed-change": { allowed: { fast: [-1.5, 1.5], laptop: [-0.4, 0.2] }, unit: "m" },
    "printed-verdict": { allowed: { not: ["harms"] } },
    "meant-wrong": { allowed: [-2, 4], digits: 1, unit: "m" },
    "printed-wrong": { allowed: { not: ["helps", "harms"] } },
    "tenth-change": { allowed: { fast: [-0.5, 2], laptop: [0.4, 1.2] }, unit: "m" },
    "third-change": { allowed: { fast: [-0.5, 2], laptop: [0.2, 1] }, unit: "m" },
    "threefold-error": { allowed: [7.4, 14], digits: 1, unit: "m" },
    "threefold-verdict": { allowed: { not: ["helps", "less than 5 %"] } },
  },
};

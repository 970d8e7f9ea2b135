import { mean } from "../../math/statistics";
import { residualLoss } from "../../steps/plainLoss";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** Three cars that go on and one who leaps to another crossing, kilometres away: metres. */
const GLUED = [10, 20, 30, 4000];

/** What `06-fix-4-loss` asks. */
export const fixLoss: Lesson = {
  notebook: "06-fix-4-loss",
  minutes: 2,
  questions: {
    "saturated-update": {
      ask: "Every prediction is off by a hundred metres instead of ten. How much larger is AdamW's first update under MSE?",
      choices: { A: "a hundred times", B: "ten times", C: "not at all" },
    },
    "constant-by-loss": {
      ask: "Some wrong targets lie hundreds of metres away. Under which loss do those beyond a hundred do more than half of the pulling on one constant answer?",
      choices: { A: "Smooth L1", B: "MSE", C: "both", D: "neither" },
    },
  },
  exercises: {
    "smooth-l1-slope": {
      task: "Smooth L1 with beta 1 of an error e, metres with their sign, is e² / 2 where |e| is below 1 and |e| − 1/2 beyond. Write its slope at e.",
      uses: [1, 2],
      hint: "Inside one metre the loss is e²/2. Outside it is a straight line.",
      solution: "const slopeAt = (e: number): number | null => Math.max(-1, Math.min(1, e));",
      why: "The slope of e²/2 is e; beyond beta the line |e| − ½ has slope ±1.",
      grade: byFunction<[number]>({
        expected: (e) => {
          const loss = (r: number): number => residualLoss({ loss: "smooth-l1", beta: 1 }, r);
          return (loss(e + 1e-4) - loss(e - 1e-4)) / 2e-4;
        },
        cases: [[0.25], [-0.5], [3], [-40]],
        tolerance: 1e-3,
        right: "Proportional up to beta, then level.",
        mistakes: [
          { like: (e) => 2 * e, because: "That is the slope of MSE, which never levels off." },
          { like: (e) => e, because: "Right up to one metre; beyond it the loss is a straight line." },
          {
            like: (e) => Math.sign(e),
            because: "That is the absolute error; near zero Smooth L1 is a parabola.",
          },
          { like: (e) => Math.min(1, Math.abs(e)), because: "Mind the sign: a slope may be negative." },
        ],
      }),
    },
    "constant-for-mse": {
      task: "Four targets lie at 10, 20, 30 and 4000 m. Which one prediction, the same for all four, has the smallest mean squared error? In metres, to 0.5 m.",
      uses: [10, 20, 30, 4000],
      finds: [4],
      hint: "Set the derivative of Σ(c − target)² to zero.",
      solution: "const constantAnswer: number | null = (10 + 20 + 30 + 4000) / 4;",
      why: "The derivative 2·Σ(c − target) is zero at the mean, 1015 m: near none of the four.",
      grade: byNumber({
        expected: mean(GLUED),
        tolerance: 0.5,
        right: "The mean, a place where no car is: one leap has moved it by a kilometre.",
        mistakes: [
          { value: 25, because: "That is the median: it minimises the absolute error, nearly Smooth L1." },
          { value: 20, because: "That leaves the far target out; MSE does not." },
          {
            value: 2005,
            because: "That is the middle of the range, which only the largest error asks for.",
          },
        ],
      }),
    },
  },
  claims: {
    "slope-mse": { allowed: [7.99, 8.01], digits: 0 },
    "slope-smooth": { allowed: [0.999, 1.001], digits: 0 },
    "adam-growth": { allowed: [0.98, 1.02] },
    "sgd-growth": { allowed: [9.9, 10.1], digits: 0 },
    "smooth-growth": { allowed: [0.99, 1.01], digits: 0 },
    "clip-growth": { allowed: [0.99, 1.01], digits: 0 },
    "sgd-start": { allowed: [10, 13], digits: 1, unit: "m" },
    "sgd-untuned": { allowed: [6, 13], digits: 1, unit: "m" },
    "adam-fifth": { allowed: { fast: [1.5, 12], laptop: [1.5, 4] }, digits: 1, unit: "m" },
    "sgd-smooth": { allowed: { fast: [1.5, 8], laptop: [1.5, 5] }, digits: 1, unit: "m" },
    "sgd-mse": { allowed: { fast: [1.5, 8], laptop: [1.5, 5] }, digits: 1, unit: "m" },
    "sgd-between": { allowed: { fast: [0, 3], laptop: [0, 1] }, digits: 1, unit: "m" },
    "wrong-median": { allowed: [15, 35], digits: 0, unit: "m" },
    "wrong-mean": { allowed: [10, 40], digits: 0, unit: "m" },
    "wrong-farthest": { allowed: [0.3, 1.6], digits: 1, unit: "km" },
    "far-share": { allowed: [1, 40], digits: 0, unit: "%" },
    "far-pull-mse": { allowed: [5, 95], digits: 0, unit: "%" },
    "far-pull-smooth": { allowed: [1, 45], digits: 0, unit: "%" },
    "verdict-right": { allowed: { not: ["harms", "helps"] } },
    "verdict-wrong": { allowed: { fast: { not: ["helps"] }, laptop: "harms" } },
    "change-right": { allowed: { fast: [-1, 1.5], laptop: [-0.3, 0.3] }, unit: "m" },
    "change-wrong": { allowed: { fast: [0, 12], laptop: [2, 8] }, digits: 1, unit: "m" },
    "error-median": { allowed: [38, 48], digits: 1, unit: "m" },
    "error-mean": { allowed: [38, 50], digits: 1, unit: "m" },
    "constant-smooth": { allowed: [3, 4], digits: 1, unit: "m" },
    "constant-mse": { allowed: [30, 58], digits: 0, unit: "m²" },
    beyond: { allowed: [15, 60], digits: 0, unit: "%" },
  },
};

import { countParameters } from "../../model/parameters";
import { fusionParameters } from "../../model/fusion";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `03-fix-1-fusion` asks. */
export const fusion: Lesson = {
  notebook: "03-fix-1-fusion",
  minutes: 1,
  questions: {
    "layer-norm-twins": {
      ask: "The features of one sample are ten times those of another. What does LayerNorm make of the two?",
      choices: { A: "two different rows", B: "the same row twice", C: "two rows of zeros" },
    },
    "fusion-alike": {
      ask: "No weight has been trained yet. Which block makes the samples more alike, by cosine, than the pooled features are?",
      choices: {
        A: "the old one, with LayerNorm",
        B: "the new one",
        C: "neither to speak of",
      },
    },
    "fusion-helps": {
      ask: "The labels are right and only the fusion block is changed. What happens to the error?",
      choices: { A: "it falls", B: "nothing that these seeds decide", C: "it rises" },
    },
  },
  exercises: {
    "fusion-parameters": {
      task: "The old block is Linear(h → 2h), LayerNorm over 2h numbers, GELU, dropout, Linear(2h → h). How many parameters has it for a given h: weights, biases, gains and shifts together?",
      uses: [2],
      finds: [4, 7],
      hint: "Linear(a → b) has a·b weights and b biases. A LayerNorm has a gain and a shift for each of its numbers.",
      solution: "const parameters = (h: number): number | null => 4 * h * h + 7 * h;",
      why: "2h² + 2h for the first layer, 4h for the norm, 2h² + h for the second: 4h² + 7h.",
      grade: byFunction<[number]>({
        expected: (h) => countParameters(fusionParameters(h, "before")),
        cases: [[1], [256], [1024]],
        tolerance: 0,
        right: "GELU and dropout add none.",
        mistakes: [
          {
            like: (h) => 4 * h * h,
            because: "Those are the weights of both layers; the biases and the norm are missing.",
          },
          {
            like: (h) => 4 * h * h + 3 * h,
            because: "The norm is missing: a gain and a shift for each of its 2h numbers.",
          },
          { like: (h) => 4 * h * h + 5 * h, because: "The norm has a shift beside its gain: 4h, not 2h." },
          { like: (h) => h * h + h, because: "That is the new block." },
        ],
      }),
    },
    "effective-rank": {
      task: "Samples differ in three directions with the variances 8, 1 and 1. What is their effective rank, the squared sum of the variances over the sum of their squares? To 0.01.",
      uses: [8, 1],
      finds: [2, 3, 66],
      hint: "Add first and square the sum; then square first and add.",
      solution: "const rank: number | null = (8 + 1 + 1) ** 2 / (8 ** 2 + 1 + 1);",
      why: "10² / 66 = 1.52: three directions, but one of them does most of the work.",
      grade: byNumber({
        expected: 100 / 66,
        tolerance: 0.01,
        right: "Three directions, and yet hardly more than one.",
        mistakes: [
          { value: 3, because: "That counts the directions; they do not weigh alike." },
          { value: 0.66, because: "That is the fraction upside down." },
          { value: 1, because: "That is the sum of the squares over itself; square the sum above the line." },
          { value: 100 / 82, because: "The squares are 64, 1 and 1." },
        ],
      }),
    },
  },
  claims: {
    "old-size": { allowed: [12.68, 12.69], unit: "million" },
    "new-size": { allowed: [9.53, 9.54], unit: "million" },
    saved: { allowed: [24, 26], digits: 0, unit: "%" },
    "twins-apart": { allowed: [0, 0.01] },
    "nearly-apart": { allowed: [0.05, 0.5] },
    "order-apart": { allowed: [2.5, 4] },
    "norm-size-varies": { allowed: [0, 10], digits: 0, unit: "%" },
    "pooled-cosine": { allowed: [0.85, 0.97] },
    "old-cosine": { allowed: [0.85, 0.97] },
    "new-cosine": { allowed: [0.85, 0.97] },
    "pooled-widest": { allowed: [20, 45], digits: 0, unit: "%" },
    "old-widest": { allowed: [20, 45], digits: 0, unit: "%" },
    "rank-kept": { allowed: [85, 110], digits: 0, unit: "%" },
    "pooled-probe": { allowed: [0.75, 0.98] },
    "old-probe": { allowed: [0.8, 0.98] },
    "new-probe": { allowed: [0.75, 0.98] },
    "right-verdict": { allowed: { fast: { not: ["harms"] }, laptop: "helps" } },
    "right-change": { allowed: { fast: [-1, 1], laptop: [-0.35, -0.05] }, unit: "m" },
    "wide-change": { allowed: [0.2, 2], unit: "m" },
    "wide-verdict": { allowed: "harms" },
    "wrong-verdict": {
      allowed: {
        fast: { not: ["helps", "harms"] },
        laptop: "less than 5 %",
      },
    },
    "wrong-change": { allowed: { fast: [-2, 2], laptop: [-0.5, 0.5] }, digits: 1, unit: "m" },
    "beside-constant": { allowed: [0.97, 1.08] },
    "right-near": { allowed: [0.7, 0.98] },
    "wrong-near": { allowed: { fast: [-4, 0.2], laptop: [-2, 0.2] } },
    "right-rank": { allowed: [1, 2.2] },
    "wrong-rank": { allowed: [1, 1.3] },
    "live-apart": { allowed: [0, 1], unit: "cm" },
  },
};

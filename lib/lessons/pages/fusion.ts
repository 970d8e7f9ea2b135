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
      choices: { A: "it falls, for every seed", B: "nothing that the seeds agree on", C: "it rises" },
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
    "centred-cosine": {
      task: "Two samples have the features (10, 1) and (10, −1). Take the mean of the two samples away from each. What is the cosine between the two rows that are left?",
      uses: [10, 1],
      hint: "The mean row is (10, 0). Take it away from both, then compare directions.",
      solution: "const cosine: number | null = -1;",
      why: "Less the mean they are (0, 1) and (0, −1): opposite directions, cosine −1, though the raw cosine is 0.98.",
      grade: byNumber({
        expected: -1,
        tolerance: 1e-9,
        right: "What they share hid that they are opposites.",
        mistakes: [
          { value: 99 / 101, because: "That is the raw cosine; take the mean away first." },
          { value: 0.98, because: "That is the raw cosine; take the mean away first." },
          { value: 1, because: "They point in opposite directions once the mean is gone." },
          { value: 0, because: "Perpendicular would be 0; (0, 1) and (0, −1) are opposite." },
        ],
      }),
    },
  },
  claims: {
    "old-size": { allowed: [12687450, 12687450], digits: 0 },
    "new-size": { allowed: [9535578, 9535578], digits: 0 },
    saved: { allowed: [24, 26], digits: 0, unit: "%" },
    "twins-apart": { allowed: [0, 0.01] },
    "order-apart": { allowed: [2.5, 4] },
    "pooled-cosine": { allowed: [0.85, 0.99] },
    "old-cosine": { allowed: [0.85, 0.99] },
    "new-cosine": { allowed: [0.85, 0.99] },
    "old-centred": { allowed: [-0.15, 0.05] },
    "rank-kept": { allowed: [70, 140], digits: 0, unit: "%" },
    "pooled-probe": { allowed: [0.4, 0.98] },
    "old-probe": { allowed: [0.5, 0.98] },
    "new-probe": { allowed: [0.5, 0.98] },
    "right-verdict": {
      allowed: { fast: "helps", laptop: "depends on the seed", full: "depends on the seed" },
    },
    "right-change": { allowed: { fast: [-5, 0], laptop: [-0.6, 0.6], full: [-0.6, 0.6] }, unit: "m" },
    "wrong-verdict": { allowed: "no measurable effect" },
    "wrong-change": { allowed: [-2, 2], digits: 1, unit: "m" },
    "wrong-probe": { allowed: "below zero" },
    "right-rank": { allowed: [1, 1.3] },
    "wrong-rank": { allowed: [1, 1.3] },
    "live-apart": { allowed: [0, 1], unit: "cm" },
  },
};

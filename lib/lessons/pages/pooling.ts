import { byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `05-fix-3-pooling` asks. */
export const pooling: Lesson = {
  notebook: "05-fix-3-pooling",
  minutes: 1,
  questions: {
    "token-weights": {
      ask: "The weights run from .5 at the first token to 1 at the last. How far can that tilt the mean?",
      choices: {
        A: "the last token alone decides it",
        B: "the last token counts twice as much as the first",
        C: "not at all: the weights add up to one",
      },
    },
    "pooling-readout": {
      ask: "A linear readout is fitted on either feature. From which can it tell the future clearly better?",
      choices: { A: "the old one", B: "the new one", C: "neither" },
    },
    "broken-feature": {
      ask: "Cosine and effective rank of the three are in the table. From which can no readout tell the future?",
      choices: { A: "feature A", B: "feature B", C: "feature C" },
    },
    "pooling-helps": {
      ask: "The labels are right and only the pooling is changed. What happens to the error?",
      choices: { A: "it falls", B: "nothing that these seeds decide", C: "it rises" },
    },
  },
  exercises: {
    "weight-ratio": {
      task: "The weights of many tokens run evenly from 0.5 at the first to 1 at the last; then they are divided by their sum. A fair share is one over the number of tokens. How many fair shares does the last token get? To 0.01.",
      uses: [0.5, 1],
      finds: [0.75],
      hint: "The mean weight is what a fair share would be.",
      solution: "const share: number | null = 1 / 0.75;",
      why: "The mean of weights from .5 to 1 is .75, so the last token gets 1 / .75 = 1.33 fair shares, the first .67.",
      grade: byNumber({
        expected: 4 / 3,
        tolerance: 0.01,
        right: "A mild tilt: the first token still has two thirds of a fair share.",
        mistakes: [
          { value: 2, because: "That compares it with the first token, not with a fair share." },
          { value: 1, because: "That is the weight itself; divide by the mean weight." },
          { value: 0.75, because: "That is the mean weight; the share is 1 divided by it." },
        ],
      }),
    },
    "feature-length": {
      task: "The norm leaves the 256 numbers of a feature with mean 0 and standard deviation 1. How long is the feature, the root of the sum of its squares?",
      uses: [256, 1],
      hint: "With mean zero, the squares have the mean of the variance.",
      solution: "const featureLength: number | null = Math.sqrt(256);",
      why: "256 squares of mean 1 add up to 256; the root is 16, for every sample.",
      grade: byNumber({
        expected: 16,
        tolerance: 0.01,
        right: "The same for every sample: the length can tell nothing any more.",
        mistakes: [
          { value: 256, because: "That is the sum of the squares; take the root." },
          { value: 1, because: "That is the standard deviation of its numbers, not its length." },
        ],
      }),
    },
  },
  claims: {
    "prompt-tilted": { allowed: [41, 45], digits: 0, unit: "%" },
    "prompt-plain": { allowed: [33, 37], digits: 0, unit: "%" },
    "size-varies": { allowed: [0.2, 15], digits: 1, unit: "%" },
    "old-varies": { allowed: [0, 0.1], digits: 1, unit: "%" },
    "same-cosine": { allowed: [0.9, 0.999] },
    "strangers-cosine": { allowed: [0.75, 0.97] },
    "same-centred": { allowed: [0.7, 0.999] },
    "strangers-centred": { allowed: [-0.4, 0.4], digits: 1 },
    "spread-grows": { allowed: [1.02, 2], digits: 1 },
    "probe-old": { allowed: [0.75, 0.98] },
    "probe-new": { allowed: [0.75, 0.98] },
    "cosine-old": { allowed: [0.88, 0.97] },
    "cosine-new": { allowed: [0.82, 0.91] },
    "rank-old": { allowed: [4, 8], digits: 1 },
    "rank-new": { allowed: [4, 8], digits: 1 },
    "pulled-cosine": { allowed: [0.999, 1], digits: 4 },
    "pulled-readout": { allowed: [0.7, 0.98] },
    "whole-readout": { allowed: [0.7, 0.98] },
    "dealt-readout": { allowed: [-4, 0.2] },
    "right-verdict": { allowed: { not: ["helps", "harms"] } },
    "right-change": { allowed: { fast: [-1, 1], laptop: [-0.3, 0.3] }, unit: "m" },
    "wrong-verdict": { allowed: { not: ["helps", "harms"] } },
    "wrong-change": { allowed: { fast: [-2, 2], laptop: [-0.7, 0.7] }, unit: "m" },
  },
};

import { byFunction, byNumber } from "../grading";
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
    "pooling-helps": {
      ask: "The labels are right and only the pooling is changed. What happens to the error?",
      choices: { A: "it falls, for every seed", B: "nothing that the seeds agree on", C: "it rises" },
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
    "masked-mean": {
      task: "A mean over all tokens counts padding too. Real tokens have the mean `real`, padding tokens the mean `padding`, and the part `share` of all tokens, from 0 to 1, is padding. Write the mean over all tokens.",
      uses: [],
      hint: "Each part counts by its share of the tokens.",
      solution: "  return (1 - share) * real + share * padding;",
      why: "Each part counts by its share of the tokens, so the feature moves when only the prompt's length does.",
      grade: byFunction<[number, number, number]>({
        expected: (real, padding, share) => (1 - share) * real + share * padding,
        cases: [
          [2, 1, 0],
          [2, 1, 0.25],
          [-1, 3, 0.1],
        ],
        tolerance: 1e-9,
        right: "So the feature moves when only the prompt's length does.",
        mistakes: [
          { like: (real) => real, because: "That is the masked mean: padding left out." },
          {
            like: (real, padding) => (real + padding) / 2,
            because: "That counts both halves alike; use the share.",
          },
          {
            like: (real, padding, share) => share * real + (1 - share) * padding,
            because: "The shares are swapped: `share` is the padding's.",
          },
          {
            like: (real, _, share) => (1 - share) * real,
            because: "Padding tokens are not zero: the backbone turns them into features too.",
          },
        ],
      }),
    },
  },
  claims: {
    "prompt-tilted": { allowed: [36, 41], digits: 0, unit: "%" },
    "prompt-plain": { allowed: [30, 31], digits: 0, unit: "%" },
    "size-varies": { allowed: [0.2, 15], digits: 1, unit: "%" },
    "old-varies": { allowed: [0, 0.1], digits: 1, unit: "%" },
    kinship: { allowed: [0.9, 1], digits: 3 },
    "probe-old": { allowed: [0.5, 0.98] },
    "probe-new": { allowed: [0.5, 0.98] },
    "cosine-old": { allowed: [0.85, 0.99] },
    "cosine-new": { allowed: [0.8, 0.99] },
    "centred-new": { allowed: [-0.15, 0.05] },
    padding: { allowed: [0, 0], digits: 0 },
    "right-verdict": { allowed: "no measurable effect" },
    "right-change": { allowed: [-0.5, 1.5], unit: "m" },
    "wrong-verdict": { allowed: "no measurable effect" },
    "wrong-change": { allowed: [-2, 2], unit: "m" },
  },
};

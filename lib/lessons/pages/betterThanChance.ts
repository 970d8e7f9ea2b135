import { wholePower } from "../../math/wholePower";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `23-is-a-fix-better-than-chance` asks. */
export const betterThanChance: Lesson = {
  notebook: "23-is-a-fix-better-than-chance",
  minutes: 1,
  questions: {
    "tanh-on-ten": {
      ask: "On one seed tanh has halved the error. On how many of ten seeds, this one among them, will it raise the error?",
      choices: { A: "on none or one", B: "on two to five", C: "on more than five" },
    },
    "ranked-first": {
      ask: "The idea that the first half of the seeds ranks best: what does it come to on the half that judges?",
      choices: {
        A: "it does even better there",
        B: "less well, but it still lowers the error by more than the margin of five per cent",
        C: "next to nothing, or harm",
      },
    },
  },
  exercises: {
    "luck-of-many": {
      task: "Changes that do nothing look better on one seed half of the time, as a coin falls. Somebody tries several of them on one seed. Write, from their number, the probability that at least one looks better.",
      uses: [],
      finds: [0.5],
      hint: "What is the probability that none of them looks better? The rest is asked for.",
      solution: "const luckOf = (changes: number): number | null => 1 - 0.5 ** changes;",
      why: "None looks better with a half for each, multiplied; at least one is everything else.",
      grade: byFunction<[number]>({
        expected: (changes) => 1 - wholePower(0.5, changes),
        cases: [[1], [3], [7]],
        tolerance: 1e-9,
        right: "With seven empty ideas somebody finds a fix nearly always.",
        mistakes: [
          {
            like: (changes) => wholePower(0.5, changes),
            because: "That is the probability that all of them do.",
          },
          {
            like: (changes) => 0.5 * changes,
            because: "Probabilities of that kind do not add up: beyond two it is above one.",
          },
        ],
      }),
    },
    "half-an-interval": {
      task: "Of 5 judging seeds the differences have a mean of −0.9 m and a spread s of 1.5 m; Student's t is 2.78. How many metres is the interval wide on either side of the mean? Two digits after the point.",
      uses: [5, 1.5, 2.78],
      hint: "The formula above: t times s over the root of n.",
      solution: "const halfWidth: number | null = (2.78 * 1.5) / Math.sqrt(5);",
      why: "It is 1.86 m: the mean of −0.9 m is not told from 0 by five such seeds.",
      grade: byNumber({
        expected: (2.78 * 1.5) / Math.sqrt(5),
        tolerance: 0.011,
        right: "Wider than the mean is far from 0: not decided.",
        mistakes: [
          { value: 2.78 * 1.5, because: "That is without the root of n: means vary less than single seeds." },
          { value: (2.78 * 1.5) / 5, because: "Over the root of n, not over n." },
          {
            value: (2 * 2.78 * 1.5) / Math.sqrt(5),
            because: "That is the whole width; on either side it is half.",
          },
        ],
      }),
    },
  },
  claims: {
    "relu-once": { allowed: [15, 21], digits: 1, unit: "m" },
    "tanh-once": { allowed: [7, 11], digits: 1, unit: "m" },
    "seeds-worse": { allowed: [7, 9], digits: 0 },
    "base-least": { allowed: [4, 6], digits: 1, unit: "m" },
    "base-most": { allowed: [15, 21], digits: 1, unit: "m" },
    "better-on-ranking": { allowed: [3, 3], digits: 0 },
    "tanh-ranking": { allowed: [-2, -0.1], digits: 1, unit: "m" },
    "winner-ranking": { allowed: [-6, -2], digits: 1, unit: "m" },
    "winner-judging": { allowed: [-0.3, 0.3], digits: 1, unit: "m" },
    "tanh-verdict": { allowed: "harms" },
    "rate-verdict": { allowed: "helps" },
    "rate-mean": { allowed: [-2.5, -0.6], digits: 1, unit: "m" },
    "width-verdict": { allowed: "not decided" },
    margin: { allowed: [5, 5], digits: 0, unit: "%" },
    "random-helping": { allowed: [0, 0], digits: 0 },
    "chance-error": { allowed: [5.5, 7], digits: 1, unit: "m" },
    "rate-error": { allowed: [4, 5.5], digits: 1, unit: "m" },
    "base-error": { allowed: [5.5, 6.5], digits: 1, unit: "m" },
  },
};

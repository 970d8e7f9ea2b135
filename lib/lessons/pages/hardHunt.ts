import { byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `25-bug-hunt-hard` asks. */
export const hardHunt: Lesson = {
  notebook: "25-bug-hunt-hard",
  minutes: 1,
  questions: {
    "rows-it-knows": {
      ask: "On held-out rows nothing was learnt. And on rows that it was trained on?",
      choices: {
        A: "nothing either",
        B: "more: it has learnt single rows",
      },
    },
    "inside-tells": {
      ask: "Now the inside: dead stages, gradients, weights. What will it show?",
      choices: {
        A: "units that are dead",
        B: "gradients that do not come through",
        C: "nothing that is off",
      },
    },
  },
  exercises: {
    "silent-tool": {
      task: "A tenth of the rounds are sound. A tool stays silent on nine tenths of the sound ones and on a fifth of the faulty ones. It is silent: how probable is it that the round is sound? Two digits after the point are enough.",
      uses: [],
      finds: [0.1, 0.2, 0.9],
      hint: "Of a hundred rounds: how many are sound and silent, how many faulty and silent?",
      solution: "const soundIfSilent: number | null = (0.1 * 0.9) / (0.1 * 0.9 + 0.9 * 0.2);",
      why: "Of a hundred rounds nine are sound and silent, eighteen faulty and silent: nine of 27 (Bayes).",
      grade: byNumber({
        expected: 1 / 3,
        tolerance: 0.004,
        right: "Silence of a good tool is no proof where most rounds are faulty: measure once more.",
        mistakes: [
          {
            value: 0.9,
            because: "That is how often it is silent on a sound round, not how often silence is right.",
          },
          { value: 0.1, because: "That is how many rounds are sound before the tool has spoken." },
          { value: 0.09, because: "Those are sound and silent; divide by all that are silent." },
          { value: 0.27, because: "That many are silent; which part of them is sound?" },
          { value: 0.5, because: "Faulty rounds are nine times as many: weigh both by how often they come." },
        ],
      }),
    },
  },
  claims: {
    "hard-fall": { allowed: [5, 35], digits: 0, unit: "%" },
    "hard-held-out": { allowed: [-0.25, 0.25] },
    "hard-trained": { allowed: [0.25, 1] },
    "hard-dead": { allowed: [0, 5], digits: 0, unit: "%" },
    "hard-gradient": { allowed: [0.02, 50], digits: 1 },
    "hard-inputs": { allowed: [-1.5, 0.1] },
    "hard-cause": { allowed: "label-or-information" },
  },
};

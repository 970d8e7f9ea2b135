import { byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `24-bug-hunt-easy` asks. */
export const easyHunt: Lesson = {
  notebook: "24-bug-hunt-easy",
  minutes: 1,
  questions: {
    "still-or-dead": {
      ask: "The loss does not move. What does the run predict for held-out rows?",
      choices: {
        A: "one answer for all of them, to the last digit",
        B: "different answers, in no order",
        C: "the right order, too narrow",
      },
    },
    "where-it-ends": {
      ask: "A straight line reads the targets from the inputs. At which stage is that lost?",
      choices: {
        A: "the first hidden one",
        B: "a later one",
        C: "none: it is there to the end",
      },
    },
  },
  exercises: {
    "guessing-a-menu": {
      task: "Four names stand on a menu. Somebody accuses one after the other in random order, until it is the right one. How many wrong accusations does that take on average?",
      uses: [],
      finds: [0, 1, 2, 3, 4],
      hint: "The right name is as likely to be the first as the second, third or last of the order.",
      solution: "const wrongByGuessing: number | null = (0 + 1 + 2 + 3) / 4;",
      why: "0, 1, 2 or 3 wrong ones stand before the right name, each as likely.",
      grade: byNumber({
        expected: 1.5,
        tolerance: 0.001,
        right: "With fewer than 1.5 a round you have seen something.",
        mistakes: [
          { value: 2.5, because: "That counts the right accusation too." },
          { value: 2, because: "None, one, two and three are equally likely; two is not their mean." },
          { value: 3, because: "That is the worst case, not the average." },
          { value: 0.75, because: "That is the chance that the first one is wrong." },
        ],
      }),
    },
  },
  claims: {
    "log-fall": { allowed: [-3, 3], digits: 0, unit: "%" },
    "log-end": { allowed: [0.9, 1.1] },
    "answers-spread": { allowed: [0, 1], digits: 1, unit: "%" },
    "inputs-know": { allowed: [0.8, 1] },
    "first-dead": { allowed: [99, 100], digits: 0, unit: "%" },
    "round-cause": { allowed: "architecture" },
  },
};

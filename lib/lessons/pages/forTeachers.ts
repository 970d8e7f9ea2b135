import type { Lesson } from "../lesson";

/** What `21-for-teachers` asks. */
export const forTeachers: Lesson = {
  notebook: "21-for-teachers",
  minutes: 1,
  questions: {
    "handout-leaves": {
      ask: "A class gets its copy. What is left in it of each exercise?",
      choices: { A: "its task alone", B: "its task and its hint", C: "task, hint and the folded solution" },
    },
  },
  exercises: {},
  claims: {
    "all-hours": { allowed: [6, 30], digits: 0, unit: "hours" },
    "short-minutes": { allowed: [60, 400], digits: 0, unit: "minutes" },
    "exercise-count": { allowed: [30, 80], digits: 0 },
    "hints-left": { allowed: [2, 2], digits: 0 },
    "solutions-left": { allowed: [0, 0], digits: 0 },
    "blank-answer": { allowed: "blank" },
    "named-mistake": { allowed: "wrong" },
    "right-answer": { allowed: "right" },
    "kept-error": { allowed: { fast: [1, 14], laptop: [1.2, 3] }, unit: "m" },
    "clipped-error": { allowed: { fast: [1, 14], laptop: [1.2, 4] }, unit: "m" },
  },
};

import { byFunction } from "../grading";
import type { Lesson } from "../lesson";

/** What `17-your-own-run` asks. */
export const yourOwnRun: Lesson = {
  notebook: "17-your-own-run",
  minutes: 1,
  questions: {
    "your-guess": {
      ask: "Before the verdict: what is the matter with this run?",
      choices: {
        A: "labels or inputs",
        B: "the size of targets or outputs",
        C: "the training or the network",
        D: "how it is judged, nothing, or it cannot be told",
      },
    },
  },
  exercises: {
    "share-explained": {
      task: "Predictions that are as wide as they may be have a slope of one: r equals the spread ratio. Write, from r alone, which share of the targets' variance such a run explains.",
      uses: [],
      hint: "The spread ratio is a ratio of standard deviations; variances are their squares.",
      solution: "const explained = (r: number): number | null => r * r;",
      why: "The predictions' variance over the targets' is the spread ratio squared, and at slope one that is r²; the rest is noise, or wrong labels.",
      grade: byFunction<[number]>({
        expected: (r) => r * r,
        cases: [[0.38], [0.9], [0]],
        tolerance: 1e-9,
        right: "An r of a third explains a ninth: the rest is not in the inputs, or not in the labels.",
        mistakes: [
          { like: (r) => r, because: "That is the share of the spread; variance goes with its square." },
          { like: (r) => Math.sqrt(r), because: "The square, not the root." },
        ],
      }),
    },
  },
  claims: {},
};

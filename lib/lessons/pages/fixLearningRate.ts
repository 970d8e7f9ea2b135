import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `07-fix-5-learning-rate` asks. */
export const fixLearningRate: Lesson = {
  notebook: "07-fix-5-learning-rate",
  minutes: 1,
  questions: {
    "one-bias": {
      ask: "One number has to go from 0 to 30 under AdamW. Which loss gets it there in fewer updates?",
      choices: { A: "MSE, by far", B: "Smooth L1, by far", C: "about the same with both" },
    },
    "place-in-range": {
      ask: "The rate is swept from far too small to far too large. Where does the document's doubling, 0.005 to 0.01, lie?",
      choices: {
        A: "below the rates that learn",
        B: "among the rates that learn",
        C: "where the loss blows up",
      },
    },
    "double-wrong-labels": {
      ask: "The incident's labels, twice the learning rate. What happens to the error?",
      choices: { A: "it falls", B: "nothing that can be measured", C: "it rises" },
    },
  },
  exercises: {
    "updates-to-reach": {
      task: "Write how many updates AdamW needs to carry one bias over `distance` metres at the constant learning rate `rate`, while its gradient keeps its sign.",
      uses: [],
      hint: "While the gradient keeps its sign, each step is the rate itself.",
      solution: "  return distance / rate;",
      why: "AdamW divides the gradient by its own size, so a step is the rate: distance / rate steps.",
      grade: byFunction<[number, number]>({
        expected: (distance, rate) => distance / rate,
        cases: [
          [30, 0.005],
          [30, 0.01],
          [8, 0.00002],
        ],
        tolerance: 1,
        right: "The gradient's size does not appear at all.",
        mistakes: [
          {
            like: (distance, rate) => Math.log(distance) / rate,
            because: "That is SGD on a parabola, whose steps shrink with the error.",
          },
          { like: (distance, rate) => distance * rate, because: "Smaller rates need more updates." },
        ],
      }),
    },
    "tiny-rate-updates": {
      task: "At a constant learning rate of 0.00002, how many updates of AdamW carry one bias 8 m, while its gradient keeps its sign? A whole number.",
      uses: [2e-5, 8],
      hint: "Use what you wrote above.",
      solution: "const updatesNeeded: number | null = 8 / 2e-5;",
      why: "8 / 0.00002 = 400 000 updates, thousands of epochs: a collapse that training can cure.",
      grade: byNumber({
        expected: 400_000,
        tolerance: 1,
        right: "Thousands of epochs: this is what a scale collapse is made of.",
        mistakes: [
          { value: 1600, because: "That is at the document's rate of 5e-3." },
          { value: 40_000, because: "A factor of ten is lost: 2e-5 is 0.00002." },
        ],
      }),
    },
  },
  claims: {
    "arrival-mse": { allowed: [50, 80], digits: 0 },
    "arrival-smooth": { allowed: [50, 80], digits: 0 },
    "reach-half": { allowed: [0.45, 0.55] },
    "reach-before": { allowed: { fast: [0.08, 0.3], laptop: [1, 3], full: [1, 3] } },
    "reach-tiny": { allowed: [0.0002, 0.02], digits: 4 },
    "tiny-spread": { allowed: [0.05, 0.6] },
    "sound-spread": { allowed: { fast: [0.3, 1.3], laptop: [0.85, 1.25], full: [0.85, 1.25] } },
    "tiny-error": { allowed: [4.5, 18], digits: 1, unit: "m" },
    "sound-error": { allowed: { fast: [3, 11], laptop: [2, 4], full: [2, 4] }, digits: 1, unit: "m" },
    "range-starts": { allowed: [0.00002, 0.0003], digits: 5 },
    "range-lowest": { allowed: [0.002, 0.008], digits: 4 },
    "range-stopped": { allowed: [0.005, 0.03], digits: 3 },
    "verdict-right": {
      allowed: { fast: "harmful", laptop: "no measurable effect", full: "no measurable effect" },
    },
    "verdict-wrong": { allowed: "no measurable effect" },
    "change-right": { allowed: { fast: [0.4, 2], laptop: [-0.5, 0.3], full: [-0.5, 0.3] }, unit: "m" },
    "change-wrong": { allowed: [-0.5, 0.5], unit: "m" },
  },
};

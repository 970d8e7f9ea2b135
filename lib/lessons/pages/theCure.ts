import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `19-the-cure` asks. */
export const theCure: Lesson = {
  notebook: "19-the-cure",
  minutes: 2,
  questions: {
    "labels-alone": {
      ask: "The sick run on right labels, nothing else changed. Where does it end?",
      choices: {
        A: "near the mean trajectory: the other faults still hold it down",
        B: "between the mean trajectory and constant velocity",
        C: "ahead of constant velocity",
      },
    },
    "which-step": {
      ask: "After the labels, which step takes the most metres off the error?",
      choices: {
        A: "a mean and spread for each time step",
        B: "smaller updates, and more of them",
        C: "predicting a correction instead of places",
        D: "the prompt as numbers, or drives of more towns",
      },
    },
    "steps-on-wrong": {
      ask: "How many of the steps, each alone or all together, help on wrong labels?",
      choices: { A: "none", B: "one or two", C: "most of them" },
    },
    "without-speed": {
      ask: "No speed in the prompt, right labels. What happens to the unfixed run and to the cure?",
      choices: {
        A: "the unfixed run collapses to the mean trajectory",
        B: "no collapse, but even the cure stays behind constant velocity, which knows the speed",
        C: "no collapse, and the cure is ahead of constant velocity all the same",
      },
    },
    "strange-towns": {
      ask: "Recordings and towns that no step has seen: how does the cure do there?",
      choices: {
        A: "as on validation, give or take a few per cent",
        B: "worse, but ahead of constant velocity",
        C: "behind constant velocity somewhere",
      },
    },
  },
  exercises: {
    "asked-correction": {
      task: "A car drives straight on at 8 m/s. After 2.5 s it stands at x = 17 m. The model predicts the correction to going on as before. What is its target for x at that time, in metres?",
      uses: [8, 2.5, 17],
      finds: [20, 3],
      hint: "Where would the car stand if nothing changed? The target is the true place less that one.",
      solution: "const target: number | null = 17 - 8 * 2.5;",
      why: "Going on leads to x = 20 m; the car braked, and only the braking is left to learn.",
      grade: byNumber({
        expected: -3,
        tolerance: 1e-9,
        right: "Below zero: it fell behind what going on would have reached.",
        mistakes: [
          { value: 3, because: "That is the base less the place; the head’s output is added to the base." },
          { value: 17, because: "That is the place, what the model without the step predicts." },
          { value: 20, because: "That is where going on leads, the base of the correction." },
        ],
      }),
    },
    "gained-share": {
      task: "`b` is the error of constant velocity, `e` that of a model, `f` the noise floor below which nobody comes, all in metres. Write the share of what can be gained over constant velocity that the model has gained: 0 at the base, 1 at the floor.",
      uses: [0, 1],
      hint: "What it gained is `b` less `e`; what can be gained at all leads from `b` to the floor.",
      solution: "const won = (b: number, e: number, f: number): number | null => (b - e) / (b - f);",
      why: "Per cent of constant velocity’s error can never reach a hundred; this share can.",
      grade: byFunction<readonly [number, number, number]>({
        expected: (base, error, floor) => (base - error) / (base - floor),
        cases: [
          [2.6, 1.1, 0.6],
          [3, 3.5, 1],
          [4, 0.5, 0.5],
        ],
        tolerance: 1e-9,
        right: "It is below 0 for a model behind constant velocity, and 1 at the floor.",
        mistakes: [
          {
            like: (base, error) => 1 - error / base,
            because: "That is how far ahead it is; it ignores that nobody can reach 0 m.",
          },
          {
            like: (base, error, floor) => (error - floor) / (base - floor),
            because: "That is the share that is left, not what was gained.",
          },
          {
            like: (base, error, floor) => floor / error,
            because: "That compares with the floor alone: a model as bad as the base gets a share too.",
          },
        ],
      }),
    },
  },
  claims: {
    "labels-error": { allowed: { fast: [1.5, 3.2], laptop: [1.3, 1.8] }, unit: "m" },
    "labels-chance": { allowed: [5, 10], unit: "m" },
    "labels-velocity": { allowed: [1.5, 4], unit: "m" },
    "labels-turn": { allowed: [1.5, 4], unit: "m" },
    "labels-floor": { allowed: [0.4, 0.8], unit: "m" },
    "steps-helped": { allowed: { fast: [0, 3], laptop: [3, 3] }, digits: 0 },
    "scale-verdict": {
      allowed: { fast: { not: ["harms"] }, laptop: "less than 5 %" },
    },
    "numbers-verdict": { allowed: "less than 5 %" },
    "cured-error": { allowed: { fast: [1.3, 2.2], laptop: [0.8, 1.05] }, unit: "m" },
    "cured-ahead": { allowed: { fast: [15, 60], laptop: [55, 75] }, digits: 0, unit: "%" },
    "cured-left": { allowed: { fast: [0.6, 1.6], laptop: [0.2, 0.5] }, unit: "m" },
    "turns-before": { allowed: { fast: [2.4, 4], laptop: [1, 1.4] }, unit: "m" },
    "turns-after": { allowed: { fast: [1.7, 2.5], laptop: [0.9, 1.15] }, unit: "m" },
    "straight-before": { allowed: { fast: [1.5, 2.2], laptop: [1.5, 1.9] }, unit: "m" },
    "straight-after": { allowed: { fast: [1.2, 1.7], laptop: [0.75, 1] }, unit: "m" },
    "wrong-helped": { allowed: [0, 0], digits: 0 },
    "wrong-nothing": { allowed: [40, 48], digits: 1, unit: "m" },
    "wrong-median": { allowed: [40, 48], digits: 1, unit: "m" },
    "wrong-cured": { allowed: [43, 56], digits: 1, unit: "m" },
    "wrong-verdict": {
      allowed: { fast: { not: ["helps"] }, laptop: "harms" },
    },
    "sick-r": { allowed: [-0.35, 0.35] },
    "unfixed-r": { allowed: { fast: [0.8, 1], laptop: [0.95, 1] } },
    "cure-r": { allowed: { fast: [0.8, 1], laptop: [0.97, 1] } },
    "moments-sick": { allowed: [10, 60], digits: 0, unit: "m" },
    "moments-cured": { allowed: { fast: [1, 8], laptop: [0.5, 5] }, digits: 1, unit: "m" },
    "mute-error": { allowed: { fast: [1.8, 4.5], laptop: [1.5, 2.3] }, unit: "m" },
    "mute-turning": { allowed: { fast: [2, 6], laptop: [1.4, 2.4] }, unit: "m" },
    "mute-straight": { allowed: { fast: [1.5, 4.5], laptop: [1.4, 2.3] }, unit: "m" },
    "mute-cured": { allowed: { fast: [1.5, 3], laptop: [1.4, 1.9] }, unit: "m" },
    "mute-r": { allowed: { fast: [0.8, 1], laptop: [0.95, 1] } },
    "mute-verdict": { allowed: { not: ["harms"] } },
    "mute-floor": { allowed: [1, 1.8], unit: "m" },
    "report-test": { allowed: { fast: [1.2, 2.2], laptop: [0.9, 1.3] }, unit: "m" },
    "report-towns": { allowed: { fast: [1.4, 2.8], laptop: [1.05, 1.45] }, unit: "m" },
    "report-worst": { allowed: { fast: [20, 60], laptop: [45, 65] }, digits: 0, unit: "%" },
    "report-ceiling": {
      allowed: { fast: [85, 102], laptop: [95, 102] },
      digits: 0,
      unit: "%",
    },
    "report-left": { allowed: { fast: [0.5, 1.8], laptop: [0.3, 0.6] }, unit: "m" },
    "live-error": { allowed: { fast: [1.2, 2.4], laptop: [0.95, 1.2] }, unit: "m" },
    // a slow, busy machine counts as well: what was wanted is a minute
  },
};

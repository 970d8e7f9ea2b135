import { byFunction, type Verdict } from "../grading";
import type { Lesson } from "../lesson";

type Reading = "healthy" | "too small" | "knows little";

/** Runs as a reader meets them: r, spread ratio, and what they are. */
const RUNS: readonly (readonly [r: number, spreadRatio: number, is: Reading])[] = [
  [0.97, 0.95, "healthy"],
  [0.9, 0.88, "healthy"],
  [0.93, 0.12, "too small"],
  [0.88, 0.35, "too small"],
  [0.05, 0.15, "knows little"],
  [-0.03, 0.2, "knows little"],
];

const wrong = (message: string): Verdict => ({ kind: "wrong", message });

const MISTAKES: Readonly<Record<string, string>> = {
  "knows little read as too small":
    "A narrow output is not enough: with r near zero there is nothing to stretch.",
  "too small read as knows little":
    "With r near one the output knows which target is larger: it is only too small.",
};

function gradeReading(answer: unknown): Verdict {
  if (answer === null || answer === undefined) return { kind: "blank" };
  if (typeof answer !== "function") return wrong(`Expected a function, got ${typeof answer}.`);
  const read = answer as (r: number, spreadRatio: number) => unknown;
  const said = RUNS.map(([r, spreadRatio]) => read(r, spreadRatio));
  if (said.every((word) => word === null)) return { kind: "blank" };
  const i = RUNS.findIndex(([, , is], k) => said[k] !== is);
  const run = RUNS[i];
  if (run === undefined) return { kind: "right", message: "Two numbers read all of these runs." };
  const [r, spreadRatio, is] = run;
  const because = MISTAKES[`${is} read as ${String(said[i])}`] ?? `It is ${is}.`;
  return wrong(`r = ${r}, spread ratio ${spreadRatio}: you said ${String(said[i])}. ${because}`);
}

/** What `02-reading-a-collapse` asks. */
export const readingACollapse: Lesson = {
  notebook: "02-reading-a-collapse",
  minutes: 1,
  questions: {
    "is-narrow-enough": {
      ask: "Two runs print predictions that are far narrower than the targets. Does the width alone say what to repair?",
      choices: {
        A: "yes: the narrower one needs larger outputs, the other one needs nothing",
        B: "no: both are narrow, what differs is whether predictions go along with targets",
        C: "no: both are narrow, and nothing else that predictions can show differs",
      },
    },
    "loss-beside-constant": {
      ask: "A run on wrong labels is trained to the end. Where does the loss of its near samples end, beside zeros and the best constant?",
      choices: {
        A: "below the constant's by a twentieth or more: it has learnt something about single scenes",
        B: "at the constant's: it has learnt what all scenes have in common",
        C: "above it by a twentieth or more: it has not even learnt that",
      },
    },
    "does-more-training-help": {
      ask: "The same change for both label sets: the full rate in place of the far too small one. Where does the error then end a tenth or more below the best constant's?",
      choices: { A: "on both", B: "on right labels only", C: "on wrong labels only", D: "on neither" },
    },
  },
  exercises: {
    "slope-from-two": {
      task: "For one coordinate, r is the correlation of predictions with targets, and the spread ratio is the standard deviation of the predictions divided by that of the targets. Write from these two the slope of targets on predictions: by how much a prediction has to be stretched.",
      uses: [],
      hint: "The slope is covariance / variance of the prediction. r is the covariance over both standard deviations.",
      solution: "  return r / spreadRatio;",
      why: "cov / σp² = r·σt·σp / σp² = r·σt / σp, and the spread ratio is σp / σt.",
      grade: byFunction<[number, number]>({
        expected: (r, spreadRatio) => r / spreadRatio,
        cases: [
          [0.9, 0.9],
          [0.9, 0.1],
          [-0.2, 0.5],
        ],
        tolerance: 1e-9,
        right: "So a slope of one is the same as r = spread ratio: as wide as it knows, no wider.",
        mistakes: [
          {
            like: (r, spreadRatio) => r * spreadRatio,
            because: "That is the slope the other way round: of prediction on target.",
          },
          {
            like: (r, spreadRatio) => spreadRatio / r,
            because: "Turned over: a narrow output needs a steep slope.",
          },
        ],
      }),
    },
    "read-a-run": {
      task: 'Write a rule that reads a run from r and the spread ratio of x: return `"healthy"`, `"too small"` or `"knows little"`. It is tried on made-up runs with |r| above 0.8 or below 0.1; where r is high, the slope is below 1.1 or above 2.',
      uses: [0.8, 0.1, 1.1, 2],
      finds: [0.5, 1.5],
      hint: "Ask first whether r is near zero. If it is not, ask whether the slope r / spread ratio is far above one.",
      solution: [
        "const read = (r: number, spreadRatio: number): string | null =>",
        '  Math.abs(r) < 0.5 ? "knows little" : r / spreadRatio > 1.5 ? "too small" : "healthy";',
      ].join("\n"),
      why: "Without correlation there is nothing to stretch. With it, the slope says by how much to stretch.",
      grade: gradeReading,
    },
  },
  claims: {
    "toy-r": { allowed: [-1e-9, 1e-9], digits: 1 },
    "toy-slope": { allowed: [9.99, 10.01], digits: 0 },
    "toy-blind": { allowed: [0, 0.1], digits: 1 },
    seeds: { allowed: { fast: [2, 2], laptop: [10, 10] }, digits: 0 },
    "start-spread": { allowed: [0, 0.5] },
    "pooled-r": { allowed: [0.5, 0.8], digits: 2 },
    "r-healthy": { allowed: [0.9, 1] },
    "slope-healthy": { allowed: [0.8, 1.1] },
    "r-healthy-y": { allowed: [0.75, 1] },
    "r-small": { allowed: { fast: [-0.6, 0.6], laptop: [0.8, 1] } },
    "spread-small": { allowed: { fast: [0.01, 0.25], laptop: [0.3, 0.6] } },
    "slope-small": { allowed: { fast: [-20, 20], laptop: [1.4, 3] }, digits: 1 },
    "r-wrong": { allowed: [-0.4, 0.3] },
    "spread-wrong": { allowed: [0.1, 0.4] },
    "spread-wrong-y": { allowed: [0, 0.15] },
    "uneven-healthy": { allowed: [0.02, 0.4] },
    "uneven-small": { allowed: { fast: [2, 7], laptop: [0.7, 1.5] }, digits: 1 },
    "level-feet": { allowed: [0.25, 0.36], digits: 1 },
    "end-healthy": { allowed: { fast: [0.3, 0.55], laptop: [0.12, 0.3] } },
    "end-small": { allowed: { fast: [1.3, 1.8], laptop: [0.7, 1] } },
    "end-wrong": { allowed: [0.95, 1.05] },
    "zeros-wrong": { allowed: [1.08, 1.15] },
    "fall-small": { allowed: { fast: [4, 10], laptop: [30, 55] }, digits: 0, unit: "%" },
    "fall-wrong": { allowed: [-5, 5], digits: 0, unit: "%" },
    "updates-right": { allowed: { not: ["helps"] } },
    "updates-wrong": { allowed: { not: ["helps"] } },
    "right-small": { allowed: { fast: [0.9, 2], laptop: [0.5, 0.8] } },
    "right-full": { allowed: { fast: [0.1, 0.6], laptop: [0.1, 0.35] } },
    "wrong-small": { allowed: [0.95, 1.3] },
    "wrong-full": { allowed: [0.95, 1.1] },
    "dead-r": { allowed: "no" },
    "dead-spread": { allowed: [0, 0.001] },
    "feet-spread": { allowed: [2.8, 3.8], digits: 1 },
  },
};

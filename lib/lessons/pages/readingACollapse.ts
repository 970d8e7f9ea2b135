import { byFunction, type Verdict } from "../grading";
import type { Lesson } from "../lesson";

type Reading = "healthy" | "scale" | "labels";

/** Runs as a reader meets them: r, spread ratio, and what they are. */
const RUNS: readonly (readonly [r: number, spreadRatio: number, is: Reading])[] = [
  [0.97, 0.95, "healthy"],
  [0.9, 0.88, "healthy"],
  [0.93, 0.12, "scale"],
  [0.88, 0.35, "scale"],
  [0.05, 0.15, "labels"],
  [-0.03, 0.2, "labels"],
];

const wrong = (message: string): Verdict => ({ kind: "wrong", message });

const MISTAKES: Readonly<Record<string, string>> = {
  "labels read as scale":
    "A narrow output is not enough for a scale collapse: with r near zero there is nothing to stretch.",
  "scale read as labels": "With r near one the output knows which target is larger: it is only too small.",
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
      ask: "A run on wrong labels is trained to the end. Where does its loss end, beside that of the best constant?",
      choices: { A: "at less than half of it", B: "within a twentieth of it", C: "at more than twice of it" },
    },
    "does-more-training-help": {
      ask: "The small steps get company: many more updates at the full rate, on either label set. Which collapse goes?",
      choices: { A: "both", B: "only the one on right labels", C: "only the one on wrong labels" },
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
      task: 'Write a rule that reads a run from r and the spread ratio of x: return `"healthy"`, `"scale"` or `"labels"`. It is tried on made-up runs with |r| above 0.8 or below 0.1; where r is high, the slope is below 1.1 or above 2.',
      uses: [0.8, 0.1, 1.1, 2],
      finds: [0.5, 1.5],
      hint: "Ask first whether r is near zero. If it is not, ask whether the slope r / spread ratio is far above one.",
      solution: [
        "const read = (r: number, spreadRatio: number): string | null =>",
        '  Math.abs(r) < 0.5 ? "labels" : r / spreadRatio > 1.5 ? "scale" : "healthy";',
      ].join("\n"),
      why: "Without correlation there is nothing to stretch. With it, the slope says by how much to stretch.",
      grade: gradeReading,
    },
  },
  claims: {
    "toy-r": { allowed: [-1e-9, 1e-9], digits: 1 },
    "toy-slope": { allowed: [9.99, 10.01], digits: 0 },
    "toy-blind": { allowed: [0, 0.1], digits: 1 },
    "pooled-r": { allowed: [0.5, 0.8], digits: 2 },
    "r-healthy": { allowed: [0.75, 0.97] },
    "slope-healthy": { allowed: [0.8, 1.2] },
    "r-small": { allowed: { fast: [-0.8, 0.9], laptop: [0.45, 0.9], full: [0.45, 0.9] } },
    "spread-small": { allowed: [0, 0.6] },
    "slope-small": { allowed: { fast: [-20, 20], laptop: [1.3, 20], full: [1.3, 20] }, digits: 1 },
    "r-wrong": { allowed: [-0.2, 0.35] },
    "spread-wrong": { allowed: [0, 0.45] },
    "slope-wrong": { allowed: { fast: [-20, 20], laptop: [0.4, 1.3], full: [0.4, 1.3] } },
    "slope-half": { allowed: { fast: [-20, 20], laptop: [0.3, 1.2], full: [0.3, 1.2] }, digits: 1 },
    "slope-two": { allowed: { fast: [-30, 30], laptop: [1.2, 18], full: [1.2, 18] }, digits: 1 },
    "end-healthy": { allowed: { fast: [0.2, 1.1], laptop: [0.2, 0.6], full: [0.2, 0.6] } },
    "end-small": { allowed: [1, 2] },
    "end-wrong": { allowed: [0.99, 1.01] },
    "cure-right": { allowed: "helps" },
    "cure-wrong": { allowed: "no measurable effect" },
  },
};

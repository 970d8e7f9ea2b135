import { wholePower } from "../../math/wholePower";
import { EXPERIMENTS } from "../../experiments/experiments";
import { reach } from "../../experiments/reach";
import { at } from "../../math/at";
import { checkSettings, trainingConfig, type TrainingConfig } from "../../training/config";
import { byNumber, type Verdict } from "../grading";
import type { Lesson } from "../lesson";

/** What `07-fix-5-learning-rate` asks. */
export const fixLearningRate: Lesson = {
  notebook: "07-fix-5-learning-rate",
  minutes: 1,
  questions: {
    "one-bias": {
      ask: "One number has to go from 0 to 30 under AdamW. Which loss gets it there in fewer updates?",
      choices: {
        A: "MSE, in less than half of them",
        B: "Smooth L1, in less than half of them",
        C: "neither is twice as fast",
      },
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
    "second-step": {
      task: "Adam with memories 0.9 and 0.999 sees a gradient of 4, then one of 1. How long is its second step, in learning rates? By the formula above, m and v starting at 0; to 0.01.",
      uses: [0.9, 0.999, 4, 1],
      finds: [0.1, 0.001, 2, 16],
      hint: "m is 0.9 · (0.1 · 4) + 0.1 · 1, to be divided by 1 − 0.9²; v goes the same way with squares.",
      solution:
        "const secondStep: number | null = (0.9 * 0.1 * 4 + 0.1) / (1 - 0.9 ** 2) / Math.sqrt((0.999 * 0.001 * 16 + 0.001) / (1 - 0.999 ** 2));",
      why: "m is 2.42 and the root of v 2.91: the step is 0.83 of the rate, since v remembers the large gradient for longer.",
      grade: byNumber({
        expected: adamStep([4, 1]),
        tolerance: 0.01,
        right: "The gradient has faded, and v still remembers how large it was.",
        mistakes: [
          { value: 1, because: "That holds for a gradient that stays the same; this one has faded." },
          {
            value: 0.25,
            because: "Adam does not compare with the first gradient alone; v is a running mean.",
          },
          { value: 2.42, because: "That is m; divide by the root of v." },
          { value: 0.158, because: "The two corrections, 1 − β to the power t, are missing." },
        ],
      }),
    },
    "one-change": {
      task: "The sick run has rate 0.00002, micro-batches of 4 samples and an update after every 4 of them. Write an object with one setting, no rate among them, that lets a weight go about 4 times as far while every sample is seen as often as before: `{ name: value }`, names as in config.yaml but in camelCase.",
      uses: [4],
      hint: "As far as rate × updates: how many updates do the same samples give?",
      solution: "const change: training.Settings | null = { accumulation: 1 };",
      why: "An update after every micro-batch makes four times as many updates of the same samples, each about a rate long.",
      grade: gradeChange,
    },
  },
  claims: {
    "arrival-mse": { allowed: [50, 80], digits: 0 },
    "arrival-smooth": { allowed: [50, 80], digits: 0 },
    overshoot: { allowed: [30.5, 35], digits: 1 },
    "reach-half": { allowed: [0.45, 0.55] },
    "reach-before": { allowed: { fast: [0.08, 0.3], laptop: [1, 3] } },
    "reach-after": { allowed: { fast: [0.16, 0.6], laptop: [2, 6] } },
    "reach-tiny": { allowed: [0.0002, 0.02], digits: 4 },
    "tiny-spread": { allowed: { fast: [0.05, 0.7], laptop: [0.3, 0.85] }, digits: 1 },
    "tiny-r": { allowed: { fast: [-0.2, 0.5], laptop: [0.5, 0.95] } },
    "sound-spread": { allowed: { fast: [0.7, 1.3], laptop: [0.85, 1.15] }, digits: 1 },
    "tiny-error": { allowed: { fast: [7, 13], laptop: [3.5, 6] }, digits: 1, unit: "m" },
    "sound-error": { allowed: { fast: [1.5, 4], laptop: [1.2, 2.2] }, digits: 1, unit: "m" },
    "range-starts": { allowed: [0.00001, 0.0005], digits: 5 },
    "range-steepest": { allowed: [0.00005, 0.005], digits: 4 },
    "range-stopped": { allowed: [0.005, 0.06], digits: 3 },
    "verdict-right": { allowed: { not: ["helps", "harms"] } },
    "verdict-wrong": { allowed: { not: ["helps", "harms"] } },
    "change-right": { allowed: { fast: [-1, 2], laptop: [-0.3, 0.4] }, unit: "m" },
    "change-wrong": { allowed: { fast: [-2, 2], laptop: [-0.5, 0.5] }, unit: "m" },
    "fifth-change": { allowed: { fast: [-1, 1.5], laptop: [-0.5, -0.1] }, unit: "m" },
    "fifth-verdict": { allowed: { fast: { not: ["harms"] }, laptop: "helps" } },
    "fourfold-change": { allowed: { fast: [0.5, 12], laptop: [0.4, 1.5] }, unit: "m" },
    "fourfold-verdict": {
      allowed: { fast: { not: ["helps"] }, laptop: "harms" },
    },
  },
};

/** The last of Adam's steps over these gradients, in learning rates. Source: Kingma and Ba 2015, algorithm 1. */
function adamStep(gradients: readonly number[]): number {
  let [m, v] = [0, 0];
  for (const gradient of gradients) {
    m = 0.9 * m + 0.1 * gradient;
    v = 0.999 * v + 0.001 * gradient ** 2;
  }
  const t = gradients.length;
  return m / (1 - wholePower(0.9, t)) / Math.sqrt(v / (1 - wholePower(0.999, t)));
}

/** How much further a weight goes and how much oftener a sample is seen than in the sick run. */
function gradeChange(answer: unknown): Verdict {
  if (answer === null || answer === undefined) return { kind: "blank" };
  const wrong = (message: string): Verdict => ({ kind: "wrong", message });
  if (typeof answer !== "object" || Array.isArray(answer)) {
    return wrong(
      `Expected an object, { name: value }, got ${Array.isArray(answer) ? "a list" : typeof answer}.`,
    );
  }
  const names = Object.keys(answer);
  if (names.length !== 1) return wrong(`Expected one setting, got ${names.length}: one change at a time.`);
  if (/rate/i.test(names[0] ?? "")) return wrong("That turns the rate, the one thing to leave alone.");
  const { settings } = EXPERIMENTS.tinyRate;
  const sick = trainingConfig(settings);
  try {
    const config = trainingConfig({ ...settings, ...checkSettings(answer, "change") });
    return gradeReach(reachOf(config) / reachOf(sick), config.epochs / sick.epochs);
  } catch (error) {
    return wrong(`Not a setting: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Samples that the reach is compared on. */
const SAMPLES = 1600;

const reachOf = (config: TrainingConfig): number =>
  at(reach(config, SAMPLES), -1 + reach(config, SAMPLES).length);

function gradeReach(further: number, oftener: number): Verdict {
  if (oftener > 1.01) {
    return {
      kind: "wrong",
      message: `That goes ${further.toFixed(1)} times as far, but sees each sample ${oftener.toFixed(1)} times as often.`,
    };
  }
  return Math.abs(further - 4) < 0.5
    ? { kind: "right", message: "Run it below: does the collapse go?" }
    : { kind: "wrong", message: `With that a weight goes ${further.toFixed(1)} times as far; try the hint.` };
}

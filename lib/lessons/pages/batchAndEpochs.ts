import { updatesPerEpoch } from "../../training/epochPlan";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

type Run = [samples: number, batch: number, accumulation: number, epochs: number];

/** What `14-batch-accumulation-epochs` asks. */
export const batchAndEpochs: Lesson = {
  notebook: "14-batch-accumulation-epochs",
  minutes: 1,
  questions: {
    "half-the-batch": {
      ask: "Half the batch with twice the accumulation, no dropout: how does the first update change?",
      choices: {
        A: "it does not, up to rounding",
        B: "it is half as large",
        C: "it points somewhere else, because small batches are noisier",
      },
    },
    "forgotten-accumulation": {
      ask: "Half the batch, but the gradient is still divided by the old accumulation. What does AdamW make of a gradient twice as large?",
      choices: {
        A: "an update twice as large",
        B: "the same update: neither clipping nor Adam keeps the gradient's size",
        C: "an update four times as large",
      },
    },
    "which-one-helps": {
      ask: "Right labels: which change helps, by 5 % and beyond what seeds do?",
      choices: {
        A: "half the batch with twice the accumulation",
        B: "no accumulation",
        C: "twice the epochs",
        D: "none of them",
      },
    },
    "wrong-labels-longer": {
      ask: "Wrong labels, trained twice as long. What happens to the validation error?",
      choices: {
        A: "it comes down as on right labels, only later",
        B: "it stays at the best constant's",
        C: "it diverges",
      },
    },
  },
  exercises: {
    "updates-of-a-run": {
      task: "Each epoch takes `samples` samples in batches of `batch`; an update follows `accumulation` batches. A short batch or a short group at the end of an epoch counts as one. Write how many updates a run of `epochs` epochs makes.",
      uses: [],
      hint: "Round up twice: samples to micro-batches, micro-batches to updates. Then the epochs.",
      solution: "  return Math.ceil(Math.ceil(samples / batch) / accumulation) * epochs;",
      why: "The last micro-batch of an epoch may be short, and so may the last group; the incident's code steps both.",
      grade: byFunction<Run>({
        expected: (samples, batchSize, accumulation, epochs) =>
          updatesPerEpoch({ batchSize, accumulation }, samples) * epochs,
        cases: [
          [5293, 4, 4, 10],
          [5293, 2, 8, 10],
          [5293, 4, 1, 20],
          [7, 2, 3, 1],
        ],
        tolerance: 1e-9,
        right:
          "With them half the batch and twice the accumulation come out alike: the same number of updates.",
        mistakes: [
          {
            like: (samples, batch, accumulation, epochs) =>
              Math.floor(samples / (batch * accumulation)) * epochs,
            because: "That drops the samples that are left over; they make an update too.",
          },
          {
            like: (samples, batch, accumulation, epochs) => (samples / (batch * accumulation)) * epochs,
            because: "Updates come whole: an epoch that ends in a short group still makes one for it.",
          },
          {
            like: (samples, batch, accumulation, epochs) =>
              Math.ceil((samples * epochs) / (batch * accumulation)),
            because: "Groups do not reach over the end of an epoch: round up before the epochs.",
          },
          {
            like: (samples, batch, _, epochs) => Math.ceil(samples / batch) * epochs,
            because: "Those are micro-batches; an update comes after `accumulation` of them.",
          },
        ],
      }),
    },
    "lone-sample": {
      task: "The last update of an epoch is made of four batches, of 4, 4, 4 and 1 samples. The loss of a batch is the mean over its samples; the update follows the mean of the four losses. How many times as much as one of the others does the lone sample weigh? A whole number.",
      uses: [4, 1],
      hint: "Each micro-batch's loss is a mean over its own samples; then the micro-batches count alike.",
      solution: "const times: number | null = 4;",
      why: "A mean over one sample gives it all of its micro-batch's weight; a mean over four gives each a quarter. A mean of means is the mean only when the groups are alike.",
      grade: byNumber({
        expected: 4,
        tolerance: 1e-9,
        right: "A mean of means is no mean over the samples.",
        mistakes: [
          { value: 1, because: "That would be so if the losses were summed over all thirteen samples." },
          { value: 0.25, because: "Turned over: the small group's members weigh more." },
          { value: 13, because: "That is how many samples share the update, not how they weigh." },
        ],
      }),
    },
  },
  claims: {
    "same-updates": { allowed: [0, 0], digits: 0 },
    "more-updates": { allowed: [3.5, 4], digits: 1 },
    "half-apart": { allowed: [0, 0.01], digits: 3, unit: "%" },
    "other-apart": { allowed: [20, 150], digits: 0, unit: "%" },
    // above 1 or clipping would not cut it
    "whole-norm": { allowed: [1.05, 200], digits: 1 },
    "forgotten-norm": { allowed: [1.95, 2.05], digits: 1 },
    "forgotten-apart": { allowed: "the same step" },
    "half-change": { allowed: { fast: [-0.5, 0.5], laptop: [-0.2, 0.2] }, unit: "m" },
    "half-verdict": { allowed: { not: ["helps", "harms"] } },
    "none-verdict": { allowed: { not: ["harms"] } },
    "more-change": { allowed: { fast: [-1, 0.1], laptop: [-0.4, -0.05] }, unit: "m" },
    "more-verdict": { allowed: { fast: { not: ["harms"] }, laptop: "helps" } },
    "updates-alike": { allowed: { fast: [1, 6], laptop: [0.1, 6] }, unit: "m" },
    "first-epoch": { allowed: { fast: [-8, -0.2], laptop: [0.3, 4] }, unit: "m" },
    "far-share": { allowed: [3, 15], digits: 0, unit: "%" },
    "far-loss": { allowed: [25, 80], digits: 0, unit: "%" },
    "near-zeros": { allowed: [15, 60], digits: 1 },
    "near-constant": { allowed: [15, 60], digits: 1 },
    // "hardly more than one answer for all": zeros stand at 111 %
    "near-of-constant": { allowed: [90, 101], digits: 0, unit: "%" },
    "near-loss": { allowed: [15, 60], digits: 1 },
    "wrong-error": { allowed: [35, 60], digits: 1, unit: "m" },
    "wrong-median": { allowed: [35, 60], digits: 1, unit: "m" },
    "wrong-longer": { allowed: { not: ["helps"] } },
  },
};

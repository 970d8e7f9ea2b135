import { cosine } from "../../training/schedules";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

type Moment = [epoch: number, epochs: number, base: number, final: number];

/** What `08-fix-6-strategy` asks. */
export const trainingStrategy: Lesson = {
  notebook: "08-fix-6-strategy",
  minutes: 1,
  questions: {
    "strategy-parts": {
      ask: "The new strategy freezes the backbone, drops the accumulation and changes the schedule. Which part do you expect to move the error on right labels most?",
      choices: {
        A: "freezing the backbone",
        B: "more updates, because nothing is accumulated",
        C: "the schedule without warm-up",
        D: "none: no part alone is decided",
      },
    },
    "strategy-wrong-labels": {
      ask: "And on wrong labels: what do four times as many updates buy?",
      choices: { A: "a smaller error", B: "nothing measurable", C: "a larger error" },
    },
    "backbone-shock": {
      ask: "The head starts random and sends its gradient through the pre-trained backbone. What can a straight line still read of the future from the pooled feature after fine-tuning?",
      choices: {
        A: "more than before: the backbone has learnt the task",
        B: "about as much as before",
        C: "less: the random head has shaken it",
      },
    },
    "frozen-but-in-training": {
      ask: "The incident calls train() on the whole module, so dropout stays on in the frozen backbone. What does that do to the error?",
      choices: {
        A: "nothing that these seeds decide: dropout is mild",
        B: "it grows",
        C: "it falls: noise regularises",
      },
    },
  },
  exercises: {
    "cosine-rate": {
      task: "Write the learning rate of `epoch`, counted from 0: half a wave of a cosine that starts at `base` in epoch 0 and would reach `final` in epoch `epochs`, one after the last.",
      uses: [0],
      finds: [2],
      hint: "cos runs from 1 to −1 as its argument runs from 0 to π. Which expression then runs from 1 to 0?",
      solution: "  return final + ((base - final) * (1 + Math.cos((Math.PI * epoch) / epochs))) / 2;",
      why: "(1 + cos πt) / 2 falls from 1 to 0; it scales what lies above the final rate.",
      grade: byFunction<Moment>({
        expected: (epoch, epochs, base, final) => cosine(base, final, epoch / epochs),
        cases: [
          [0, 10, 5e-3, 1e-4],
          [5, 10, 5e-3, 1e-4],
          [9, 10, 1e-2, 1e-4],
        ],
        tolerance: 1e-9,
        right: "The last epoch does not quite reach the final rate: epochs are counted from 0.",
        mistakes: [
          {
            like: (epoch, epochs, base) => cosine(base, 0, epoch / epochs),
            because: "That ends at zero; the rate falls to `final` only.",
          },
          {
            like: (epoch, epochs, base, final) => cosine(base, final, epoch / (epochs - 1)),
            because: "That reaches `final` one epoch early: divide by the number of epochs.",
          },
          {
            like: (epoch, epochs, base, final) => base + ((final - base) * epoch) / epochs,
            because: "That is a straight line, not a cosine.",
          },
        ],
      }),
    },
    "updates-per-epoch": {
      task: "The incident has 5293 training samples and takes them in batches of 4; an update follows 4 batches. The last batch of an epoch may be short, and so may the last group of batches; both count. How many updates does an epoch make? A whole number.",
      uses: [5293, 4],
      hint: "First micro-batches, rounded up; then groups of four of them, rounded up.",
      solution: "const updates: number | null = Math.ceil(Math.ceil(5293 / 4) / 4);",
      why: "1324 micro-batches, the last of one sample, make 331 updates; without accumulation they make 1324.",
      grade: byNumber({
        expected: 331,
        tolerance: 1e-9,
        right: "Without accumulation it is four times as many, for the same pass over the data.",
        mistakes: [
          { value: 1324, because: "That is without accumulation." },
          { value: 330, because: "The samples left over make an update of their own." },
          { value: 5293 / 16, because: "Updates come whole; the last one is short." },
        ],
      }),
    },
  },
  claims: {
    differences: { allowed: [3, 3], digits: 0 },
    "more-updates": { allowed: [3.4, 4], digits: 1 },
    "more-distance": { allowed: [3.4, 5.5], digits: 1 },
    "wrong-verdict": { allowed: { not: ["helps", "harms"] } },
    "by-freezing": { allowed: [-0.5, 0.5], digits: 2, unit: "m" },
    "by-updates": {
      allowed: { fast: [-1, 1], laptop: [0, 0.5] },
      digits: 2,
      unit: "m",
    },
    "by-schedule": {
      allowed: { fast: [-1, 1], laptop: [-0.2, 0.5] },
      digits: 2,
      unit: "m",
    },
    "updates-verdict": { allowed: { not: ["helps"] } },
    "schedule-verdict": { allowed: { not: ["helps"] } },
    "freezing-verdict": { allowed: { not: ["helps"] } },
    "whole-verdict": { allowed: { not: ["helps", "less than 5 %"] } },
    "probe-before": { allowed: [0.8, 0.97], digits: 2 },
    "probe-after": { allowed: [0.8, 0.97], digits: 2 },
    "probe-shift": { allowed: [0, 0.1], digits: 2 },
    noise: { allowed: [1, 3], digits: 1 },
    "defect-change": { allowed: [-0.5, 1.5], digits: 2, unit: "m" },
    "defect-verdict": { allowed: { not: ["helps"] } },
  },
};

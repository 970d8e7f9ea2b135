import { largestDisplacementFromMse } from "../impliedError";
import { countParameters } from "../../model/parameters";
import { teacherParameters } from "../../model/teacher";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `10-plan-a-plan-b` asks. */
export const planAPlanB: Lesson = {
  notebook: "10-plan-a-plan-b",
  minutes: 1,
  questions: {
    "plan-against-plan": {
      ask: "Right labels, the same data for all: which is ahead, plan A (frozen) or plan B (fine-tuned), both with all fixes?",
      choices: { A: "plan A", B: "plan B", C: "these seeds do not decide it" },
    },
    "promised-band": {
      ask: "The document promises 30 to 50 m after its fixes. On the wrong labels, which of these lies in that band?",
      choices: {
        A: "plan A only",
        B: "both plans, and nothing else",
        C: "the median trajectory, which has seen no input at all",
        D: "nothing",
      },
    },
    "all-seven": {
      ask: "All the data, right labels, frozen backbone: what do all seven fixes do against none of them?",
      choices: {
        A: "they help",
        B: "they change less than 5 %",
        C: "they harm, or runs die",
        D: "these seeds do not decide it",
      },
    },
    "to-blame": {
      ask: "Take one fix back at a time and keep the others. Without which one do all runs die?",
      choices: {
        A: "the fusion block",
        B: "the initialisation",
        C: "the training strategy",
        D: "none of these alone",
      },
    },
  },
  exercises: {
    "trainable-head": {
      task: "Plan A trains the fusion block, Linear(h → h), and the head: Linear(h → 2h), Linear(2h → 2h), Linear(2h → h), Linear(h → 90). GELU and dropout between them have no parameters. How many numbers, weights and biases together, is that for a width h?",
      uses: [2, 90],
      finds: [9, 96],
      hint: "A Linear from n to m has n·m weights and m biases. GELU and dropout have none.",
      solution: "const trainable = (h: number): number | null => 9 * h * h + 96 * h + 90;",
      why: "The products add up to 1 + 2 + 4 + 2 = 9 h² and 90 h; the biases to h + 2h + 2h + h + 90.",
      grade: byFunction<[number]>({
        expected: (hidden) => countParameters(teacherParameters({ hidden, fusion: "after" })),
        cases: [[256], [768], [1024]],
        tolerance: 1e-6,
        right: "At the incident's width that is the document's “about 10 M”.",
        mistakes: [
          {
            like: (h) => 9 * h * h + 90 * h,
            because: "Those are the weights; every Linear has biases too.",
          },
          {
            like: (h) => 8 * h * h + 95 * h + 90,
            because: "That is the head; the fusion block is trained too.",
          },
          {
            like: (hidden) => countParameters(teacherParameters({ hidden, fusion: "before" })),
            because: "That is with the fusion block as it was.",
          },
        ],
      }),
    },
    "promises-together": {
      task: "A training loss of 20 m² is the mean squared error of a coordinate, x and y together. How large can the mean distance between predicted and true points be at most? In metres, to 0.05 m.",
      uses: [20],
      finds: [2],
      hint: "A point's squared distance is the sum of two squared coordinates. The mean distance is never above the root of the mean squared distance.",
      solution: "const metres: number | null = Math.sqrt(2 * 20);",
      why: "Two coordinates of 20 m² make 40 m²; the mean of distances is at most √40 = 6.3 m.",
      grade: byNumber({
        expected: largestDisplacementFromMse(20),
        tolerance: 0.05,
        right: "So the promised loss and the promised distance cannot both be true of one data set.",
        mistakes: [
          { value: Math.sqrt(20), because: "That is one coordinate; a point has two." },
          { value: 20, because: "A squared error is in square metres: take a root." },
          { value: 40, because: "That is the squared distance; take its root." },
        ],
      }),
    },
  },
  claims: {
    "plan-a-verdict": { allowed: { fast: { not: ["helps"] }, laptop: "harms" } },
    "plan-b-verdict": { allowed: { fast: { not: ["helps"] }, laptop: "harms" } },
    "trained-head": { allowed: [9.53, 9.54], unit: "million" },
    "plan-a-right": { allowed: [2, 4], digits: 1, unit: "m" },
    "plan-a-worst": { allowed: [2.5, 5], digits: 1, unit: "m" },
    "plan-b-right": { allowed: [2, 4], digits: 1, unit: "m" },
    "plan-b-worst": { allowed: [2.5, 5], digits: 1, unit: "m" },
    "none-right": { allowed: [1.5, 2.6], digits: 1, unit: "m" },
    "plan-duel": { allowed: { not: ["helps", "harms"] } },
    "plan-spread": { allowed: [0.2, 2.5], digits: 1, unit: "m" },
    "plan-lead": { allowed: [0, 1], digits: 1, unit: "m" },
    "plans-wrong": { allowed: { not: ["helps", "harms", "helps or harms", "harms or helps"] } },
    slower: { allowed: "more than twice" },
    "median-error": { allowed: [30, 50], digits: 1, unit: "m" },
    "nothing-inside": { allowed: "inside" },
    "loss-wrong": { allowed: "more than a hundred times" },
    "all-nothing": { allowed: { fast: [1.8, 2.8], laptop: [1.3, 1.8] }, digits: 1, unit: "m" },
    "nothing-apart": { allowed: { fast: [0, 1], laptop: [0, 0.5] }, digits: 1, unit: "m" },
    "all-mean": { allowed: { fast: [2.2, 4], laptop: [2.3, 3.6] }, digits: 1, unit: "m" },
    "all-verdict": { allowed: { not: ["helps", "less than 5 %"] } },
    "all-constant": { allowed: [6, 12], digits: 1, unit: "m" },
    "old-block-dead": { allowed: "all" },
    "no-strategy": { allowed: { fast: [1.5, 4], laptop: [1.4, 2] }, digits: 1, unit: "m" },
    "dead-all": { allowed: [50, 98], digits: 0, unit: "%" },
    "dead-alone": { allowed: [40, 90], digits: 0, unit: "%" },
    "alone-error": { allowed: { fast: [1.5, 4], laptop: [1.2, 1.6] }, digits: 1, unit: "m" },
    "moves-alone": { allowed: { fast: [0.2, 4], laptop: [0.2, 2] }, digits: 1, unit: "%" },
    "wider-gradient": { allowed: [3, 5000], digits: 0 },
    "moves-all": { allowed: [3, 20], digits: 1, unit: "%" },
    "dead-last": { allowed: [95, 100], digits: 0, unit: "%" },
  },
};

import { byFunction, type Verdict } from "../grading";
import type { Lesson } from "../lesson";

/** What `22-a-doctor-for-your-model` asks. */
export const doctorForYourModel: Lesson = {
  notebook: "22-a-doctor-for-your-model",
  minutes: 1,
  questions: {
    "one-word-missing": {
      ask: "The second recipe does not scale its targets: it learns metres as they are. Beside the first, what error does it come to on held-out rows, in metres?",
      choices: {
        A: "much the same: a scale is only a unit",
        B: "one several times as large",
        C: "none at all: the loss explodes",
      },
    },
    "first-cause": {
      ask: "Which one cause, mended, would make all of these go?",
      choices: {
        A: "labels or inputs",
        B: "the size of targets and outputs",
        C: "the optimisation: rate, length, schedule",
        D: "the network, or how it is judged",
      },
    },
  },
  exercises: {
    "updates-for-the-way": {
      task: "Adam moves an output by about the same way in every update. Write how many updates a way takes, from the way (m) and the pace (m an update); a part of an update is a whole one.",
      uses: [],
      hint: "A way over a pace; `Math.ceil` makes a part a whole.",
      solution: "const updatesFor = (way: number, pace: number): number | null => Math.ceil(way / pace);",
      why: "A far target needs more updates, or a larger rate, or a scale that brings it near: the same quotient three ways.",
      grade: byFunction<[way: number, pace: number]>({
        expected: (way, pace) => Math.ceil(way / pace),
        cases: [
          [160, 0.15],
          [10, 3],
          [6, 2],
        ],
        tolerance: 1e-9,
        right: "That is what time-to-range compares with the updates of the run.",
        mistakes: [
          { like: (way, pace) => way / pace, because: "Nobody makes a part of an update: round up." },
          { like: (way, pace) => Math.floor(way / pace), because: "Rounded down, the way is not yet done." },
          { like: (way, pace) => way * pace, because: "A larger pace takes fewer updates, not more." },
        ],
      }),
    },
    "a-change-as-data": {
      task: "Write as data, in the form of the table above, the change that trains the sick recipe for 60 epochs. Its kind is `epochs`.",
      uses: [60],
      hint: "A change has a `kind` and what it goes `to`.",
      solution: 'const bigger: doctor.Change | null = { kind: "epochs", to: 60 };',
      why: "One change is one object; a proposal is a list of them, made together.",
      grade: gradeEpochs,
    },
  },
  claims: {
    "healthy-error": { allowed: [1.5, 4.5], digits: 1, unit: "m" },
    "sick-error": { allowed: [18, 35], digits: 1, unit: "m" },
    "healthy-cause": { allowed: "none" },
    findings: { allowed: [6, 16], digits: 0 },
    kinds: { allowed: [3, 5], digits: 0 },
    "eight-rows": { allowed: [0, 15], digits: 0, unit: "%" },
    "scaled-error": { allowed: [1.5, 5], digits: 1, unit: "m" },
    "trial-cause": { allowed: "output-scale" },
    "rate-gain": { allowed: [3, 30], digits: 0 },
    "mended-error": { allowed: [1.5, 5], digits: 1, unit: "m" },
    "watched-cause": { allowed: "output-scale" },
  },
};

/** Right: `{ kind: "epochs", to: 60 }`; a list of it and another number are told apart. */
function gradeEpochs(answer: unknown): Verdict {
  if (answer === null || answer === undefined) return { kind: "blank" };
  const wrong = (message: string): Verdict => ({ kind: "wrong", message });
  if (Array.isArray(answer)) return wrong("That is a set of changes; one change is enough here.");
  if (typeof answer !== "object") return wrong(`Expected an object, got ${typeof answer}.`);
  const { kind, to } = answer as Readonly<Record<string, unknown>>;
  if (kind !== "epochs") return wrong("Its kind is another one; the task names it.");
  if (to !== 60) return wrong("`to` is the number of epochs afterwards, not how many more.");
  return { kind: "right", message: "A program can read it, apply it, and try it." };
}

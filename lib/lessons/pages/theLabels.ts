import { yawOf, type Rotation } from "../../geometry/rotation";
import { byFunction, byNumber } from "../grading";
import type { Lesson } from "../lesson";

const turned = (degrees: number): Rotation => {
  const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  return [
    [c, -s, 0],
    [s, c, 0],
    [0, 0, 1],
  ];
};

/** What `15-the-labels` asks. */
export const theLabels: Lesson = {
  notebook: "15-the-labels",
  minutes: 1,
  questions: {
    "who-is-ego": {
      ask: "The label script takes the first car of each frame's list as “ego”. Which car is that?",
      choices: {
        A: "the car that took the picture",
        B: "the nearest other car, the same one through the drive",
        C: "some other car, a different one from frame to frame",
      },
    },
    "who-ends-behind": {
      ask: "Under the first-car script, how many futures end behind the place they start from?",
      choices: { A: "hardly any", B: "about one in ten", C: "more than one in five" },
    },
    "does-the-audit-see-it": {
      ask: "The audit never sees a picture or a model. Can it tell the two label sets apart?",
      choices: {
        A: "no: both are lists of numbers",
        B: "yes: no car can drive the path of one of them",
      },
    },
    "one-in-ten": {
      ask: "One training label in ten is the script's, the others are right. What happens to the error on right validation labels?",
      choices: {
        A: "it grows by less than a tenth: nine right ones outvote it",
        B: "it may grow by more, but does not double",
        C: "it may double or worse",
      },
    },
  },
  exercises: {
    "yaw-of-a-pose": {
      task: "`r` is the rotation matrix of a pose, three rows of three: it turns directions seen from the car into directions of the world. Write the heading, the angle of the car’s x axis in the x-y plane of the world, in radians from −π to π.",
      uses: [],
      hint: "The x axis in the world is the first column of the matrix; the angle of a vector is `Math.atan2(y, x)`.",
      solution: "const yaw = (r: geometry.Rotation): number | null => Math.atan2(r[1][0], r[0][0]);",
      why: "It needs no motion, so a car that waits at a light has a heading too.",
      grade: byFunction<readonly [Rotation]>({
        expected: yawOf,
        cases: [[turned(30)], [turned(120)], [turned(-100)]],
        tolerance: 1e-9,
        right: "It holds in all four quadrants and at standstill.",
        mistakes: [
          {
            like: (r) => Math.atan2(r[0][1], r[0][0]),
            because: "That reads the first row: the turn comes out mirrored.",
          },
          {
            like: (r) => Math.atan(r[1][0] / r[0][0]),
            because: "A plain arctangent loses half of the circle: use `Math.atan2`.",
          },
          { like: (r) => Math.acos(r[0][0]), because: "An arccosine cannot tell left from right." },
        ],
      }),
    },
    "last-row-time": {
      task: "A script takes 45 rows, 0.1 s apart, beginning with the present, at time 0. At which time, in seconds, does its last row lie?",
      uses: [45, 0.1, 0],
      finds: [44],
      hint: "Row 0 is then t = 0, and rows are a tenth of a second apart.",
      solution: "const lastTime: number | null = 44 * geometry.STEP_SECONDS;",
      why: "Every row is one step too early, and the horizon of 4.5 s is never trained at all.",
      grade: byNumber({
        expected: 4.4,
        tolerance: 1e-9,
        right: "One step short of the horizon that is judged.",
        mistakes: [
          { value: 4.5, because: "That holds when row 0 is 0.1 s. Here row 0 is the present." },
          { value: 44, because: "That is its row; ask for seconds." },
        ],
      }),
    },
  },
  claims: {
    "nearest-ego": { allowed: [1.5, 200], digits: 1, unit: "m" },
    "mean-apart": { allowed: [10, 100], digits: 0, unit: "m" },
    "photo-jump": { allowed: [8, 300], digits: 0, unit: "m" },
    "photo-boxes": { allowed: [2, 2], digits: 0 },
    "identity-changes": { allowed: [50, 5000], digits: 0 },
    // "one step in a hundred or more"
    "change-share": { allowed: [1, 50], digits: 0, unit: "%" },
    "leap-share": { allowed: [2, 50], digits: 0, unit: "%" },
    "near-reach": { allowed: [100, 400], digits: 0, unit: "m" },
    "behind-right": { allowed: [0, 1], digits: 1, unit: "%" },
    "behind-wrong": { allowed: [20, 60], digits: 0, unit: "%" },
    "findings-clean": { allowed: [0, 0], digits: 0 },
    "findings-wrong": { allowed: [5, 20], digits: 0 },
    "leak-frame": { allowed: [90, 100], digits: 0, unit: "%" },
    "leak-recording": { allowed: [0, 0], digits: 0, unit: "%" },
    "tenth-change": { allowed: { fast: [0.1, 1.5], laptop: [-0.15, 0.3] }, unit: "m" },
    "tenth-verdict": { allowed: { not: ["helps"] } },
    "half-verdict": { allowed: { fast: { not: ["helps"] }, laptop: "harms" } },
    "half-error": { allowed: [2, 9], digits: 1, unit: "m" },
    "none-error": { allowed: [0.8, 3], digits: 1, unit: "m" },
    "all-error": { allowed: [7, 40], digits: 1, unit: "m" },
    "mean-error": { allowed: [4, 14], digits: 1, unit: "m" },
    "cured-verdict": {
      allowed: {
        fast: "0 against 2 of 2 dead",
        laptop: "0 against 5 of 5 dead",
      },
    },
    // One join at least between two of the 96 recordings.
    joins: { allowed: [95, 960], digits: 0 },
    "far-joins": { allowed: [1, 95], digits: 0 },
  },
};

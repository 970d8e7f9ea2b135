import { byNumber } from "../grading";
import type { Lesson } from "../lesson";

/** What `18-the-model-and-what-it-sees` asks. */
export const theModel: Lesson = {
  notebook: "18-the-model-and-what-it-sees",
  minutes: 1,
  questions: {
    "which-way": {
      ask: "You see what the model sees. Which way will the car have gone after four and a half seconds?",
      choices: { A: "straight on", B: "to the left", C: "to the right" },
    },
  },
  exercises: {
    "encoder-tokens": {
      task: "Each of 2 pictures, 160 pixels wide and 96 high, is cut into squares of 4 × 4 pixels, a cell each. Then 3 convolutions follow, and each halves the grid in width and in height. What is left is one token a cell. The prompt adds 16 tokens. How many tokens does the encoder read? A whole number.",
      uses: [2, 160, 96, 4, 3, 16],
      finds: [8],
      hint: "Along the width there are 160 / 4 cells at first. Three halvings divide that by eight.",
      solution: "const tokens: number | null = 2 * (160 / 4 / 8) * (96 / 4 / 8) + 16;",
      why: "Of each picture 5 × 3 tokens are left: 15, twice, and 16 words make 46. The decoder's token, which starts empty, comes beside them.",
      grade: byNumber({
        expected: 46,
        tolerance: 0,
        right: "Two pictures of 5 × 3 tokens, and the prompt.",
        mistakes: [
          { value: 31, because: "That is one picture and the prompt. The model sees two pictures." },
          { value: 30, because: "Those are the pictures. The prompt is read too." },
          { value: 1936, because: "That is before the convolutions: they halve the grid three times." },
          {
            value: 256,
            because: "Each convolution halves the width and the height: eight each way, not in all.",
          },
        ],
      }),
    },
    "place-of-a-number": {
      task: "The head writes 90 numbers: x and y of row 0, x and y of row 1, and so on. Row 0 is 0.1 s from now, a row every 0.1 s. Counted from 0, which of the numbers is y at 2.5 s? A whole number.",
      uses: [90, 0.1, 2.5],
      finds: [2, 24],
      hint: "First the row of 2.5 s; row 0 is the first tenth. Two numbers stand in each row, x before y.",
      solution: "const place: number | null = 2 * 24 + 1;",
      why: "2.5 s is row 24; 24 rows of two numbers stand before it, then x, then y.",
      grade: byNumber({
        expected: 49,
        tolerance: 0,
        right: "24 rows of two numbers before it, and x.",
        mistakes: [
          { value: 48, because: "That is x at 2.5 s; y stands behind it." },
          { value: 50, because: "Counted from 0 it is one less." },
          { value: 51, because: "That is y at 2.6 s: row 0 is 0.1 s, so 2.5 s is row 24." },
          { value: 24, because: "That is the row; each row holds two numbers." },
          {
            value: 69,
            because: "That would be so if all x stood before all y. They come in turn, x and y of each row.",
          },
        ],
      }),
    },
  },
  claims: {
    "told-turn": { allowed: [0, 0.1], digits: 1, unit: "degrees a second" },
    "told-speed": { allowed: [1, 15], digits: 1, unit: "m/s" },
    "ends-aside": { allowed: [6, 25], digits: 0, unit: "m" },
    "told-straight": { allowed: [120, 320], digits: 0 },
    "turn-later": { allowed: [8, 60], digits: 0 },
    "prompt-pieces": { allowed: [10, 16], digits: 0 },
    "place-tells-speed": { allowed: "no" },
    "numbers-out-half": { allowed: [45, 45], digits: 0 },
    "numbers-in": { allowed: [92160, 92160], digits: 0 },
    "numbers-out": { allowed: [90, 90], digits: 0 },
    "trained-256": { allowed: [812634, 812634], digits: 0 },
    "trained-1024": { allowed: [12687450, 12687450], digits: 0 },
    "train-recordings": { allowed: [68, 68], digits: 0 },
    "train-pairs": { allowed: [1768, 1768], digits: 0 },
    "validation-recordings": { allowed: [14, 14], digits: 0 },
    "validation-pairs": { allowed: [364, 364], digits: 0 },
    "test-recordings": { allowed: [14, 14], digits: 0 },
    "shared-recordings": { allowed: [0, 0], digits: 0 },
    "pairs-apart": { allowed: [0.1, 0.6], digits: 1, unit: "s" },
    "frozen-seeds": { allowed: { fast: [2, 2], laptop: [10, 10] }, digits: 0 },
    "tuned-seeds": { allowed: { fast: [2, 2], laptop: [5, 5] }, digits: 0 },
  },
};

/** The six fixes that change a number, in a word or two, in the document's order. */
export const FIX_WORDS = [
  "fusion",
  "initial weights",
  "pooling",
  "MSE",
  "learning rate",
  "strategy",
] as const;

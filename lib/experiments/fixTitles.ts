/** The seven fixes, each alone, as experiments and in words; against `beforeFrozen` they are the named comparisons. */
export const FIX_TITLES = {
  onlyFusion: "1 simpler fusion block",
  onlyInitialisation: "2 larger initial weights",
  onlyPooling: "3 plain pooling",
  onlyLoss: "4 MSE for Smooth L1",
  onlyLearningRate: "5 twice the learning rate",
  onlyStrategy: "6 no accumulation, no warm-up",
  onlyDebugOutput: "7 more debug output",
} as const;

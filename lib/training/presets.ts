import { type Fixes, type Settings } from "./config";

/** One setting of the fixes worth a run of its own. */
export interface Preset {
  /** What the run answers. */
  readonly question: string;
  readonly settings: Settings;
}

const ALL_BEFORE: Fixes = {
  fusion: "before",
  initialisation: "before",
  pooling: "before",
  loss: "before",
  learningRate: "before",
  strategy: "before",
  debugOutput: "before",
};

/** The base of every one-fix comparison with one fix applied; the backbone stays frozen. */
function onlyFix(fix: Partial<Fixes>, question: string): Preset {
  return { question, settings: { fixes: { ...ALL_BEFORE, ...fix }, freezeBackbone: true } };
}

/** The incident's configurations and one variant per fix. */
export const presets = {
  before: { question: "How does the run of the document behave?", settings: { fixes: ALL_BEFORE } },
  beforeFrozen: onlyFix({}, "The same run with a frozen backbone: what is the base of the comparisons?"),
  after: { question: "What do all seven fixes together do?", settings: {} },
  onlyFusion: onlyFix({ fusion: "after" }, "Does the simpler fusion block help?"),
  onlyInitialisation: onlyFix({ initialisation: "after" }, "Does a larger start help?"),
  onlyInitialisationLiteral: onlyFix(
    { initialisation: "literal" },
    "Do the document's two lines, run one after the other, help?",
  ),
  onlyPooling: onlyFix({ pooling: "after" }, "Does plain pooling help?"),
  onlyLoss: onlyFix({ loss: "after" }, "Does MSE help?"),
  onlyLearningRate: onlyFix({ learningRate: "after" }, "Does twice the learning rate help?"),
  onlyStrategy: onlyFix({ strategy: "after" }, "Do more, unaccumulated updates without warm-up help?"),
  onlyDebugOutput: onlyFix({ debugOutput: "after" }, "Does printing more change the numbers?"),
} as const satisfies Record<string, Preset>;

export type PresetName = keyof typeof presets;

import { type LabelSet, type Settings, type Speed } from "../training/config";
import { presets, type Preset } from "../training/presets";
import { CURE } from "./cure";

export const LABEL_SETS = ["ego-pose", "first-car"] as const satisfies readonly LabelSet[];

/** What some runs ask, what they train with, and on which labels. */
export interface Experiment extends Preset {
  /** Default both label sets. */
  readonly labels?: readonly LabelSet[];
  /** Takes every nth sample, where a run costs much. Default 1: as the speed has it. */
  readonly stride?: number;
  /** Seeds at laptop speed. Default 10. */
  readonly seeds?: number;
  /** How long a run takes beside one of all the data with a frozen backbone. Default 1. */
  readonly cost?: number;
  /** Data seeds of towns whose drives are learnt from too. Default none. */
  readonly moreTowns?: readonly number[];
  /** Data seeds of towns that each finished run is judged on, beside the test recordings. Default: no report. */
  readonly reportTowns?: readonly number[];
}

/** For questions that wrong labels cannot answer. */
const RIGHT_ONLY = { labels: ["ego-pose"] } as const;

/** `beforeFrozen` with some settings of its own. */
function variant(question: string, settings: Settings): Experiment {
  return { question, settings: { ...presets.beforeFrozen.settings, ...settings } };
}

/** All fixes but one: who is to blame when all seven together do worse? */
function allBut(fix: keyof typeof NAMES): Experiment {
  return {
    ...RIGHT_ONLY,
    question: `All fixes, but ${NAMES[fix]} as it was: is it the one that matters?`,
    settings: { fixes: { [fix]: "before" }, freezeBackbone: true },
  };
}

const NAMES = {
  fusion: "the fusion block",
  initialisation: "the initialisation",
  pooling: "the pooling",
  loss: "the loss",
  learningRate: "the learning rate",
  strategy: "the training strategy",
} as const;

/** One of a row of settings, between two that have ten seeds. */
const OF_A_ROW = { ...RIGHT_ONLY, seeds: 5 } as const;

/** Right validation, and a share of the training labels wrong. */
function wrongShare(share: number): Experiment {
  return {
    ...variant(`${100 * share} % of the training labels wrong, judged on right ones?`, { wrongShare: share }),
    ...OF_A_ROW,
  };
}

const SGD = { optimizer: "sgd", weightDecay: 0 } as const;

/** Training the backbone too takes fifty times as long: a fifth of the data. */
const FINE_TUNED = { stride: 5, cost: 20, seeds: 5 } as const;

/** What fine-tuned runs are compared with. */
const FIFTH = { stride: 5, cost: 0.3 } as const;

/** Every run behind a figure, by name, each made with several seeds. A new experiment is one entry here. */
export const EXPERIMENTS = {
  ...presets,
  before: { ...presets.before, ...FINE_TUNED },
  beforeFrozenFifth: { ...presets.beforeFrozen, question: "The same data with a frozen backbone?", ...FIFTH },
  afterFifth: { ...presets.after, question: "All seven fixes on the same data: plan A?", ...FIFTH },
  planB: {
    question: "All seven fixes, but the backbone is trained too: plan B?",
    settings: { freezeBackbone: false },
    ...FINE_TUNED,
  },
  frozenDropout: {
    ...variant("The incident's defect: dropout left on in the frozen backbone?", { frozenDropout: true }),
    ...RIGHT_ONLY,
    ...FIFTH,
  },
  allButFusion: allBut("fusion"),
  allButInitialisation: allBut("initialisation"),
  allButPooling: allBut("pooling"),
  allButLoss: allBut("loss"),
  allButLearningRate: allBut("learningRate"),
  allButStrategy: allBut("strategy"),
  tinyRate: {
    ...variant("A learning rate far too small and a small start: what does a scale collapse look like?", {
      fixes: { ...presets.beforeFrozen.settings.fixes, initialisation: "literal" },
      headLearningRate: 2e-5,
    }),
    ...RIGHT_ONLY,
  },
  sgdSmoothL1: {
    ...variant("Plain SGD under Smooth L1: does its flat gradient hold it back?", SGD),
    ...RIGHT_ONLY,
    ...FIFTH,
  },
  mseFifth: { ...variant("MSE on the same data?", { loss: "mse" }), ...RIGHT_ONLY, ...FIFTH },
  sgdMse: { ...variant("Plain SGD under MSE?", { ...SGD, loss: "mse" }), ...RIGHT_ONLY, ...FIFTH },
  positionPrompt: {
    ...variant("The incident's prompt, which hides the speed: can the pictures make up for it?", {
      promptState: "position",
    }),
    ...RIGHT_ONLY,
    ...FIFTH,
  },
  divideBy100: variant("The document's division by a hundred?", { normalisation: "divide-by-100" }),
  standardise: variant("One mean and spread per axis?", { normalisation: "standardise" }),
  standardiseSteps: {
    // wrong labels have no spread in y at the first step, by construction: nothing to divide by
    ...variant("One mean and spread per axis and time step?", { normalisation: "standardise-steps" }),
    ...RIGHT_ONLY,
  },
  robust: variant("Median and quantiles instead?", { normalisation: "robust" }),
  increments: variant("Steps instead of places?", { normalisation: "increments" }),
  halfBatch: variant("Half the batch, twice the accumulation: the same update?", {
    batchSize: 2,
    accumulation: 8,
  }),
  noAccumulation: variant("Four times as many updates?", { accumulation: 1 }),
  moreEpochs: variant("Twice the epochs?", { epochs: 14 }),
  ...CURE,
  // how much of the labels may be wrong, beside `beforeFrozen`
  wrongTenth: wrongShare(0.1),
  wrongQuarter: wrongShare(0.25),
  wrongHalf: wrongShare(0.5),
  wrongThreeQuarters: wrongShare(0.75),
  wrongAll: wrongShare(1),
  // which rates a run bears, beside `beforeFrozen` and `onlyLearningRate`
  fifthOfRate: { ...variant("A fifth of the learning rate?", { headLearningRate: 1e-3 }), ...OF_A_ROW },
  fourTimesRate: { ...variant("Four times the learning rate?", { headLearningRate: 2e-2 }), ...OF_A_ROW },
  // which first weights a run bears, beside `beforeFrozen`
  tenthOfStart: { ...variant("A tenth of the first weights?", { startScale: 0.1 }), ...OF_A_ROW },
  thirdOfStart: { ...variant("A third of the first weights?", { startScale: 1 / 3 }), ...OF_A_ROW },
  threeTimesStart: { ...variant("Three times the first weights?", { startScale: 3 }), ...OF_A_ROW },
} as const satisfies Record<string, Experiment>;

export type ExperimentName = keyof typeof EXPERIMENTS;

/**
 * Whose runs follow 100 samples from epoch to epoch: the base, the run that only lacks scale, both readings of a
 * feature that may lose what tells samples apart, all seven, and the cure. A close-up is most of a run's size.
 */
const CLOSE_UPS: readonly ExperimentName[] = [
  "beforeFrozen",
  "tinyRate",
  "onlyFusion",
  "onlyPooling",
  "after",
  "cureData",
];

/** Which of an experiment's runs keeps a close-up (`Run.closeUp`), told by the place of its seed: one is shown. */
export function keepsCloseUp(name: ExperimentName, place: number): boolean {
  return place === 0 && CLOSE_UPS.includes(name);
}

/** Whose curves along the updates and layer by layer are shown, beside the close-ups. */
const SHOWN: readonly ExperimentName[] = [
  ...CLOSE_UPS,
  "onlyInitialisation",
  "onlyInitialisationLiteral",
  "onlyDebugOutput",
];

/** Seeds whose runs are kept whole: as many as curves show; at full, where a run is several times as large, one. */
const DETAILED_SEEDS = { fast: 3, laptop: 3, full: 1 } as const satisfies Record<Speed, number>;

/** Whether a record holds all of an experiment's run, told by the place of its seed; of others only final measures. */
export function keepsDetail(name: ExperimentName, place: number, speed: Speed): boolean {
  return place < DETAILED_SEEDS[speed] && SHOWN.includes(name);
}

/** What notebooks 01 and 10 show, and the cure. */
const AT_FULL: readonly ExperimentName[] = [
  ...(["before", "beforeFrozen", "after", "beforeFrozenFifth", "afterFifth", "planB"] as const),
  ...(["allButFusion", "allButInitialisation", "allButPooling"] as const),
  ...(["allButLoss", "allButLearningRate", "allButStrategy"] as const),
  ...(["onlyFusion", "positionPrompt", "cureReport"] as const),
];

/** The experiments whose runs are made first and kept: all, but at the true size, where all take a night, a few. */
export function experimentsAt(speed: Speed): ExperimentName[] {
  const names = Object.keys(EXPERIMENTS) as ExperimentName[];
  return speed === "full" ? names.filter((name) => AT_FULL.includes(name)) : names;
}

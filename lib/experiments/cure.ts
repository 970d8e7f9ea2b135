import { type Settings } from "../training/config";
import { presets } from "../training/presets";
import { type Experiment } from "./experiments";

/** One step of the cure: what it adds to the steps before it, and whether with drives of other towns. */
interface CureStep {
  readonly title: string;
  /** The title where a figure has room for three words. */
  readonly short: string;
  /** Why it might help. */
  readonly question: string;
  readonly adds: Settings;
  readonly moreTowns?: readonly number[];
}

/** Seeds of the towns whose drives are learnt from too: not those of the notebooks, the pre-training or the report. */
const MORE_TOWNS = [1101, 1102, 1103] as const;

/** Seeds of the towns that the cure is reported on: nothing was chosen or trained on them. */
export const REPORT_TOWNS = [2101, 2102, 2103] as const;

/** After the labels, in the order in which they are added; chosen on validation recordings only. */
const STEPS = {
  cureNormaliser: {
    title: "each time step standardised",
    short: "scale by time step",
    question: "Early and late points count alike: does the turn come?",
    adds: { normalisation: "standardise-steps" },
  },
  cureSchedule: {
    title: "a fifth of the rate, batches of 16 without accumulation, twice the epochs",
    short: "smaller updates, more",
    question: "Standardised targets want a smaller rate and more updates: how far do they carry?",
    adds: {
      headLearningRate: 1e-3,
      batchSize: 16,
      accumulation: 1,
      epochs: 14,
    },
  },
  curePredicts: {
    title: "predict the correction to constant turn rate and velocity",
    short: "predict a correction",
    question: "What the prompt already says need not be learnt: what is left?",
    adds: { predicts: "turn-correction" },
  },
  cureNumbers: {
    title: "speed and turn rate as numbers",
    short: "prompt as numbers",
    question: "Read from text they are rounded and blurred: do they help as numbers?",
    adds: { promptNumbers: true },
  },
  cureData: {
    title: "drives of three more towns",
    short: "more towns",
    question: "Drives, not pairs, are what is scarce: do 144 more help?",
    adds: {},
    moreTowns: MORE_TOWNS,
  },
} as const satisfies Record<string, CureStep>;

export type CureStepName = keyof typeof STEPS;

/** The step that is reported: the last that helped on validation. */
export const CHOSEN: CureStepName = "cureData";

const RIGHT = { labels: ["ego-pose"] } as const;
/** Training the backbone too takes fifty times as long: a fifth of the data, half the seeds. */
const FIFTH = { stride: 5, cost: 0.6, seeds: 5 } as const;
/** Nothing is expected of them, and ten seeds decide no more where every interval is far inside the margin. */
const WRONG = { labels: ["first-car"], seeds: 5 } as const;
const BASE = presets.beforeFrozen.settings;

/** The settings of all steps up to one. */
function upTo(name: CureStepName): Settings {
  const names = Object.keys(STEPS) as CureStepName[];
  return names
    .slice(0, names.indexOf(name) + 1)
    .reduce<Settings>((all, one) => ({ ...all, ...STEPS[one].adds }), BASE);
}

function townsOf(step: CureStep): Pick<Experiment, "moreTowns"> {
  return step.moreTowns === undefined ? {} : { moreTowns: step.moreTowns };
}

/** A step upon those before it, on right labels. */
function cumulative(name: CureStepName): Experiment {
  const { question }: CureStep = STEPS[name];
  return { ...RIGHT, question, settings: upTo(name), ...townsOf(STEPS[name]) };
}

/** A step by itself on wrong labels. */
function alone(name: CureStepName, instead: Settings = {}): Experiment {
  const step: CureStep = STEPS[name];
  const settings = { ...BASE, ...step.adds, ...instead };
  return { ...WRONG, question: `Wrong labels: ${step.title}?`, settings, ...townsOf(step) };
}

/** Wrong labels have no spread in y at the first time step, by construction: nothing to divide by. */
const FITTABLE = { normalisation: "standardise" } as const;

/** The cure's runs; an entry each in EXPERIMENTS. */
export const CURE = {
  cureLabels: { ...RIGHT, question: "The incident's settings on right labels?", settings: BASE },
  cureNormaliser: cumulative("cureNormaliser"),
  cureSchedule: cumulative("cureSchedule"),
  curePredicts: cumulative("curePredicts"),
  cureNumbers: cumulative("cureNumbers"),
  cureData: cumulative("cureData"),
  cureFifth: { ...RIGHT, ...FIFTH, question: "A fifth of the pairs, frozen?", settings: upTo("cureNumbers") },
  cureFineTuned: {
    ...RIGHT,
    ...FIFTH,
    question: "The same fifth, the backbone trained too?",
    settings: { ...upTo("cureNumbers"), freezeBackbone: false },
    cost: 40,
  },
  cureReport: { ...cumulative(CHOSEN), question: "The cure, reported once?", reportTowns: REPORT_TOWNS },
  cureNoSpeed: {
    ...RIGHT,
    question:
      "The obvious objection: the same without the speed in the prompt, which the incident's did not have?",
    settings: { ...upTo(CHOSEN), promptState: "position", predicts: "places", promptNumbers: false },
    ...townsOf(STEPS[CHOSEN]),
  },
  cureNoSpeedUnfixed: {
    ...RIGHT,
    question: "The incident's settings and prompt, on right labels?",
    settings: { ...BASE, promptState: "position" },
  },
  wrongNormaliser: alone("cureNormaliser", FITTABLE),
  wrongSchedule: alone("cureSchedule"),
  wrongPredicts: alone("curePredicts"),
  wrongNumbers: alone("cureNumbers"),
  wrongData: alone("cureData"),
  wrongCure: {
    ...WRONG,
    question: "Wrong labels: all of the cure?",
    settings: { ...upTo(CHOSEN), ...FITTABLE },
    ...townsOf(STEPS[CHOSEN]),
  },
} as const satisfies Record<string, Experiment>;

export type CureName = keyof typeof CURE;

/** A row of the cure's tables and figures. */
export interface NamedStep {
  readonly name: CureName;
  readonly title: string;
  readonly short: string;
}

/** The steps on right labels in their order, each with what it adds; the first is the labels themselves. */
export const CURE_STEPS: readonly NamedStep[] = [
  { name: "cureLabels", title: "right labels, nothing else", short: "right labels" },
  ...(Object.keys(STEPS) as CureStepName[]).map((name) => ({
    ...{ name, title: `+ ${STEPS[name].title}`, short: `+ ${STEPS[name].short}` },
  })),
];

/** The steps by themselves on wrong labels. */
export const WRONG_STEPS: readonly NamedStep[] = [
  {
    name: "wrongNormaliser",
    title: "each axis standardised (time steps cannot be)",
    short: "scale by axis",
  },
  { ...titlesOf("cureSchedule"), name: "wrongSchedule" },
  { ...titlesOf("curePredicts"), name: "wrongPredicts" },
  { ...titlesOf("cureNumbers"), name: "wrongNumbers" },
  { ...titlesOf("cureData"), name: "wrongData" },
  { name: "wrongCure", title: "all of the cure", short: "all of the cure" },
];

function titlesOf(name: CureStepName): Pick<NamedStep, "title" | "short"> {
  const { title, short } = STEPS[name];
  return { title, short };
}

import { type LabelSet, type Settings } from "../training/config";
import { EXPERIMENTS, type Experiment, type ExperimentName } from "./experiments";
import { SETS, SETS_WITHOUT_MSE, setName, settingsOfSet } from "./fixSets";
import { FIX_TITLES } from "./fixTitles";

/** Many runs of which only settings and final measures are kept. */
export interface Study {
  readonly question: string;
  readonly arms: readonly Arm[];
  /** Seeds 1 to this number. */
  readonly seeds: number;
  /** Data seeds of the towns. */
  readonly towns: readonly number[];
}

/** One configuration on one label set. */
export interface Arm {
  readonly name: string;
  readonly labels: LabelSet;
  readonly settings: Settings;
  /** As in `Experiment`. */
  readonly stride?: number;
  readonly cost?: number;
}

const setArm = (set: number, labels: LabelSet): Arm => ({
  name: setName(set),
  labels,
  settings: settingsOfSet(set),
});

/** An experiment as it is defined, on both label sets. */
function experimentArms(name: ExperimentName): Arm[] {
  const { settings, stride, cost }: Experiment = EXPERIMENTS[name];
  const size = { ...(stride === undefined ? {} : { stride }), ...(cost === undefined ? {} : { cost }) };
  return (["ego-pose", "first-car"] as const).map((labels) => ({ name, labels, settings, ...size }));
}

/** The base and the seven fixes: the comparisons that were named beforehand. */
const NAMED = ["beforeFrozen", ...Object.keys(FIX_TITLES)] as ExperimentName[];

/** The plans with frozen backbone and what they are compared with. */
const FROZEN_PLANS = [
  "after",
  "beforeFrozenFifth",
  "afterFifth",
] as const satisfies readonly ExperimentName[];

/** What is asked beyond the experiments, by name; `npx seven-fixes results --study <name>` makes one. */
export const STUDIES = {
  sets: {
    question: "Which fix did what? All sets of the six fixes that change a number, right labels.",
    arms: [...Array(SETS).keys()].map((set) => setArm(set, "ego-pose")),
    seeds: 10,
    towns: [1],
  },
  "sets-wrong": {
    question: "The same on wrong labels, without MSE, whose loss is told apart.",
    arms: SETS_WITHOUT_MSE.map((set) => setArm(set, "first-car")),
    seeds: 5,
    towns: [1],
  },
  towns: {
    question: "Do the named comparisons come out alike in three further towns?",
    arms: NAMED.flatMap(experimentArms),
    seeds: 3,
    towns: [2, 3, 4],
  },
  deaths: {
    question: "Who dies? The named comparisons and the plans with frozen backbone.",
    arms: [...NAMED, ...FROZEN_PLANS].flatMap(experimentArms),
    seeds: 30,
    towns: [1],
  },
} as const satisfies Record<string, Study>;

export type StudyName = keyof typeof STUDIES;

export const STUDY_NAMES = Object.keys(STUDIES) as StudyName[];

/** How many runs a study makes. */
export function runsOfStudy({ arms, seeds, towns }: Study): number {
  return arms.length * seeds * towns.length;
}

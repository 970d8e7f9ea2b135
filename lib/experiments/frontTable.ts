import { markdownTable } from "../display/markdownTable";
import { at } from "../math/at";
import { effectOf, type Effect, type Outcome } from "../math/effects/effect";
import { verdictOverTowns, withDeaths } from "../math/effects/towns";
import { mean } from "../math/statistics";
import { type LabelSet } from "../training/config";
import { CHOSEN } from "./cure";
import { FIX_TITLES } from "./fixTitles";
import { changeInWords, deadInWords, errorInWords, signed } from "./outcomeWords";
import { judge, type Judgement, type Results } from "./results";
import { comparisonsInWords, ruleInWords } from "./ruleInWords";
import { STUDIES } from "./studies";
import { currentStudy, outcomesOfArm, type StudyResults } from "./studyFile";

const BASE = "beforeFrozen";

/** Rows of the front table, from top to bottom. */
const TITLES: Readonly<Record<string, string>> = {
  beforeFrozen: "nothing fixed, backbone frozen",
  onlyFusion: FIX_TITLES.onlyFusion,
  onlyInitialisation: FIX_TITLES.onlyInitialisation,
  onlyInitialisationLiteral: "2 the same, read literally",
  onlyPooling: FIX_TITLES.onlyPooling,
  onlyLoss: FIX_TITLES.onlyLoss,
  onlyLearningRate: FIX_TITLES.onlyLearningRate,
  onlyStrategy: FIX_TITLES.onlyStrategy,
  onlyDebugOutput: FIX_TITLES.onlyDebugOutput,
  after: "all seven",
};

/** The rows below the right labels': the cure, on either label set. */
const CURE_TITLES: Readonly<Record<string, string>> = {
  [CHOSEN]: "the cure",
  wrongCure: "the cure",
};

const LABELS = { "ego-pose": "right", "first-car": "wrong" } as const;

type FrontResults = Pick<Results, "rows" | "data">;

/** What is known beyond the results: the named comparisons in other towns, and who died of 30 seeds. */
export interface FrontStudies {
  readonly towns?: StudyResults;
  readonly deaths?: StudyResults;
}

/** The studies kept beside results, as far as they were made by the code that runs now. */
export function frontStudies({ speed }: Pick<Results, "speed">): FrontStudies {
  const [towns, deaths] = (["towns", "deaths"] as const).map((name) => currentStudy(name, speed));
  return { ...(towns === undefined ? {} : { towns }), ...(deaths === undefined ? {} : { deaths }) };
}

/**
 * The seven fixes, the right labels and the cure as a Markdown table: error, dead runs, mean change with its interval, its means
 * in other towns where they are known, verdict. The rule stands in `frontRule`.
 */
export function frontTable(results: FrontResults, studies: FrontStudies = {}): string {
  const withTowns = studies.towns !== undefined;
  const judgements = judge(results);
  const rowsOf = (titles: Readonly<Record<string, string>>): string[][] =>
    Object.entries(titles).flatMap(([name, title]) =>
      judgements
        .filter((one) => one.name === name)
        .map((one) => [title, LABELS[one.labels], ...cellsOf(one, studies)]),
    );
  const head = ["fix", "labels", "error (m)", "dead", "change (m), 95 % interval"];
  const columns = [...head, ...(withTowns ? ["other towns (m)"] : []), "verdict"];
  return markdownTable(columns, [
    ...rowsOf(TITLES),
    ...rightLabelsRow(results, judgements, withTowns),
    ...rowsOf(CURE_TITLES),
  ]);
}

function cellsOf(one: Judgement, { towns, deaths }: FrontStudies): string[] {
  const { name, labels, outcomes } = one;
  const many = deaths === undefined ? [] : outcomesOfArm(deaths, { name, labels });
  const dead = deadInWords(many.length > 0 ? many : outcomes);
  const elsewhere = towns === undefined ? [] : townEffects(towns, name, labels);
  const means = towns === undefined ? [] : [elsewhere.map(townInWords).join(" · ")];
  if (name === BASE) return [errorInWords(outcomes), dead, "", ...means.map(() => ""), "base"];
  const base = deaths === undefined ? [] : outcomesOfArm(deaths, { name: BASE, labels });
  const judged = withDeaths(one, many.length > 0 ? effectOf(base, many) : undefined);
  const verdict = verdictOverTowns(judged, elsewhere);
  return [errorInWords(outcomes), dead, changeInWords(judged), ...means, verdict];
}

/** A named comparison in each of the other towns; none for other comparisons. */
function townEffects(towns: StudyResults, name: string, labels: LabelSet): Effect[] {
  if (!(name in FIX_TITLES)) return [];
  return STUDIES.towns.towns.map((town) =>
    effectOf(
      outcomesOfArm(towns, { name: BASE, labels, town }),
      outcomesOfArm(towns, { name, labels, town }),
    ),
  );
}

const townInWords = ({ kind, change, deaths, pairs }: Effect): string =>
  kind === "means" ? signed(change) : `${deaths.variant} of ${pairs} dead`;

/**
 * The eighth fix: the same runs with nothing fixed on wrong and on right labels. Metres of other targets cannot be
 * compared, so each error is told as a share of its own best constant's.
 */
function rightLabelsRow(
  { data }: FrontResults,
  judgements: readonly Judgement[],
  withTowns: boolean,
): string[][] {
  const [right, wrong] = (["ego-pose", "first-car"] as const).map((labels) => {
    const { meanTrajectory, medianTrajectory } = data[labels];
    const constant = Math.min(meanTrajectory, medianTrajectory);
    const found = judgements.find((one) => one.name === BASE && one.labels === labels)?.outcomes ?? [];
    return found.map((outcome): Outcome => ({ ...outcome, error: outcome.error / constant }));
  });
  if (right === undefined || wrong === undefined || right.length === 0 || wrong.length === 0) return [];
  const effect = effectOf(wrong, right);
  const shares = [wrong, right].map((outcomes) => mean(outcomes.map(({ error }) => error)).toFixed(2));
  const change = changeInWords(effect);
  return [
    [
      ...[
        "8 right labels, nothing else",
        "wrong → right",
        `${at(shares, 0)} → ${at(shares, 1)} of the best constant's`,
      ],
      ...[deadInWords(right), change, ...(withTowns ? [""] : []), effect.verdict],
    ],
  ];
}

/** What the front table's verdicts mean, how many comparisons it makes, and what other towns are. */
export function frontRule(results: FrontResults, { towns }: Pick<FrontStudies, "towns"> = {}): string {
  const judgements = judge(results);
  const made = judgements.filter(({ name }) => name !== BASE && (name in TITLES || name in CURE_TITLES));
  const rightLabels = rightLabelsRow(results, judgements, false).length;
  const named = made.filter(({ name }) => name in FIX_TITLES).length;
  const elsewhere = towns === undefined ? "" : ` ${townsInWords()}`;
  return `${ruleInWords()} ${comparisonsInWords(made.length + rightLabels, named)}${elsewhere}`;
}

/** How the named comparisons are read in the further towns. */
function townsInWords(): string {
  const { towns, seeds } = STUDIES.towns;
  return `Other towns: the mean change in ${towns.length} further towns, ${seeds} seeds each, read as means: a verdict holds *in this town* where one of them has the other sign or, against *less than 5 %*, lies beyond it.`;
}

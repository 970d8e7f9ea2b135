import { upperShare } from "../../math/upperShare";
import { type Change } from "../change";
import { type Diagnosis } from "../diagnosis";
import { type Evidence } from "../evidence";
import { type ExamineLevel } from "../examine";
import { type Fault } from "../faults/fault";
import { faultNamed } from "../faults/faults";
import { fitWeights, judgeCases, type JudgedCase } from "../fitWeights";
import { judge, type Judged } from "../judge";
import { onceFor } from "../measures/onceFor";
import { VIEWS, outcomeByContract, seenIn } from "../practiceTable";
import { type Weights } from "../scores";
import { cannotTell, verdictOf } from "../verdict";
import { seenAt, type BenchmarkCase } from "./benchmark";
import { practiceRuns, type Practice } from "./practiceFile";
import { errorOfConstant, gapClosed, isMendable, REPAIRED, type Repair } from "./repair";

/** A faulty case with what became of its repairs, if any were tried. */
export interface BenchmarkRun extends BenchmarkCase {
  /** What the doctor proposed at the deepest level. */
  readonly proposals: Diagnosis["proposals"];
  readonly repair?: Repair;
  readonly seconds: number;
}

/** The levels that are counted; deeper than a run. */
export const LEVELS = ["probe", "trial"] as const satisfies readonly ExamineLevel[];
type Level = (typeof LEVELS)[number];

/** So many hits of so many. */
export interface Count {
  readonly hits: number;
  readonly of: number;
}

/** How the cases of a family came out. */
export interface BenchmarkRow {
  readonly family: string;
  readonly cases: number;
  /** Any cause named, or left open. */
  readonly detected: Readonly<Record<Level, Count>>;
  /** The true cause first; open verdicts count where the contract lets them be. */
  readonly firstCause: Readonly<Record<Level, Count>>;
  /** The same with weights fitted without this family. */
  readonly keptOut: Readonly<Record<Level, Count>>;
  /** Of the cases that training can mend. */
  readonly repaired: Count;
  /** By the best of as many random sets. */
  readonly byChance: Count;
  /** Wrong labels, leaks and logs: nothing but data is proposed to be mended. */
  readonly dataOnly: Count;
  readonly minutes: number;
}

/** Weights by the family they were fitted without. */
export type WeightsWithout = (family: string) => Weights;

/** What is true of a practice case's family, with its run at every level that it can be seen at. */
type FittingCase = JudgedCase & { readonly family?: string };

/** Every view of the practice cases for fitting: a run's as somebody sees it, an examination's at both deeper levels. */
export function fittingCases(practice: Practice, inside: Practice): FittingCase[] {
  const familyOf = new Map(
    [...practice.cases, ...inside.cases].flatMap(({ id, truth }) =>
      truth.kind === "faulty" ? [[id, truth.faultFamily] as const] : [],
    ),
  );
  const runs = practiceRuns(practice, "fitting").flatMap((one) => VIEWS.map((view) => seenIn(one, view)));
  const deeper = practiceRuns(inside, "fitting").flatMap(({ evidence, ...one }) =>
    LEVELS.filter((level) => level === "probe" || evidence.level === level).map((level) => ({
      ...one,
      evidence: seenAt(evidence, level),
    })),
  );
  return judgeCases([...runs, ...deeper]).map((one) => {
    const family = familyOf.get(one.run ?? "");
    return family === undefined ? one : { ...one, family };
  });
}

/** Weights without each family in turn, each fitted once. */
export function weightsWithout(cases: readonly FittingCase[]): WeightsWithout {
  const known = new Map<string, Weights>();
  return (family) => {
    const weights = known.get(family) ?? fitWeights(cases.filter((one) => one.family !== family));
    known.set(family, weights);
    return weights;
  };
}

/** A case as a level sees it, and what the rules say of that. */
interface Look {
  readonly seen: Evidence;
  readonly judged: Judged;
}

const lookingAt = (level: Level): ((one: BenchmarkCase) => Look) =>
  onceFor(({ evidence }) => {
    const seen = seenAt(evidence, level);
    return { seen, judged: judge(seen) };
  });

/** The rules are asked once a case and level, whatever is counted of it. */
const LOOK = { probe: lookingAt("probe"), trial: lookingAt("trial") } as const;

/** The verdict that a level gives. */
export function verdictAt(one: BenchmarkCase, level: Level, weights?: Weights): Diagnosis["verdict"] {
  const { seen, judged } = LOOK[level](one);
  return verdictOf(seen, judged, weights === undefined ? {} : { weights });
}

/** Whether a verdict names the cause first, or leaves open what its level may, with that cause first. */
export function isRight(one: BenchmarkCase, level: Level, weights?: Weights): boolean {
  const { seen, judged } = LOOK[level](one);
  const verdict = verdictAt(one, level, weights);
  const truth = faultOf(one).cause;
  const outcome = outcomeByContract(truth, verdict, cannotTell(seen, judged.findings));
  return outcome === "right" || (outcome === "undecided" && verdict.candidates[0] === truth);
}

const faultOf = ({ fault = "" }: BenchmarkCase): Fault => faultNamed(fault);

const count = <T>(all: readonly T[], is: (one: T) => boolean): Count => ({
  hits: all.filter(is).length,
  of: all.length,
});

/** Whether an examination went so far. */
const reaches = ({ evidence }: BenchmarkCase, level: Level): boolean =>
  level === "probe" || evidence.level === level;

/** Counts at each level, of the cases that were examined so far. */
function atLevels<T extends BenchmarkCase>(
  cases: readonly T[],
  is: (one: T, level: Level) => boolean,
): Record<Level, Count> {
  const of = (level: Level): Count =>
    count(
      cases.filter((one) => reaches(one, level)),
      (one) => is(one, level),
    );
  return { probe: of("probe"), trial: of("trial") };
}

/** One row of cases, those of a family or all of them. */
export function benchmarkRow(
  family: string,
  runs: readonly BenchmarkRun[],
  without: WeightsWithout,
): BenchmarkRow {
  const mended = runs.flatMap((run) => (isMendable(faultOf(run)) ? (closedBy(run) ?? []) : []));
  return {
    family,
    cases: runs.length,
    detected: atLevels(runs, (run, level) => verdictAt(run, level).cause !== "none"),
    firstCause: atLevels(runs, (run, level) => isRight(run, level)),
    keptOut: atLevels(runs, (run, level) => isRight(run, level, without(faultOf(run).family))),
    repaired: count(mended, ({ proposal }) => proposal >= REPAIRED),
    byChance: count(mended, ({ random }) => random >= REPAIRED),
    dataOnly: count(
      runs.filter((run) => !isMendable(faultOf(run))),
      ({ proposals }) => proposals.length > 0 && proposals.flat().every(isData),
    ),
    minutes: runs.reduce((sum, { seconds }) => sum + seconds / 60, 0),
  };
}

const isData = ({ kind }: Change): boolean => kind === "data";

/** Shares of the gap that the best proposal and the best random set close; undefined where no repair was tried, or no gap. */
export function closedBy({
  repair,
  seed,
  evidence,
}: BenchmarkRun): { proposal: number; random: number } | undefined {
  if (repair === undefined) return undefined;
  const constant = errorOfConstant(seed, evidence);
  const proposal = gapClosed(repair, constant, repair.proposal?.error);
  const random = gapClosed(repair, constant, repair.random?.error);
  return proposal === undefined || random === undefined ? undefined : { proposal, random };
}

/** A row for each family in their order, and one for all. */
export function benchmarkTable(runs: readonly BenchmarkRun[], without: WeightsWithout): BenchmarkRow[] {
  const families = [...new Set(runs.map((run) => faultOf(run).family))];
  return [
    ...families.map((family) =>
      benchmarkRow(
        family,
        runs.filter((run) => faultOf(run).family === family),
        without,
      ),
    ),
    benchmarkRow("all", runs, without),
  ];
}

/** Healthy examinations that are given a cause, or an open verdict, and how large their share may be (95 %). */
export function falseAlarms(
  healthy: readonly BenchmarkCase[],
  level: Level,
): Count & { readonly upper: number; readonly ids: readonly string[] } {
  const seen = healthy.filter((one) => reaches(one, level));
  const alarmed = seen.filter((one) => verdictAt(one, level).cause !== "none");
  const [hits, of] = [alarmed.length, seen.length];
  return { hits, of, upper: of === 0 ? 1 : upperShare(hits, of), ids: alarmed.map(({ id }) => id) };
}

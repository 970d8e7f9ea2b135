import { range } from "../math/statistics";
import { type Evidence } from "./evidence";
import { type KnownCase } from "./fitWeights";
import { courseOf, type Course } from "./measures/lossCourse";
import { overOutputs } from "./measures/overOutputs";
import { judgedFacts } from "./measures/pairFacts";

type Numbers = Readonly<Record<string, number>>;
/** Lowest and highest value of each number over healthy runs. */
export type HealthyRanges = ReadonlyMap<string, readonly [low: number, high: number]>;

/** What a loss curve shows whatever its unit. */
function courseNumbers(
  name: string,
  { first, end, best, noise, drop, lateFall, notFinite }: Course,
): Numbers {
  return {
    [`${name} drop`]: drop,
    [`${name} late fall`]: lateFall,
    [`${name} rattle`]: noise / Math.abs(end),
    [`${name} rise from its best`]: (end - best) / Math.abs(first),
    [`${name} first`]: first,
    [`${name} not finite`]: notFinite,
  };
}

/** What a table of pairs shows whatever its unit. */
function pairNumbers(evidence: Evidence): Numbers {
  const facts = judgedFacts(evidence);
  if (facts === undefined) return {};
  const { outputs, notFinite } = facts;
  const worst = Math.min(...outputs.map(({ rSquared }) => rSquared));
  return {
    r: overOutputs(facts, ({ r }) => r),
    spread: overOutputs(facts, ({ spreadRatio }) => spreadRatio),
    slope: overOutputs(facts, ({ slope }) => slope),
    rSquared: overOutputs(facts, ({ rSquared }) => rSquared),
    "worst rSquared": worst,
    away: overOutputs(facts, (one) => Math.abs(one.predictedMean - one.targetMean) / one.targetStd),
    "predictions not finite": notFinite,
  };
}

function numbersOf(evidence: Evidence): Numbers {
  const [train, validation] = [courseOf(evidence, "train-loss"), courseOf(evidence, "validation-loss")];
  return {
    ...(train === undefined ? {} : courseNumbers("training", train)),
    ...(validation === undefined ? {} : courseNumbers("validation", validation)),
    ...(train === undefined || validation === undefined
      ? {}
      : { gap: (validation.end - train.end) / Math.abs(train.first) }),
    ...pairNumbers(evidence),
  };
}

/** What healthy runs show, number by number: of the fitting half, so that what is kept apart stays unseen. */
export function healthyRanges(cases: readonly KnownCase[]): HealthyRanges {
  const all = cases.filter(({ cause }) => cause === "none").map(({ evidence }) => numbersOf(evidence));
  const names = new Set(all.flatMap(Object.keys));
  return new Map([...names].map((name) => [name, range(all.flatMap((one) => one[name] ?? []))]));
}

/**
 * Whether a fault shows at all in what is seen of a run: not where all of that is its healthy twin's to the last digit,
 * nor where every number lies among those of healthy runs, so that no limit could tell it without a false alarm.
 */
export function leavesTrace(evidence: Evidence, ranges: HealthyRanges, twin?: Evidence): boolean {
  if (twin !== undefined && JSON.stringify(twin) === JSON.stringify(evidence)) return false;
  return Object.entries(numbersOf(evidence)).some(([name, value]) => {
    const [low, high] = ranges.get(name) ?? [NaN, NaN];
    return !(value >= low && value <= high);
  });
}

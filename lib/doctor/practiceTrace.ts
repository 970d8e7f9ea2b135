import { quantile, range } from "../math/statistics";
import { type Evidence } from "./evidence";
import { type KnownCase } from "./fitWeights";
import { courseOf, type Course } from "./measures/lossCourse";
import { modesOf } from "./measures/modesOf";
import { noiseCeilingOf } from "./measures/noiseCeiling";
import { middleRSquared, overOutputs } from "./measures/overOutputs";
import { judgedFacts, type PairFacts } from "./measures/pairFacts";
import { inputSpreads, trainingTargets } from "./measures/trainingUnits";

type Numbers = Readonly<Record<string, number>>;

type Ranges = ReadonlyMap<string, readonly [low: number, high: number]>;

/** What healthy runs show, number by number, and how far beyond one more of them may lie. */
export interface HealthyNumbers {
  readonly ranges: Ranges;
  /** In widths of the range: one healthy run in twenty lies further beyond those of all others. */
  readonly margin: number;
}

/** Healthy runs that may count as odd: the false alarms of a limit. */
const ODD_SHARE = 0.05;
/** Rattles below this share of the loss are all alike. */
const LEAST_RATTLE = 1e-3;

/** The size of a number, whatever its unit. */
const size = (value: number): number => Math.log10(Math.abs(value));

/** What a loss curve shows. */
function courseNumbers(
  name: string,
  { first, end, best, noise, drop, lateFall, notFinite }: Course,
): Numbers {
  return {
    [`${name} drop`]: drop,
    [`${name} late fall`]: lateFall * Math.abs(drop),
    [`${name} rattle`]: size(noise / Math.abs(end) + LEAST_RATTLE),
    [`${name} rise from its best`]: (end - best) / Math.abs(first),
    [`${name} first`]: size(first),
    [`${name} not finite`]: notFinite,
  };
}

/** What a table of pairs shows whatever its unit. */
function pairNumbers(facts: PairFacts): Numbers {
  const { outputs, notFinite } = facts;
  return {
    r: overOutputs(facts, ({ r }) => r),
    spread: overOutputs(facts, ({ spreadRatio }) => spreadRatio),
    slope: overOutputs(facts, ({ slope }) => slope),
    rSquared: middleRSquared(facts),
    "worst rSquared": Math.min(...outputs.map(({ rSquared }) => rSquared)),
    away: overOutputs(facts, (one) => Math.abs(one.predictedMean - one.targetMean) / one.targetStd),
    "predictions not finite": notFinite,
  };
}

/** What is known beside both: of inputs, scaling and the start. */
function runNumbers(evidence: Evidence, held: PairFacts): Numbers {
  const { data, start } = evidence;
  const rSquared = middleRSquared(held);
  const modes = modesOf(evidence);
  const inputs = inputSpreads(evidence)?.filter((spread) => spread > 0) ?? [1];
  return {
    "below its ceiling": (noiseCeilingOf(evidence) ?? rSquared) - rSquared,
    "between modes": modes === undefined ? 0 : size(modes.evaluationLoss / modes.trainLoss),
    "start beside knowing nothing": size((start?.loss ?? 1) / (data?.lossOfBestConstant ?? 1)),
    "targets of training": size(trainingTargets(evidence)?.std ?? 1),
    "widest input": size(Math.max(...inputs)),
    "input beside input": size(Math.max(...inputs) / Math.min(...inputs)),
  };
}

function numbersOf(evidence: Evidence): Numbers {
  const [train, validation] = [courseOf(evidence, "train-loss"), courseOf(evidence, "validation-loss")];
  const held = judgedFacts(evidence);
  return {
    ...(train === undefined ? {} : courseNumbers("training", train)),
    ...(validation === undefined ? {} : courseNumbers("validation", validation)),
    ...(train === undefined || validation === undefined
      ? {}
      : { gap: (validation.end - train.end) / Math.abs(train.first) }),
    ...(held === undefined ? {} : pairNumbers(held)),
    ...(held === undefined || evidence.start === undefined ? {} : runNumbers(evidence, held)),
  };
}

/** What healthy runs of the fitting half show, so that what is kept apart stays unseen. */
export function healthyNumbers(cases: readonly KnownCase[]): HealthyNumbers {
  const all = cases.filter(({ cause }) => cause === "none").map(({ evidence }) => numbersOf(evidence));
  const alone = all.map((one) => beyond(one, rangesOf(all.filter((other) => other !== one))));
  return { ranges: rangesOf(all), margin: quantile(alone, 1 - ODD_SHARE) };
}

function rangesOf(all: readonly Numbers[]): Ranges {
  const names = new Set(all.flatMap(Object.keys));
  return new Map([...names].map((name) => [name, range(all.flatMap((one) => one[name] ?? []))]));
}

/** How far the oddest number lies beyond its range, in widths of it; 0 inside, infinite for what no healthy run has. */
function beyond(numbers: Numbers, ranges: Ranges): number {
  const distances = Object.entries(numbers).map(([name, value]) => {
    const [low, high] = ranges.get(name) ?? [NaN, NaN];
    if (value >= low && value <= high) return 0;
    const distance = Math.max(low - value, value - high) / (high - low);
    return Number.isFinite(distance) ? distance : Infinity;
  });
  return Math.max(0, ...distances);
}

/**
 * Whether a fault shows at all in what is seen of a run: not where all of that is its healthy twin's to the last digit, nor
 * where no number lies further out than those of healthy runs do, so that any limit would alarm one in twenty of them.
 */
export function leavesTrace(
  evidence: Evidence,
  { ranges, margin }: HealthyNumbers,
  twin?: Evidence,
): boolean {
  if (twin !== undefined && JSON.stringify(twin) === JSON.stringify(evidence)) return false;
  return beyond(numbersOf(evidence), ranges) > margin;
}

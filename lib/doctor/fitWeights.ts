import { FAULTS, type FaultCause } from "./causes";
import { type Finding } from "./diagnosis";
import { type Evidence } from "./evidence";
import { judge, type Judged } from "./judge";
import { PRIOR_WEIGHTS } from "./priorWeights";
import { RULES } from "./rules";
import { clearKey, weightKey } from "./scores";

/** What is true of a run, and what is known of it at one level. */
export interface KnownCase {
  /** Which run: one that is seen at several levels is still one. */
  readonly run?: string;
  readonly cause: FaultCause | "none";
  readonly evidence: Evidence;
}

export type Weights = Record<string, Partial<Record<FaultCause, number>>>;

/** Of the runs with one cause: those in which a finding was made, and those in which its rule could look. */
interface Count {
  readonly found: number;
  readonly looked: number;
}

/** One more run than there is, half of it a hit: nothing is certain that was never seen. */
const PRIOR = 0.5;
/** Runs with the finding that weigh as much as what is believed of it before any is seen. */
const BELIEF = 4;
/** What a finding is believed to say for a cause that its prior does not name; of a clear rule nothing is believed. */
const UNNAMED = -0.5;
/** Digits kept. */
const DIGITS = 2;

/** A case with what every rule says of it. */
export type JudgedCase = Pick<KnownCase, "cause" | "run"> & Judged;

/** Asks every rule of every case, once for however many fits. */
export function judgeCases(cases: readonly KnownCase[]): JudgedCase[] {
  return cases.map(({ cause, run, evidence }) => ({
    cause,
    ...(run === undefined ? {} : { run }),
    ...judge(evidence),
  }));
}

/**
 * The weight of each finding, and of each rule that looked and found nothing, for each cause: log(share of runs with that
 * cause in which it is so / share of all other runs, healthy ones among them), drawn towards what the rule is believed to
 * say the less often it was seen. Runs in which the rule could not look count for neither; low findings count as none.
 */
export function fitWeights(judged: readonly JudgedCase[]): Weights {
  const made = judged.flatMap(({ findings }) => findings.filter(counts).map(weightKey));
  const keys = new Set([...Object.keys(PRIOR_WEIGHTS), ...made]);
  const known = RULES.flatMap(({ id }) => [
    ...[...keys].filter((key) => key.startsWith(`${id} →`)).sort(),
    clearKey(id),
  ]);
  return Object.fromEntries(known.map((key) => [key, weightsOf(key, judged)]));
}

const counts = ({ severity }: Finding): boolean => severity !== "low";

function weightsOf(key: string, cases: readonly JudgedCase[]): Partial<Record<FaultCause, number>> {
  const rule = key.split(" →")[0] ?? "";
  const isClear = key === clearKey(rule);
  const looked = cases.filter(({ skipped }) => !skipped.some((one) => one.rule === rule));
  const makes = ({ findings, clear }: JudgedCase): boolean =>
    isClear
      ? clear.some((one) => one.rule === rule)
      : findings.some((one) => counts(one) && weightKey(one) === key);
  const count = (of: readonly JudgedCase[]): Count => ({
    found: of.filter(makes).length,
    looked: of.length,
  });
  const seen = new Set(looked.filter(makes).map(({ run }) => run)).size;
  const weight = (cause: FaultCause): number => {
    const [own, other] = [true, false].map((is) =>
      count(looked.filter((one) => (one.cause === cause) === is)),
    );
    const fitted = Math.log(rate(own) / rate(other));
    const believed = isClear ? 0 : (PRIOR_WEIGHTS[key]?.[cause] ?? UNNAMED);
    return Number(((seen * fitted + BELIEF * believed) / (seen + BELIEF)).toFixed(DIGITS));
  };
  return Object.fromEntries(FAULTS.map((cause) => [cause, weight(cause)]));
}

const rate = ({ found, looked }: Count = { found: 0, looked: 0 }): number =>
  (found + PRIOR) / (looked + 2 * PRIOR);

/** The weights as the file that the doctor reads. */
export function weightsSource(weights: Weights, cases: number): string {
  const lines = Object.entries(weights).map(([key, of]) => {
    const numbers = Object.entries(of).map(
      ([cause, weight]) => `${/-/.test(cause) ? `"${cause}"` : cause}: ${weight}`,
    );
    return `  "${key}": { ${numbers.join(", ")} },`;
  });
  return `// Made by test/bench/fitDoctor.mjs from ${cases} practice cases: not to be edited by hand.
import { type FaultCause } from "./causes";

/** What a finding, or a clear rule, says for each cause: log(share of runs with that cause in which it is so / share of all others). */
// prettier-ignore
export const WEIGHTS: Readonly<Record<string, Readonly<Partial<Record<FaultCause, number>>>>> = {
${lines.join("\n")}
};
`;
}

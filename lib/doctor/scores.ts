import { FAULTS, type FaultCause } from "./causes";
import { type Finding } from "./diagnosis";
import { type Judged } from "./judge";
import { topicOf } from "./rules";
import { WEIGHTS } from "./weights";

export type Scores = Readonly<Record<FaultCause, number>>;
/** What an outcome of a rule says for each cause, by its key. */
export type Weights = Readonly<Record<string, Readonly<Partial<Record<FaultCause, number>>>>>;

/** What a finding of a rule without practice cases says for its own cause. */
const OWN_CAUSE = 1.5;

/** The name under which a finding's weights are kept: a rule may speak for several causes. */
export function weightKey({ rule, cause }: Pick<Finding, "rule" | "cause">): string {
  return `${rule} → ${cause}`;
}

/** The name under which it is kept what a rule says when it looked and found nothing. */
export const clearKey = (rule: string): string => `${rule} → clear`;

/**
 * Findings that, high, are no hint but a proof: steps that go back, a loss of 0 at a NaN, targets that nothing drives,
 * inputs of a size that no layer is made for, predictions that end where an activation does and targets of another size
 * beyond: units that saturate or carry nothing, and a loss that stands still, follow from these.
 */
const PROOFS: ReadonlySet<string> = new Set([
  "several-runs-in-one-file → evaluation",
  "hidden-nan → optimiser",
  "input-scale → optimiser",
  "label-audit → label-or-information",
  "impossible-steps → label-or-information",
  "bounded-output → output-scale",
]);
/** What a proof adds: more than all that follows from it, like a spread of targets that only their leaps make. */
const PROOF = 6;

/** What it adds that the thing itself was tried: more than two hints of other causes. */
const TRIED = 3;

function tried({ evidence, severity, cause: own }: Finding, cause: FaultCause): number {
  return own === cause && severity === "high" && evidence["measured"] === 1 ? TRIED : 0;
}

/** What one finding says for a cause. */
export function weightOf(finding: Finding, cause: FaultCause, weights: Weights = WEIGHTS): number {
  const weight = weights[weightKey(finding)]?.[cause] ?? (finding.cause === cause ? OWN_CAUSE : 0);
  const proves = finding.severity === "high" && PROOFS.has(weightKey(finding));
  return weight + (finding.cause === cause && proves ? PROOF : 0) + tried(finding, cause);
}

type Saying = (cause: FaultCause) => number;

/**
 * Evidence for each cause: weights added over topics, of each topic only the finding that says most, or, where nothing
 * was found, the clear rule that speaks most against something. Low findings say nothing either way.
 */
export function scoresOf({ findings, clear }: Pick<Judged, "findings" | "clear">, weights = WEIGHTS): Scores {
  const counted = findings.filter(({ severity }) => severity !== "low");
  const found = counted.map(
    (finding) => [topicOf(finding.rule), (cause) => weightOf(finding, cause, weights)] as Said,
  );
  const taken = new Set(found.map(([topic]) => topic));
  const cleared = clear
    .map(({ rule }) => [topicOf(rule), (cause) => weights[clearKey(rule)]?.[cause] ?? 0] as Said)
    .filter(([topic]) => !taken.has(topic));
  const sayings = [
    ...strongest(found, (say) => Math.max(...FAULTS.map(say))),
    ...strongest(cleared, (say) => -Math.min(...FAULTS.map(say))),
  ];
  const sum = (cause: FaultCause): number => sayings.reduce((total, say) => total + say(cause), 0);
  return Object.fromEntries(FAULTS.map((cause) => [cause, sum(cause)])) as unknown as Scores;
}

type Said = readonly [topic: string, say: Saying];

/** Of each topic the one that says most. */
function strongest(said: readonly Said[], size: (say: Saying) => number): Saying[] {
  const best = new Map<string, Saying>();
  for (const [topic, say] of said) {
    const known = best.get(topic);
    if (known === undefined || size(say) > size(known)) best.set(topic, say);
  }
  return [...best.values()];
}

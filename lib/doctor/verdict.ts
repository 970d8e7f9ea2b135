import { FAULT_CAUSES, FAULTS, type FaultCause } from "./causes";
import { type Cause, type Clear, type Diagnosis, type Finding } from "./diagnosis";
import { type Evidence } from "./evidence";
import { type Judged } from "./judge";
import { levelOf } from "./measures/levelOf";
import { lossCourse } from "./measures/lossCourse";
import { judgedFacts } from "./measures/pairFacts";
import { isUnrelated } from "./measures/unrelated";
import { scoresOf, weightOf, type Scores, type Weights } from "./scores";
import { LIMITS } from "./thresholds";

/** Never learnt, or nothing to learn: what predictions that say nothing of their targets may mean. */
const NOT_LEARNT = ["label-or-information", "optimiser"] as const satisfies readonly FaultCause[];
/** An open verdict names three causes at most. */
const MOST_CANDIDATES = 3;

/** Predictions that are the same for every row, or go with their targets in no way. */
function saysNothing(evidence: Evidence, findings: readonly Finding[]): boolean {
  const facts = judgedFacts(evidence);
  const constant = findings.some(({ rule }) => rule === "constant-output");
  return constant || (facts !== undefined && isUnrelated(facts));
}

/** Findings that point to one thing, whatever else the loss and the predictions look like. */
const DECIDING: ReadonlySet<string> = new Set([
  ...["several-runs-in-one-file", "loss-changes-meaning", "never-filled-in", "validation-constant"],
  ...["validation-without-labels", "hidden-nan", "divergence", "gradient-grows", "not-finite-predictions"],
  ...["loss-against-error", "penalty-is-the-loss", "targets-outside-loss", "generalization-gap"],
  ...[
    "held-out-loss-stands-still",
    "memorised-rows",
    "too-good-to-be-true",
    "unit-mismatch",
    "broadcast-shape",
  ],
  ...["robust-scoreboard", "outlier-in-scaler", "label-audit", "impossible-steps"],
]);
/** Ways of a loss that only a training takes that is not done, or too fast. */
const SHAPES: ReadonlySet<string> = new Set(["still-falling", "learning-rate-too-high", "spikes"]);

/** Whether a finding says more than that nothing was learnt. */
function decides({ rule, cause, evidence }: Finding): boolean {
  switch (rule) {
    case "learning-rate-too-low":
      return (evidence.rate ?? Infinity) < LIMITS.tinyRate.value;
    case "bounded-output": // an end of an activation, and no value where predictions happen to be many
      return evidence.end !== undefined;
    case "constant-output": // far beside all targets, or one number to the last digit: labels that say nothing teach their mean with some noise
      return cause !== "optimiser";
    default:
      return DECIDING.has(rule);
  }
}

/** The causes that this much evidence cannot tell apart whatever it holds: open verdicts among them are no miss. */
export function cannotTell(evidence: Evidence, findings: readonly Finding[]): readonly FaultCause[] {
  const level = levelOf(evidence);
  switch (level) {
    case "log":
      return ["label-or-information", "output-scale", "optimiser", "architecture"];
    case "pairs":
    case "run":
      if (saysNothing(evidence, findings)) return NOT_LEARNT;
      return judgedFacts(evidence)?.width === 1 ? ["output-scale", "evaluation"] : [];
    case "probe":
      return ["label-or-information", "architecture"];
    case "trial":
      return [];
    default:
      return level satisfies never;
  }
}

/** What a verdict is reached by, where it is not what the doctor has: for trying weights and limits on cases. */
export interface VerdictOptions {
  readonly weights?: Weights;
  /** Below this lead of the first cause, in the logarithm of the odds, the verdict stays open. */
  readonly margin?: number;
}

/** The verdict over what the rules said. */
export function verdictOf(
  evidence: Evidence,
  judged: Judged,
  { weights, margin = marginOf(evidence) }: VerdictOptions = {},
): Diagnosis["verdict"] {
  const counted = judged.findings.filter(({ severity }) => severity !== "low");
  if (counted.length === 0)
    return { cause: "none", candidates: ["none"], sentence: soundSentence(judged.clear) };
  const scores = scoresOf(judged, weights);
  const ranked = [...FAULTS].sort((a, b) => scores[b] - scores[a]);
  const open = openCandidates(evidence, counted, { ranked, scores, margin });
  if (open.length > 1) {
    return { cause: "undecided", candidates: open, sentence: openSentence(open, counted) };
  }
  const [cause = "optimiser", second] = ranked;
  const close = second !== undefined && scores[cause] - scores[second] < LIMITS.nearEqual.value;
  return {
    cause,
    candidates: close ? [cause, second] : [cause],
    sentence: `${FAULT_CAUSES[cause].verdict}: ${strongestFor(cause, counted)?.message ?? ""}.`,
  };
}

/** Whether no weight may decide: all that was found looks the same for several causes. */
function staysOpen(evidence: Evidence, counted: readonly Finding[]): boolean {
  const level = levelOf(evidence);
  switch (level) {
    case "log":
      return !counted.some((finding) => decides(finding) || SHAPES.has(finding.rule));
    case "pairs":
      return saysNothing(evidence, counted) && !counted.some(decides);
    case "run":
    case "probe":
    case "trial":
      return false;
    default:
      return level satisfies never;
  }
}

/** How far the first cause has to lead: found by cross-validation on the fitting half, level by level. */
function marginOf(evidence: Evidence): number {
  const level = levelOf(evidence);
  switch (level) {
    case "log":
      return LIMITS.undecidedLog.value;
    case "pairs":
      return (lossCourse(evidence) === undefined ? LIMITS.undecidedPairs : LIMITS.undecidedBoth).value;
    case "run":
      return LIMITS.undecided.value;
    case "probe":
      return LIMITS.nearEqual.value;
    case "trial":
      return 0;
    default:
      return level satisfies never;
  }
}

interface Ranking {
  /** Most likely first. */
  readonly ranked: readonly FaultCause[];
  readonly scores: Scores;
  readonly margin: number;
}

/** The two or three causes that an open verdict names; none where the evidence decides. */
function openCandidates(
  evidence: Evidence,
  counted: readonly Finding[],
  { ranked, scores, margin }: Ranking,
): FaultCause[] {
  if (staysOpen(evidence, counted)) {
    const allowed = cannotTell(evidence, counted);
    return ranked.filter((cause) => allowed.includes(cause)).slice(0, MOST_CANDIDATES);
  }
  const [first] = ranked;
  const near = ranked.filter((cause) => first !== undefined && scores[first] - scores[cause] < margin);
  const level = levelOf(evidence);
  if (level !== "log" && level !== "probe") return near.slice(0, MOST_CANDIDATES);
  // What speaks for a cause that these levels can tell is not kept open.
  const allowed = cannotTell(evidence, counted);
  if (first === undefined || !allowed.includes(first)) return [];
  return near.filter((cause) => allowed.includes(cause)).slice(0, MOST_CANDIDATES);
}

/** The finding that says most for a cause. */
function strongestFor(cause: FaultCause, findings: readonly Finding[]): Finding | undefined {
  const says = (finding: Finding): number =>
    weightOf(finding, cause) + (finding.cause === cause ? 1 : 0) + (finding.severity === "high" ? 2 : 0);
  return [...findings].sort((a, b) => says(b) - says(a))[0];
}

function openSentence(candidates: readonly FaultCause[], findings: readonly Finding[]): string {
  const [first = "optimiser"] = candidates;
  const nouns = candidates.map((cause) => FAULT_CAUSES[cause].noun);
  const listed = `${nouns.slice(0, -1).join(", ")} or ${nouns.at(-1) ?? ""}`;
  return `This evidence cannot tell whether ${listed} ${candidates.length > 0 ? "is" : ""} the cause: ${strongestFor(first, findings)?.message ?? ""}.`;
}

/** What clears a run best: its predictions, else its loss. */
const CLEARS_BEST = [
  "collapse-or-shrinkage",
  "worse-than-constant",
  "loss-not-decreasing",
  "loss-at-best-constant",
];

function soundSentence(clear: readonly Clear[]): string {
  const best = CLEARS_BEST.map((id) => clear.find(({ rule }) => rule === id)).find(
    (one) => one !== undefined,
  );
  return `Nothing is found wrong: ${(best ?? clear[0])?.message ?? ""}.`;
}

/** Whether a cause is one of those a verdict names. */
export function isFault(cause: Cause): cause is FaultCause {
  return cause !== "none" && cause !== "undecided";
}

import { FAULT_CAUSES, FAULTS, type FaultCause } from "./causes";
import { type Cause, type Clear, type Diagnosis, type Finding } from "./diagnosis";
import { type Evidence } from "./evidence";
import { type Judged } from "./judge";
import { levelOf } from "./measures/levelOf";
import { judgedFacts } from "./measures/pairFacts";
import { scoresOf, weightOf, type Scores } from "./scores";
import { LIMITS } from "./thresholds";

/** The causes that this much evidence cannot tell apart: only among them may a verdict stay open. */
export function cannotTell(evidence: Evidence, findings: readonly Finding[]): readonly FaultCause[] {
  const constant = findings.some(({ rule }) => rule === "constant-output");
  const level = levelOf(evidence);
  switch (level) {
    case "log":
      return ["label-or-information", "output-scale", "optimiser", "architecture"];
    case "pairs":
    case "run":
      if (constant) return ["label-or-information", "optimiser"];
      return judgedFacts(evidence)?.width === 1 ? ["output-scale", "evaluation"] : [];
    case "probe":
      return ["label-or-information", "architecture"];
    case "trial":
      return [];
    default:
      return level satisfies never;
  }
}

/** The verdict over what the rules said. */
export function verdictOf(evidence: Evidence, { findings, clear }: Judged): Diagnosis["verdict"] {
  const counted = findings.filter(({ severity }) => severity !== "low");
  if (counted.length === 0) return { cause: "none", candidates: ["none"], sentence: soundSentence(clear) };
  const scores = scoresOf(counted);
  const ranked = [...FAULTS].sort((a, b) => scores[b] - scores[a]);
  const allowed = cannotTell(evidence, counted);
  const open = saysNothingElse(evidence, counted)
    ? ranked.filter((cause) => allowed.includes(cause))
    : openCandidates(ranked, scores, allowed);
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

/** One answer for every row, and no log beside it: nothing tells one that was never learnt from nothing to learn. */
function saysNothingElse({ curves = [] }: Evidence, findings: readonly Finding[]): boolean {
  const constant = findings.find(({ rule }) => rule === "constant-output");
  const bounded = findings.some(({ rule }) => rule === "bounded-output" || rule === "not-finite-predictions");
  return curves.length === 0 && constant !== undefined && constant.cause !== "output-scale" && !bounded;
}

/** Two or three causes too near to choose from, all of them ones the level cannot tell apart; else none. */
function openCandidates(
  ranked: readonly FaultCause[],
  scores: Scores,
  allowed: readonly FaultCause[],
): FaultCause[] {
  const [first] = ranked;
  if (first === undefined || !allowed.includes(first)) return [];
  const near = ranked.filter((cause) => scores[first] - scores[cause] < LIMITS.undecided.value);
  return near.filter((cause) => allowed.includes(cause)).slice(0, 3);
}

/** The finding that says most for a cause. */
function strongestFor(cause: FaultCause, findings: readonly Finding[]): Finding | undefined {
  const says = (finding: Finding): number =>
    weightOf(finding, cause) + (finding.cause === cause ? 1 : 0) + (finding.severity === "high" ? 0.5 : 0);
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

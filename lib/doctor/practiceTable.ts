import { type FaultCause } from "./causes";
import { type Cause } from "./diagnosis";
import { diagnose } from "./diagnose";
import { type Evidence } from "./evidence";
import { type KnownCase } from "./fitWeights";
import { missingEvidence } from "./requireEvidence";
import { cannotTell } from "./verdict";

/** A run as somebody sees it who has that much of it. */
export type View = "log" | "pairs" | "log and pairs" | "run";

export const VIEWS: readonly View[] = ["log", "pairs", "log and pairs", "run"];

/** What a view of a run keeps: a log has its curves, pairs are held-out targets and predictions without inputs. */
export function viewOf({ curves = [], pairs = [], ...rest }: Evidence, view: View): Evidence {
  const heldOut = pairs
    .filter(({ split }) => split === "held-out")
    .map(({ targets, predictions, split }) => ({ targets, predictions, split }));
  switch (view) {
    case "log":
      return { format: 1, level: "log", curves };
    case "pairs":
      return { format: 1, level: "pairs", pairs: heldOut };
    case "log and pairs":
      return { format: 1, level: "pairs", curves, pairs: heldOut };
    case "run":
      return { ...rest, curves, pairs };
    default:
      return view satisfies never;
  }
}

/** How the verdicts of one view came out, in runs. */
export interface PracticeRow {
  readonly view: View;
  /** Decided and right; healthy runs that are called healthy among them. */
  readonly right: number;
  /** Another cause, or an open verdict that must not be, or one without the true cause. */
  readonly wrong: number;
  /** A healthy run that is given a cause. */
  readonly falseAlarms: number;
  /** A faulty run that is called healthy. */
  readonly missed: number;
  /** Open where it may be, the true cause among the candidates. */
  readonly undecided: number;
  /** Nothing to judge: no verdict was given. */
  readonly refused: number;
}

export type Outcome = Exclude<keyof PracticeRow, "view">;

/** How one verdict came out. */
export function outcomeOf({ cause: truth, evidence }: KnownCase): { outcome: Outcome; said?: Cause } {
  if (missingEvidence(evidence) !== undefined) return { outcome: "refused" };
  const { verdict, findings } = diagnose(evidence);
  const { cause: said, candidates } = verdict;
  if (said === truth) return { outcome: "right", said };
  if (truth === "none") return { outcome: "falseAlarms", said };
  if (said === "none") return { outcome: "missed", said };
  const open =
    said === "undecided" && candidates.includes(truth) && mayBeOpen(truth, cannotTell(evidence, findings));
  return { outcome: open ? "undecided" : "wrong", said };
}

const mayBeOpen = (truth: FaultCause, allowed: readonly FaultCause[]): boolean => allowed.includes(truth);

/** Verdicts counted, view by view. */
export function practiceTable(cases: readonly KnownCase[]): PracticeRow[] {
  return VIEWS.map((view) => {
    const outcomes = cases.map(
      ({ cause, evidence }) => outcomeOf({ cause, evidence: viewOf(evidence, view) }).outcome,
    );
    const count = (which: Outcome): number => outcomes.filter((one) => one === which).length;
    return {
      view,
      right: count("right"),
      wrong: count("wrong"),
      falseAlarms: count("falseAlarms"),
      missed: count("missed"),
      undecided: count("undecided"),
      refused: count("refused"),
    };
  });
}

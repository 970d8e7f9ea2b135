import { type Cause } from "./diagnosis";
import { diagnose } from "./diagnose";
import { type Evidence } from "./evidence";
import { type KnownCase } from "./fitWeights";
import { healthyRanges, leavesTrace, type HealthyRanges } from "./practiceTrace";
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
  /** Another cause. */
  readonly wrong: number;
  /** A healthy run that is given a cause. */
  readonly falseAlarms: number;
  /** A faulty run that is called healthy. */
  readonly missed: number;
  /** Open where it must not be, or without the true cause: a miss, but nobody is misled. */
  readonly unanswered: number;
  /** Open where it may be, the true cause among the candidates. */
  readonly undecided: number;
  /** A fault that does not show in this view (`leavesTrace`), and no wrong cause is given. */
  readonly traceless: number;
  /** Nothing to judge: no verdict was given. */
  readonly refused: number;
}

export type Outcome = Exclude<keyof PracticeRow, "view">;

/** A case, and what the same run without the fault shows. */
export type PracticeRun = KnownCase & { readonly twin?: Evidence };

/** How one verdict came out. */
export function outcomeOf({ cause: truth, evidence, twin }: PracticeRun, ranges?: HealthyRanges): Judgement {
  if (missingEvidence(evidence) !== undefined) return { outcome: "refused" };
  const { verdict, findings } = diagnose(evidence);
  const { cause: said, candidates } = verdict;
  if (truth === "none") return { outcome: said === "none" ? "right" : "falseAlarms", said };
  const isOpen = said === "none" || said === "undecided";
  const isSeen = ranges === undefined || leavesTrace(evidence, ranges, twin);
  if (!isSeen && (isOpen || said === truth)) return { outcome: "traceless", said };
  if (said === truth) return { outcome: "right", said };
  if (said === "none") return { outcome: "missed", said };
  if (said !== "undecided") return { outcome: "wrong", said };
  const may = candidates.includes(truth) && cannotTell(evidence, findings).includes(truth);
  return { outcome: may ? "undecided" : "unanswered", said };
}

interface Judgement {
  readonly outcome: Outcome;
  readonly said?: Cause;
}

/**
 * Verdicts counted, view by view. Faults without a trace are told by what healthy runs of the fitting half show; the view
 * of a whole run has settings too, so that there only its healthy twin can hide a fault.
 */
export function practiceTable(cases: readonly PracticeRun[], fitting: readonly KnownCase[]): PracticeRow[] {
  return VIEWS.map((view) => {
    const ranges = rangesOf(fitting, view);
    const outcomes = cases.map((one) => outcomeOf(seenIn(one, view), ranges).outcome);
    const count = (which: Outcome): number => outcomes.filter((one) => one === which).length;
    return {
      view,
      right: count("right"),
      wrong: count("wrong"),
      falseAlarms: count("falseAlarms"),
      missed: count("missed"),
      unanswered: count("unanswered"),
      undecided: count("undecided"),
      traceless: count("traceless"),
      refused: count("refused"),
    };
  });
}

/** What healthy runs of the fitting half show in a view; of a whole run, no limit. */
export function rangesOf(fitting: readonly KnownCase[], view: View): HealthyRanges | undefined {
  if (view === "run") return undefined;
  return healthyRanges(fitting.map(({ cause, evidence }) => ({ cause, evidence: viewOf(evidence, view) })));
}

/** A run as it is seen in a view. */
export function seenIn({ twin, ...one }: PracticeRun, view: View): PracticeRun {
  const evidence = viewOf(one.evidence, view);
  return { ...one, evidence, ...(twin === undefined ? {} : { twin: viewOf(twin, view) }) };
}

/** Shares of the runs that the view can decide: right, and decided but wrong. */
export function shares({ right, wrong, falseAlarms, missed, unanswered }: PracticeRow): Shares {
  const misled = wrong + falseAlarms + missed;
  const decidable = right + misled + unanswered;
  return { decidable, right: right / decidable, decidedWrong: misled / decidable };
}

export interface Shares {
  readonly decidable: number;
  readonly right: number;
  readonly decidedWrong: number;
}

import { type Cause, type Diagnosis, type Finding } from "./diagnosis";
import { diagnose } from "./diagnose";
import { type Evidence } from "./evidence";
import { type KnownCase } from "./fitWeights";
import { judge } from "./judge";
import { healthyNumbers, leavesTrace, type HealthyNumbers } from "./practiceTrace";
import { missingEvidence } from "./requireEvidence";
import { weightKey } from "./scores";
import { cannotTell } from "./verdict";

/** A run as somebody sees it who has that much of it. */
export type View = "log" | "pairs" | "log and pairs" | "run";

export const VIEWS: readonly View[] = ["log", "pairs", "log and pairs", "run"];

/** What a view of a run keeps: a log has its curves, pairs are held-out targets and predictions as they are saved, without inputs. */
export function viewOf({ curves = [], pairs = [], ...rest }: Evidence, view: View): Evidence {
  const heldOut = pairs
    .filter(({ split }) => split === "held-out")
    .map(({ targets, predictions, shapes, split }) => ({
      ...{ targets, predictions, split },
      ...(shapes === undefined ? {} : { shapes }),
    }));
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
  /** Open without need, or without the true cause: a miss, but nobody is misled. */
  readonly unanswered: number;
  /** Open where the contract lets it be, the true cause among the candidates. */
  readonly undecided: number;
  /** Open beyond that, the true cause among the candidates, and another cause has led to the same findings (`Reference`). */
  readonly shared: number;
  /** A fault that does not show in this view (`leavesTrace`), and no wrong cause is given. */
  readonly traceless: number;
  /** Nothing to judge: no verdict was given. */
  readonly refused: number;
}

export type Outcome = Exclude<keyof PracticeRow, "view">;
type ContractOutcome = Exclude<Outcome, "shared" | "traceless" | "refused">;

/** A case, and what the same run without the fault shows. */
export type PracticeRun = KnownCase & { readonly twin?: Evidence };

/** What the fitting half says of a view: by it a fault shows or not, and causes can be told apart or not. */
export interface Reference {
  readonly healthy: HealthyNumbers;
  /** Causes of the runs in which exactly these findings were made, low ones left out. */
  readonly causes: ReadonlyMap<string, ReadonlySet<Cause>>;
}

/** What the fitting half shows in a view. */
export function referenceIn(fitting: readonly KnownCase[], view: View): Reference {
  const seen = fitting.map(({ cause, evidence }) => ({ cause, evidence: viewOf(evidence, view) }));
  const causes = new Map<string, Set<Cause>>();
  for (const { cause, evidence } of seen) {
    const key = findingsKey(judge(evidence).findings);
    causes.set(key, (causes.get(key) ?? new Set()).add(cause));
  }
  return { healthy: healthyNumbers(seen), causes };
}

const findingsKey = (findings: readonly Finding[]): string =>
  findings
    .filter(({ severity }) => severity !== "low")
    .map(weightKey)
    .sort()
    .join();

/** How one verdict came out; without a reference every fault shows, and only the contract lets a verdict be open. */
export function outcomeOf({ cause: truth, evidence, twin }: PracticeRun, reference?: Reference): Judgement {
  if (missingEvidence(evidence) !== undefined) return { outcome: "refused" };
  const { verdict, findings } = diagnose(evidence);
  const said = verdict.cause;
  const outcome = outcomeByContract(truth, verdict, cannotTell(evidence, findings));
  if (truth === "none" || outcome === "wrong" || reference === undefined) return { outcome, said };
  if (!leavesTrace(evidence, reference.healthy, twin)) return { outcome: "traceless", said };
  if (outcome !== "unanswered" || !verdict.candidates.includes(truth)) return { outcome, said };
  const causes = reference.causes.get(findingsKey(findings)) ?? new Set();
  return { outcome: [...causes].some((one) => one !== truth) ? "shared" : outcome, said };
}

/** How a verdict came out by the contract alone: open only between causes that its level cannot tell apart. */
export function outcomeByContract(
  truth: Cause,
  { cause: said, candidates }: Diagnosis["verdict"],
  open: readonly Cause[],
): ContractOutcome {
  if (truth === "none") return said === "none" ? "right" : "falseAlarms";
  if (said === truth) return "right";
  if (said === "none") return "missed";
  if (said !== "undecided") return "wrong";
  return candidates.includes(truth) && open.includes(truth) ? "undecided" : "unanswered";
}

interface Judgement {
  readonly outcome: Outcome;
  readonly said?: Cause;
}

/** Verdicts counted, view by view. */
export function practiceTable(cases: readonly PracticeRun[], fitting: readonly KnownCase[]): PracticeRow[] {
  return VIEWS.map((view) => {
    const reference = referenceIn(fitting, view);
    const outcomes = cases.map((one) => outcomeOf(seenIn(one, view), reference).outcome);
    const count = (which: Outcome): number => outcomes.filter((one) => one === which).length;
    return {
      view,
      right: count("right"),
      wrong: count("wrong"),
      falseAlarms: count("falseAlarms"),
      missed: count("missed"),
      unanswered: count("unanswered"),
      undecided: count("undecided"),
      shared: count("shared"),
      traceless: count("traceless"),
      refused: count("refused"),
    };
  });
}

/** A run as it is seen in a view. */
export function seenIn({ twin, ...one }: PracticeRun, view: View): PracticeRun {
  const evidence = viewOf(one.evidence, view);
  return { ...one, evidence, ...(twin === undefined ? {} : { twin: viewOf(twin, view) }) };
}

/** Shares of the runs that the view can decide: right, and decided but wrong. */
export function shares({ right, wrong, falseAlarms, missed, unanswered, shared }: PracticeRow): Shares {
  const misled = wrong + falseAlarms + missed;
  const decidable = right + misled + unanswered;
  return {
    decidable,
    right: right / decidable,
    decidedWrong: misled / decidable,
    rightByContract: right / (decidable + shared),
  };
}

export interface Shares {
  readonly decidable: number;
  readonly right: number;
  readonly decidedWrong: number;
  /** The same with `shared` counted against the doctor: the contract does not let those verdicts be open. */
  readonly rightByContract: number;
}

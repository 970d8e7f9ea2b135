import { type Change } from "./change";
import { isFault } from "./verdict";
import { type FaultCause } from "./causes";
import { type Diagnosis, type Finding } from "./diagnosis";
import { type Evidence } from "./evidence";
import { judgedFacts } from "./measures/pairFacts";

/** A diagnosis holds no more. */
const MOST = 5;
/** Rate to propose from where none is known: Adam's usual one. */
const USUAL_RATE = 1e-3;
const USUAL_EPOCHS = 30;

type Proposal = readonly Change[];

/** Changes worth trying, best first: those of the findings that speak for the cause, then what usually helps there. */
export function proposalsFor(
  evidence: Evidence,
  { candidates }: Diagnosis["verdict"],
  findings: readonly Finding[],
): Proposal[] {
  const causes = candidates.filter(isFault);
  const [first] = causes;
  if (first === undefined) return [];
  const own = findings.filter(
    ({ cause, severity }) => severity !== "low" && causes.includes(cause as FaultCause),
  );
  const all = [
    ...own.flatMap((finding) => forFinding(finding, evidence)),
    ...causes.flatMap((cause) => usual(cause, evidence)),
  ];
  const distinct = [...new Map(all.map((proposal) => [JSON.stringify(proposal), proposal])).values()];
  // Where the labels are wrong no training-side change can help.
  const fitting =
    first === "label-or-information" && causes.length === 1 ? distinct.filter(isDataOnly) : distinct;
  return fitting.slice(0, MOST);
}

const isDataOnly = (proposal: Proposal): boolean => proposal.every(({ kind }) => kind === "data");

function rateTimes({ settings }: Evidence, factor: number): Change {
  const rate = settings?.optimizer?.learningRate || USUAL_RATE;
  return { kind: "learning-rate", to: Number((rate * factor).toPrecision(3)) };
}

function longer({ settings }: Evidence): Change {
  return { kind: "epochs", to: 3 * (settings?.epochs ?? USUAL_EPOCHS) };
}

/** What one finding asks for. */
function forFinding({ rule, evidence: numbers }: Finding, evidence: Evidence): Proposal[] {
  switch (rule) {
    case "divergence":
    case "hidden-nan":
    case "learning-rate-too-high":
    case "spikes":
      return [[rateTimes(evidence, 0.1)], [{ kind: "clip-norm", to: 1 }]];
    case "learning-rate-too-low":
      return [[rateTimes(evidence, 10)], [rateTimes(evidence, 100)]];
    case "still-falling":
      return [[rateTimes(evidence, 10)], [longer(evidence)]];
    case "unit-mismatch":
      return unitChanges(evidence);
    case "bounded-output":
      return [[{ kind: "activation", layers: "output", to: "linear" }]];
    case "robust-scoreboard":
    case "outlier-in-scaler":
      return [[{ kind: "data", repair: "outliers" }]];
    case "broadcast-shape":
      return [[{ kind: "data", repair: "shape" }]];
    case "too-good-to-be-true":
      return [[{ kind: "data", repair: "split" }]];
    case "predictions-unrelated":
      return [[{ kind: "data", repair: "pairing" }], [{ kind: "data", repair: "labels" }]];
    case "dead-units":
      return [
        [{ kind: "activation", layers: "hidden", to: "elu" }],
        [{ kind: "initialiser", layers: "hidden", to: "heNormal" }],
      ];
    case "dropout-too-high":
      return [[{ kind: "dropout", to: 0 }]];
    case "over-regularised":
    case "penalty-is-the-loss":
      return [[{ kind: "weight-penalty", to: 0 }]];
    case "input-scale":
      return [[{ kind: "scale-inputs", to: "standardise" }]];
    case "clip-always-on":
      return [[{ kind: "clip-norm", to: 10 * (numbers.clipNorm ?? 1) }]];
    default:
      return [];
  }
}

/** The factor and offset that mend the predictions, where all outputs share them. */
function unitChanges(evidence: Evidence): Proposal[] {
  const outputs = judgedFacts(evidence)?.outputs ?? [];
  const [first] = outputs;
  const shared = first !== undefined && outputs.every(({ slope }) => Math.abs(slope / first.slope - 1) < 0.1);
  const units: Proposal = [{ kind: "data", repair: "units" }];
  return shared
    ? [
        [
          {
            kind: "outputs",
            to: { scale: Number(first.slope.toPrecision(4)), offset: Number(first.intercept.toPrecision(4)) },
          },
        ],
        units,
      ]
    : [units];
}

/** What usually helps with a cause. */
function usual(cause: FaultCause, evidence: Evidence): Proposal[] {
  switch (cause) {
    case "label-or-information":
      return [[{ kind: "data", repair: "labels" }]];
    case "output-scale":
      return [[{ kind: "scale-targets", to: "standardise" }], [{ kind: "output-bias", to: "target-mean" }]];
    case "optimiser":
      return [
        [rateTimes(evidence, 10)],
        [rateTimes(evidence, 0.1)],
        [{ kind: "scale-inputs", to: "standardise" }],
      ];
    case "architecture":
      return [
        [{ kind: "initialiser", layers: "hidden", to: "heNormal" }],
        [{ kind: "activation", layers: "hidden", to: "elu" }],
        [
          { kind: "dropout", to: 0 },
          { kind: "weight-penalty", to: 0 },
        ],
      ];
    case "evaluation":
      return [[{ kind: "data", repair: "units" }], [{ kind: "data", repair: "split" }]];
    default:
      return cause satisfies never;
  }
}

import { type Change } from "../change";
import { type Finding } from "../diagnosis";
import { type Evidence } from "../evidence";
import { candidateByEpochs, type Candidate } from "./candidate";
import { freed, lossByName, mendedOutputs, rowNorm, scaledInputs, scaledTargets } from "./evidenceSays";
import { bestTriedRate, epochsTimes, rateTimes, timesLonger, usualTraining } from "./usualTraining";

type Sets = readonly (readonly (Change | undefined)[])[];

export const LINEAR: Change = { kind: "activation", layers: "output", to: "linear" };
const bounded: Change = { kind: "clip-norm", to: 1 };
const noPenalty: Change = { kind: "weight-penalty", to: 0 };
const WIDER: Change = { kind: "width", factor: 8 };
const noDropout: Change = { kind: "dropout", to: 0 };
/** Kernels as wide as their inputs ask, biases at 0, a function that never dies. */
export const ANEW: readonly Change[] = [
  { kind: "activation", layers: "hidden", to: "elu" },
  { kind: "initialiser", layers: "hidden", to: "glorotUniform" },
  { kind: "initialiser", layers: "output", to: "glorotUniform" },
];

/** What a finding names is likelier to mend it than what usually helps with its cause. */
const BRINGS = { high: 0.9, medium: 0.7, low: 0.3 } as const;
/** Of several sets of one finding each is a little less likely than the one before. */
const NEXT = 0.08;

/** Sets that one finding asks for, the likeliest first. */
export function forFinding(finding: Finding, evidence: Evidence): Candidate[] {
  const times = timesLonger(evidence);
  return setsFor(finding, evidence, times).map((changes, i) =>
    candidateByEpochs(BRINGS[finding.severity] - NEXT * i, changes, Math.max(3, times)),
  );
}

function setsFor({ rule, evidence: numbers }: Finding, evidence: Evidence, times: number): Sets {
  switch (rule) {
    case "divergence":
    case "hidden-nan":
    case "not-finite-predictions":
    case "gradient-grows":
    case "exploding-gradient":
    case "learning-rate-too-high":
    case "spikes":
      return [usualTraining(evidence), [rateTimes(evidence, 0.1)], [bounded, rateTimes(evidence, 0.1)]];
    case "learning-rate-too-low":
    case "update-to-data-ratio":
    case "time-to-range":
      return [
        usualTraining(evidence),
        [rateTimes(evidence, 10)],
        [scaledTargets(evidence), ...usualTraining(evidence)],
      ];
    case "learning-rate-range":
      return [[bestTriedRate(evidence)], usualTraining(evidence)];
    case "still-falling":
      return [
        [...usualTraining(evidence, times), epochsTimes(evidence, times)],
        [epochsTimes(evidence, Math.max(3, times))],
        [rateTimes(evidence, 10)],
      ];
    case "clip-always-on":
      return [usualTraining(evidence), [{ kind: "clip-norm", to: 10 * (numbers.clipNorm ?? 1) }]];
    case "loss-against-error":
    case "loss-broadcasts":
    case "loss-sums":
      return [[lossByName(evidence)]];
    case "frozen-layers":
    case "step-changes-nothing":
      return [
        [freed(evidence)],
        [freed(evidence), { kind: "initialiser", layers: "hidden", to: "glorotUniform" }],
      ];
    case "input-scale":
    case "feature-scale":
      return [[scaledInputs(evidence)]];
    case "target-scale":
    case "scaled-targets":
    case "unequal-output-scale":
    case "output-scale-at-init":
    case "loss-size":
      return [[scaledTargets(evidence)], [scaledTargets(evidence), ...usualTraining(evidence)]];
    case "saturated-loss-gradient":
      return [[scaledTargets(evidence), ...usualTraining(evidence)], [scaledTargets(evidence)]];
    case "bounded-output":
      return [[LINEAR], [LINEAR, scaledTargets(evidence)]];
    case "dead-units":
    case "vanishing-gradient":
    case "saturated-activation":
    case "weight-init":
    case "symmetric-init":
      return [ANEW, ANEW.slice(1)];
    case "dropout-too-high":
      return [[noDropout]];
    case "over-regularised":
    case "penalty-is-the-loss":
      return [[noPenalty], [noPenalty, noDropout]];
    case "layernorm-erases-magnitude":
      return [[rowNorm(evidence)]];
    case "feature-collapse":
      return [[rowNorm(evidence)], [WIDER]];
    case "bottleneck":
      return [[WIDER]];
    case "train-eval-mismatch":
      return [[{ kind: "batch-norm-momentum", to: 0.9 }], [noDropout]];
    case "unit-mismatch":
      return [[mendedOutputs(evidence)]];
    default:
      return [];
  }
}

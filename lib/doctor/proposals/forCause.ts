import { type FaultCause } from "../causes";
import { type Change } from "../change";
import { type Evidence } from "../evidence";
import { candidateByEpochs, type Candidate } from "./candidate";
import {
  isClassifier,
  lossByName,
  mendedOutputs,
  rowNorm,
  scaledInputs,
  scaledTargets,
} from "./evidenceSays";
import { ANEW, LINEAR } from "./forFinding";
import { epochsTimes, rateTimes, timesLonger, usualTraining } from "./usualTraining";

/** What usually helps with a cause, the likeliest first; chances fall from .6 on. */
export function forCause(cause: FaultCause, evidence: Evidence): Candidate[] {
  const times = timesLonger(evidence);
  const longer = epochsTimes(evidence, times);
  const usual = [...usualTraining(evidence, times), longer];
  switch (cause) {
    case "label-or-information":
      return ranked([[{ kind: "data", repair: "labels" }], [{ kind: "data", repair: "pairing" }]]);
    case "output-scale":
      return ranked([
        [scaledTargets(evidence)],
        [scaledTargets(evidence), ...usualTraining(evidence)],
        [LINEAR, scaledTargets(evidence)],
        [{ kind: "output-bias", to: "target-mean" }],
        usualTraining(evidence),
      ]);
    case "optimiser":
      return ranked(
        [
          usual,
          [scaledInputs(evidence)],
          [lossByName(evidence)],
          [
            { kind: "freeze", layers: [] },
            { kind: "initialiser", layers: "hidden", to: "glorotUniform" },
            ...usual,
          ],
          [rateTimes(evidence, 10)],
          [rateTimes(evidence, 0.1)],
        ],
        times,
      );
    case "architecture":
      return ranked([
        ANEW,
        [
          { kind: "dropout", to: 0 },
          { kind: "weight-penalty", to: 0 },
        ],
        ...(isClassifier(evidence) ? [] : [[LINEAR]]),
        [rowNorm(evidence)],
        [{ kind: "width", factor: 8 }],
      ]);
    case "evaluation":
      return ranked([
        [mendedOutputs(evidence)],
        [lossByName(evidence)],
        [{ kind: "data", repair: "units" }],
        [{ kind: "data", repair: "split" }],
      ]);
    default:
      return cause satisfies never;
  }
}

function ranked(sets: readonly (readonly (Change | undefined)[])[], times = 1): Candidate[] {
  return sets.map((changes, i) => candidateByEpochs(0.6 - 0.07 * i, changes, times));
}

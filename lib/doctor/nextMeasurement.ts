import { type Diagnosis } from "./diagnosis";
import { type Evidence } from "./evidence";
import { levelOf } from "./measures/levelOf";
import { judgedPairs } from "./measures/pairFacts";

const PAIRS =
  "Write targets and predictions of held-out rows to a CSV (index,target,prediction) and add it with --predictions: it tells a constant answer, a wrong scale and a wrong unit apart.";
const INPUTS =
  "Add the inputs of the same rows with --inputs: they tell whether there is anything to learn, or whether it was not learnt.";
const LOG =
  "Add the log of the run with --log: it tells whether training stopped early, stood still or broke.";
const PROBE =
  "Write gradient norms and activations by layer into an evidence.json (or give --recipe): they tell a network that cannot learn from labels that say nothing.";
const TRIAL =
  "Train on eight rows alone (--recipe FOLDER --level trial): a sound network learns them by heart.";
const PROVE = "Try the changes against equal numbers of random ones (--prove).";

/** The cheapest measurement that would say more than this evidence does. */
export function nextMeasurement(evidence: Evidence, { cause }: Diagnosis["verdict"]): string {
  const pairs = judgedPairs(evidence);
  if (cause === "none" && pairs !== undefined) return "Nothing more is needed: judge the run by its error.";
  const level = levelOf(evidence);
  switch (level) {
    case "log":
      return PAIRS;
    case "pairs":
    case "run":
      if (pairs === undefined) return PAIRS;
      if ((evidence.curves ?? []).length === 0) return LOG;
      return pairs.inputs === undefined ? INPUTS : PROBE;
    case "probe":
      return TRIAL;
    case "trial":
      return PROVE;
    default:
      return level satisfies never;
  }
}

import { endsWell } from "../measures/endsWell";
import { hiddenStages, INPUTS } from "../measures/hiddenStages";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** All that is known of a row passes through one unit: whatever is predicted behind it is a function of one number. */
export const bottleneck = {
  id: "bottleneck",
  cause: "architecture",
  judge: (evidence) => {
    const inputs = evidence.stages?.find(({ stage }) => stage === INPUTS)?.width;
    const hidden = hiddenStages(evidence, "start").flatMap(({ stage, width }) =>
      width === undefined ? [] : [{ stage, width }],
    );
    if (hidden.length === 0 || inputs === undefined)
      return skipped("how many numbers of a row there are in the inputs and in each hidden layer");
    const { stage, width } = hidden.reduce((least, one) => (one.width < least.width ? one : least));
    return outcome({
      wrong: width === 1 && inputs > 1,
      severity: endsWell(evidence) ? "medium" : "high",
      message: `everything that is known of a row (${inputs} inputs) passes through ${stage} as one number`,
      fine: `the narrowest hidden layer (${stage}) passes ${width} numbers of a row on`,
      evidence: { width, inputs },
    });
  },
} satisfies Rule;

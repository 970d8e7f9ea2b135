import { judgedFacts, pairFacts } from "../measures/pairFacts";
import { middleRSquared } from "../measures/overOutputs";
import { outcome, say, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Training rows are predicted, held-out rows are not: known by heart. */
export const memorisedRows = {
  id: "memorised-rows",
  cause: "label-or-information",
  judge: (evidence) => {
    const train = evidence.pairs?.find(({ split, targets }) => split === "train" && targets.length > 0);
    const heldOut = judgedFacts(evidence);
    if (train === undefined || heldOut === undefined || heldOut.split === "train") {
      return skipped("predictions of training rows and of held-out rows");
    }
    const [known, fresh] = [pairFacts(train), heldOut].map((facts) => middleRSquared(facts)) as [
      number,
      number,
    ];
    const gap = known - Math.max(0, fresh);
    return outcome({
      wrong: gap > LIMITS.memorised.value && fresh < LIMITS.memorisedFresh.value,
      severity: "high",
      message: `training rows are predicted (R² ${say(known)}), held-out rows are not (R² ${say(fresh)}): single rows were learnt by heart, nothing that holds for others`,
      fine: `training rows are predicted with R² ${say(known)}, held-out rows with ${say(fresh)}`,
      evidence: { train: known, heldOut: fresh, limit: LIMITS.memorised.value },
    });
  },
} satisfies Rule;

import { judgedFacts } from "../measures/pairFacts";
import { noiseCeilingOf } from "../measures/noiseCeiling";
import { middleRSquared } from "../measures/overOutputs";
import { type Evidence, type Pairs } from "../evidence";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** Share of held-out inputs that are, number by number, inputs of training; undefined unless both are known. */
function leaked({ pairs = [] }: Evidence): number | undefined {
  const of = (split: Pairs["split"]): string[] | undefined =>
    pairs.find((one) => one.split === split && one.inputs !== undefined)?.inputs?.map((row) => row.join());
  const [train, heldOut] = [of("train"), of("held-out")];
  if (train === undefined || heldOut === undefined || heldOut.length === 0) return undefined;
  const known = new Set(train);
  return heldOut.filter((row) => known.has(row)).length / heldOut.length;
}

/** Held-out rows that the model has seen, or that carry their own answer. */
export const tooGood = {
  id: "too-good-to-be-true",
  cause: "evaluation",
  judge: (evidence) => {
    const facts = judgedFacts(evidence);
    if (facts === undefined || facts.outputs.length === 0 || facts.split === "train" || facts.rows < 10) {
      return skipped("ten rows of held-out predictions beside targets that vary");
    }
    const rSquared = middleRSquared(facts);
    const seen = leaked(evidence) ?? 0;
    const exact = facts.outputs.map(
      ({ target, predicted }) => target.filter((value, i) => value === predicted[i]).length / facts.rows,
    );
    const hit = Math.min(...exact);
    // Counts and classes are hit exactly by any model: only targets with digits of their own tell.
    const digits = (): boolean =>
      new Set(facts.outputs[0]?.target).size > LIMITS.manyValues.value * facts.rows;
    const copied = hit > LIMITS.leakShare.value && digits() ? hit : 0;
    const wrong =
      seen > LIMITS.leakShare.value || copied > LIMITS.leakShare.value || rSquared > LIMITS.tooGood.value;
    return outcome({
      wrong,
      severity: seen > LIMITS.leakShare.value || copied > LIMITS.leakShare.value ? "high" : "low",
      message:
        seen > LIMITS.leakShare.value
          ? `${sayShare(seen)} of the held-out rows stand among the training rows: they test memory`
          : copied > LIMITS.leakShare.value
            ? `${sayShare(copied)} of the held-out predictions are their targets to the last digit: the answer leaks in`
            : `held-out rows are predicted almost exactly (R² ${say(rSquared)}): look whether the answer leaks in`,
      fine: `held-out rows are not predicted suspiciously well (R² ${say(rSquared)})`,
      evidence: { rSquared, seen, copied, ...ceilingNumber(evidence), limit: LIMITS.leakShare.value },
    });
  },
} satisfies Rule;

function ceilingNumber(evidence: Evidence): Record<string, number> {
  const ceiling = noiseCeilingOf(evidence);
  return ceiling === undefined ? {} : { ceiling };
}

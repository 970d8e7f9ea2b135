import { type LayerFacts, type StageFacts } from "../evidence";
import { endsWell } from "../measures/endsWell";
import { hiddenStages } from "../measures/hiddenStages";
import { layerNorms } from "../measures/layerNorms";
import { outcome, say, sayShare, skipped } from "../measures/outcome";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/** First updates, in which a head that knows nothing yet pushes what stands behind it. */
const FIRST_UPDATES = 8;

/** What a stage knew before training and no longer knows after it. */
function lostBy(before: StageFacts, end: readonly StageFacts[]): number {
  const after = end.find(({ stage }) => stage === before.stage)?.probeR2 ?? NaN;
  return (before.probeR2 ?? NaN) - Math.max(0, after);
}

/** The largest share of its weights that one of the first updates changed, over all layers but the last. */
function firstSteps(layers: readonly LayerFacts[]): number {
  const last = layers.at(-1)?.layer;
  const early = layers.filter(
    ({ update, layer, frozen, weightNorm }) =>
      update <= FIRST_UPDATES && layer !== last && !frozen && weightNorm > 0,
  );
  return Math.max(0, ...early.map(({ updateNorm, weightNorm }) => updateNorm / weightNorm));
}

/** Features that were worth something when training began are written over, most of all by a head that knows nothing yet. */
export const unfrozenBackboneShock = {
  id: "unfrozen-backbone-shock",
  cause: "optimiser",
  judge: (evidence) => {
    const start = hiddenStages(evidence, "start").filter(({ probeR2 }) => probeR2 !== undefined);
    const end = hiddenStages(evidence, "end");
    const [first] = start;
    if (first === undefined || end.length === 0 || evidence.layers === undefined)
      return skipped("readouts (probe R²) before and after training, and norms of updates by layer");
    const worst = start.reduce((a, b) => (lostBy(b, end) > lostBy(a, end) ? b : a));
    const [lost, step] = [lostBy(worst, end), firstSteps(evidence.layers)];
    // Weights that a penalty ate are another fault.
    const kept = Math.min(
      ...layerNorms(evidence.layers).map(({ firstWeight, lastWeight }) =>
        firstWeight > 0 ? lastWeight / firstWeight : 1,
      ),
    );
    return outcome({
      wrong:
        (worst.probeR2 ?? 0) > LIMITS.probeKnows.value &&
        lost > LIMITS.probeDrop.value &&
        kept > LIMITS.shrunkWeights.value,
      severity: endsWell(evidence) ? "low" : "high",
      message: `${worst.stage} knew more of the targets before training (R² ${say(worst.probeR2 ?? NaN)} by a straight line) than after it, by ${say(lost)}: one of the first updates changed a layer by ${sayShare(step)} of its weights`,
      fine: `no stage loses what it knew before training (${say(lost)} of R² at most, first updates change ${sayShare(step)} of a layer's weights)`,
      evidence: { before: worst.probeR2 ?? NaN, lost, step, kept, limit: LIMITS.probeDrop.value },
    });
  },
} satisfies Rule;

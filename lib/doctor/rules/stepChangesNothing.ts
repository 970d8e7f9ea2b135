import { layerNorms } from "../measures/layerNorms";
import { MEASURED } from "../measures/measured";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** A step has to change every trainable parameter and no frozen one. */
export const stepChangesNothing = {
  id: "step-changes-nothing",
  cause: "optimiser",
  judge: ({ layers = [] }) => {
    const all = layerNorms(layers);
    if (all.length === 0) return skipped("norms of updates by layer");
    const still = all.filter(({ frozen, mostMoved }) => !frozen && !(mostMoved > 0));
    const moved = all.filter(({ frozen, mostMoved }) => frozen && mostMoved > 0);
    const [first] = [...still, ...moved];
    // Without gradient no optimiser could move them: nothing comes through to them.
    const unreached =
      still.length > 0 &&
      layers.every(
        ({ layer, gradientNorm }) => gradientNorm === 0 || !still.some((one) => one.layer === layer),
      );
    return outcome({
      wrong: first !== undefined,
      severity: "high",
      cause: unreached ? "architecture" : "optimiser",
      message:
        still.length > 0
          ? `${still.length} of ${all.length} layers should learn and never change, the first ${first?.layer ?? ""}: ${unreached ? "no gradient comes through to them" : "the optimiser does not have them, or moves them by nothing"}`
          : `${moved.length} layers are frozen and change all the same, the first ${first?.layer ?? ""}`,
      fine: "each step changes every trainable layer and no frozen one",
      evidence: { still: still.length, movedThoughFrozen: moved.length, layers: all.length, ...MEASURED },
    });
  },
} satisfies Rule;

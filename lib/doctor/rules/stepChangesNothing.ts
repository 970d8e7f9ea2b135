import { layerNorms } from "../measures/layerNorms";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** A step has to change every trainable parameter and no frozen one. */
export const stepChangesNothing = {
  id: "step-changes-nothing",
  cause: "optimiser",
  judge: ({ layers }) => {
    const all = layerNorms(layers ?? []);
    if (all.length === 0) return skipped("norms of updates by layer");
    const still = all.filter(({ frozen, mostMoved }) => !frozen && !(mostMoved > 0));
    const moved = all.filter(({ frozen, mostMoved }) => frozen && mostMoved > 0);
    const [first] = [...still, ...moved];
    return outcome({
      wrong: first !== undefined,
      severity: "high",
      message:
        still.length > 0
          ? `${still.length} of ${all.length} layers should learn and never change, the first ${first?.layer ?? ""}: the optimiser does not have them`
          : `${moved.length} layers are frozen and change all the same, the first ${first?.layer ?? ""}`,
      fine: "each step changes every trainable layer and no frozen one",
      evidence: { still: still.length, movedThoughFrozen: moved.length, layers: all.length },
    });
  },
} satisfies Rule;

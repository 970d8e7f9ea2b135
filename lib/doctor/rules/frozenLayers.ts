import { endsWell } from "../measures/endsWell";
import { layerNorms } from "../measures/layerNorms";
import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** Most of the network stands still by intention, and what is left does not get far. Features that serve may be frozen. */
export const frozenLayers = {
  id: "frozen-layers",
  cause: "optimiser",
  judge: (evidence) => {
    const layers = layerNorms(evidence.layers ?? []);
    if (layers.length === 0) return skipped("norms of updates by layer, with those that are frozen");
    const frozen = layers.filter((layer) => layer.frozen).length;
    return outcome({
      wrong: 2 * frozen >= layers.length && !endsWell(evidence),
      severity: "medium",
      message: `${frozen} of ${layers.length} layers are frozen, and what is left to learn does not get far`,
      fine:
        frozen === 0
          ? "no layer is frozen"
          : `${frozen} of ${layers.length} layers are frozen, which does no harm here`,
      evidence: { frozen, layers: layers.length },
    });
  },
} satisfies Rule;

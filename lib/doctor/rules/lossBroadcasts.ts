import { outcome, say, skipped } from "../measures/outcome";
import { MEASURED } from "../measures/measured";
import { type Rule } from "../rule";
import { LIMITS } from "../thresholds";

/**
 * A loss that stays the same when its predictions are dealt out to other rows compares no row with its own target:
 * shapes like [N] and [N, 1] are stretched over one another or, where the right answer costs nothing, only means count.
 */
export const lossBroadcasts = {
  id: "loss-broadcasts",
  cause: "evaluation",
  judge: ({ lossFunction }) => {
    if (lossFunction === undefined) return skipped("a loss given as a function (--recipe as code)");
    const { own, permuted, perfect, constant } = lossFunction;
    const change = Math.abs(permuted - own) / Math.abs(own);
    const limit = LIMITS.sameLoss.value;
    const means =
      perfect !== undefined && constant !== undefined && perfect <= constant + limit * Math.abs(own);
    return outcome({
      wrong: change < limit,
      severity: "high",
      cause: means ? "optimiser" : "evaluation",
      message: means
        ? `the loss does not change (${say(own)}) when predictions are dealt out to other rows: it compares means, not rows`
        : `the loss does not change (${say(own)}) when predictions are dealt out to other rows: it compares every row with every other, as shapes [N] and [N, 1] do`,
      fine: `the loss changes when predictions are dealt out to other rows (${say(own)} to ${say(permuted)})`,
      evidence: { own, permuted, change, limit, ...MEASURED },
    });
  },
} satisfies Rule;

import { outcome, skipped } from "../measures/outcome";
import { type Rule } from "../rule";

/** Places where a curve goes back in step: a restart, or another run, in the same file. */
function returns(at: readonly number[]): number {
  return at.filter((step, i) => i > 0 && step <= (at[i - 1] ?? -Infinity)).length;
}

/** Steps that go back: what is drawn as one run is several. */
export const severalRuns = {
  id: "several-runs-in-one-file",
  cause: "evaluation",
  judge: ({ curves = [] }) => {
    const losses = curves.filter(({ role }) => role.endsWith("loss"));
    if (losses.length === 0) return skipped("a loss");
    const restarts = Math.max(...losses.map(({ at }) => returns(at)));
    return outcome({
      wrong: restarts > 0,
      severity: "high",
      message: `the steps go back ${restarts === 1 ? "once" : `${restarts} times`}: several runs stand in one file, and are judged as if they were one`,
      fine: "the steps only go forward: one run",
      evidence: { restarts },
    });
  },
} satisfies Rule;

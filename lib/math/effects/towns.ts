import { MARGIN, type Effect } from "./effect";

/**
 * A verdict beside the same comparison in other towns, read as means and not as new verdicts: helps and harms are "in
 * this town" where a town's mean difference has the other sign, less than 5 % where a town's mean lies beyond the
 * margin; so are all three where runs die in a town, since there no mean is judged. Other verdicts stay.
 */
export function verdictOverTowns({ verdict, change }: Effect, towns: readonly Effect[]): string {
  const differs = (town: Effect): boolean => {
    if (town.kind !== "means") return true;
    if (verdict === "less than 5 %") return Math.abs(town.change) >= MARGIN * town.base;
    return Math.sign(town.change) !== Math.sign(change);
  };
  const bound = verdict === "helps" || verdict === "harms" || verdict === "less than 5 %";
  return bound && towns.some(differs) ? `${verdict} in this town` : verdict;
}

/**
 * The verdict of two comparisons of the same arms: means from few seeds, deaths from many. A dead run among the many
 * is enough that no mean is judged.
 */
export function withDeaths(means: Effect, many: Effect | undefined): Effect {
  return many === undefined || many.kind === "means" ? means : many;
}

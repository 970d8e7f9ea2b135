import { SETS, setName } from "../experiments/fixSets";
import { outcomesOfSet, type WhichFix } from "../experiments/whichFix";
import { sizeOf } from "../math/effects/factorial";
import { type Choice } from "../math/effects/sufficientSets";
import { mean } from "../math/statistics";
import { type Figure } from "../plots/figure";
import { seedDots, type SeedGroup } from "../plots/seedDots";

/**
 * The sets that half of the seeds chose, on the other half: a dot for each seed, and beside each a dot for every set
 * of its size (a random one would be one of these); nothing and all six fixed on the same seeds.
 */
export function choicesFigure(
  { sets, choices: { best, smallest } }: WhichFix,
  baselines: Readonly<Record<string, number>>,
): Figure {
  const reported = (set: number): number[] =>
    outcomesOfSet(sets, set)
      .slice(-best.seeds)
      .map(({ error }) => error);
  const groups: SeedGroup[] = [
    { name: "nothing fixed", values: reported(0) },
    ...chosen("best", best),
    ...chosen("smallest sufficient", smallest),
    { name: "all six", values: reported(SETS - 1) },
  ];
  const told = groups.map(({ name, values }) => `${name} (${mean(values).toFixed(2)} m)`).join(", ");
  return seedDots({
    title: "Chosen on half of the seeds, told by the other",
    x: "mean validation error (m)",
    groups,
    baselines,
    summary: `Mean errors on ${best.seeds} seeds that chose nothing: ${told}.`,
  });
}

function chosen(what: string, { set, errors, random }: Choice): SeedGroup[] {
  return [
    { name: `${what}: ${setName(set)}`, values: errors },
    { name: `all ${random.length} sets of ${sizeOf(set)}`, values: random },
  ];
}

import { at } from "../../math/at";
import { splitRng } from "../../math/rng";
import { type Recipe } from "../recipe";
import { classifier } from "./classifiers";
import { picture } from "./pictures";
import { table } from "./tables";
import { trajectory } from "./trajectories";

/** What a healthy practice run is about. */
export type PracticeFamily = "table" | "trajectory" | "picture" | "classifier";

/** A recipe with nothing wrong, and how well anything can do on its held-out rows. */
export interface HealthyRecipe {
  readonly family: PracticeFamily;
  /** What makes it look ill or not, in a word. */
  readonly variant: string;
  readonly recipe: Recipe;
  /** Largest share of the targets' variance (R², mean over outputs), or of right classes, that the noise leaves. */
  readonly ceiling: number;
}

/** How often each family comes, out of 20. */
const SHARES: readonly (readonly [PracticeFamily, number])[] = [
  ["table", 10],
  ["trajectory", 4],
  ["picture", 2],
  ["classifier", 4],
];

const FAMILIES: readonly PracticeFamily[] = SHARES.flatMap(([family, share]) =>
  Array.from({ length: share }, () => family),
);

const MAKERS = { table, trajectory, picture, classifier } as const;

/** The healthy recipe of a seed: family, variant, sizes, data and first weights follow from it. */
export function healthyRecipe(seed: number): HealthyRecipe {
  const rng = splitRng(seed, "practice family");
  const family = at(FAMILIES, rng.integer(FAMILIES.length));
  return { family, ...MAKERS[family](seed) };
}

import { type Cause } from "../diagnosis";
import { type Evidence } from "../evidence";
import { type Draw } from "../practice/draw";
import { type Recipe } from "../recipe";

/** One thing that goes wrong in trainings, to be put into a healthy recipe. Seeded: same recipe and seed, same fault. */
export interface Fault {
  /** Kebab-case. */
  readonly name: string;
  /** Faults that are alike are kept out together when a rule is tried on what it was not fitted on. */
  readonly family: string;
  /** What a right diagnosis says. */
  readonly cause: Exclude<Cause, "none" | "undecided">;
  /** What is wrong, in a sentence for a reader. */
  readonly says: string;
  /** Whether it can be put into this recipe. */
  readonly fits: (recipe: Recipe) => boolean;
  /** The recipe with the fault in it; strength and place are drawn. */
  readonly apply: (recipe: Recipe, draw: Draw) => Recipe;
  /** What is wrong in the book-keeping of what the training gave; the model may be as good as ever. */
  readonly record?: (evidence: Evidence, draw: Draw) => Evidence;
  /** A second run of the recipe, from another seed, that is written into the same log. */
  readonly joins?: true;
}

/** The recipe as it is: for faults of the book-keeping. */
export const unchanged = (recipe: Recipe): Recipe => recipe;

export const always = (): boolean => true;

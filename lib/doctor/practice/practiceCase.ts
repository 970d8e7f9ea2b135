import { at } from "../../math/at";
import { mean, std } from "../../math/statistics";
import { spreadRows } from "../../training/spreadRows";
import { accuracy, relativeError } from "../evaluationError";
import { type Cause } from "../diagnosis";
import { type Curve, type Evidence, type Pairs } from "../evidence";
import { examine, type ExamineLevel } from "../examine";
import { type Fault } from "../faults/fault";
import { faultNamed } from "../faults/faults";
import { type Recipe } from "../recipe";
import { drawOf } from "./draw";
import { healthyRecipe, type HealthyRecipe, type PracticeFamily } from "./healthy";
import { isRawSeed, rawRecipe } from "./rawUnits";

/** What is true of a practice run: it is healthy, or has this one fault. */
export type Truth =
  | { readonly kind: "healthy"; readonly cause: "none" }
  | {
      readonly kind: "faulty";
      readonly fault: string;
      readonly faultFamily: string;
      readonly cause: Exclude<Cause, "none" | "undecided">;
    };

/** A real small training, what is true of it, and what it left. */
export interface PracticeCase {
  /** "17 healthy", "17 rate-too-low". */
  readonly id: string;
  readonly seed: number;
  /** Thresholds are fitted on one half of the seeds and judged on the other. */
  readonly half: "fitting" | "apart";
  readonly family: PracticeFamily;
  readonly variant: string;
  readonly truth: Truth;
  /** On held-out rows: root mean squared error over the targets' spread, of classifiers the share of wrong classes. */
  readonly error: number;
  /** The same of the healthy run of this seed. */
  readonly healthyError: number;
  /** A few rows of the pairs. */
  readonly evidence: Evidence;
}

/** A case that does not count, and why. */
export interface Dropped {
  readonly id: string;
  readonly dropped: string;
}

/** A fault counts if the error is larger than the healthy twin's by this factor, and by this much. */
const CLEARLY_WORSE = { factor: 1.25, difference: 0.08 };
/** A leak makes the error of its face so much smaller than the true one. */
const LEAKED = { factor: 1.25, difference: 0.03 };
/** A healthy run reaches this share of what the noise leaves: of the variance, or of the right classes. */
const HEALTHY_SHARE = { regression: 0.8, classes: 0.93 } as const;

/** A healthy recipe trained, with all of its pairs. */
export interface HealthyRun {
  readonly seed: number;
  readonly healthy: HealthyRecipe;
  /** What was trained. */
  readonly recipe: Recipe;
  /** Root mean squared error over the targets' spread, of classifiers the share of wrong classes. */
  readonly error: number;
  readonly evidence: Evidence;
}

/** The same with a fault. */
export type FaultyRun = Pick<HealthyRun, "recipe" | "error" | "evidence">;

/** The healthy recipe of a seed, in raw units where the seed says so. */
export const recipeOfSeed = (seed: number): HealthyRecipe =>
  isRawSeed(seed) ? rawRecipe(seed) : healthyRecipe(seed);

/** How far a practice run is looked into. */
export interface PracticeOptions {
  readonly level: ExamineLevel;
}

/** And what is trained for it. */
export interface TrainedOptions extends PracticeOptions {
  /** What is trained in place of each recipe. Default the recipe itself. */
  readonly trained?: (recipe: Recipe) => Recipe;
}

const itself = (recipe: Recipe): Recipe => recipe;

/** The healthy run of a seed, or why it does not count as one. */
export async function healthyRun(
  seed: number,
  { level, trained = itself }: TrainedOptions,
): Promise<HealthyRun | Dropped> {
  const healthy = recipeOfSeed(seed);
  const recipe = trained(healthy.recipe);
  const evidence = await examine(recipe, { level });
  const why = notHealthy(healthy, evidence);
  if (why !== undefined) return { id: `${seed} healthy`, dropped: why };
  return { seed, healthy, recipe, evidence, error: errorOf(healthy, heldOut(evidence)) };
}

/** The same run with a fault put in, or why that is no case of it. */
export async function faultyRun(
  fault: Fault,
  { seed, healthy, error: healthyError }: Pick<HealthyRun, "seed" | "healthy" | "error">,
  { level, trained = itself }: TrainedOptions,
): Promise<FaultyRun | Dropped> {
  const draw = drawOf(seed);
  const recipe = trained(fault.apply(healthy.recipe, draw));
  const evidence = await examine(recipe, { level });
  const error = errorOf(healthy, heldOut(evidence));
  const why = notAFault(fault, { error, healthyError, trained: evidence });
  if (why !== undefined) return { id: `${seed} ${fault.name}`, dropped: why };
  const joined =
    fault.joins === true
      ? withSecondRun(evidence, await examine(secondRun(recipe), { level: "run" }))
      : evidence;
  return { recipe, error, evidence: fault.record?.(joined, draw) ?? joined };
}

/**
 * The healthy run of a seed, then the same with each fault, a few rows of their pairs; a fault that does not fit the
 * recipe is left out.
 */
export async function practiceCases(
  seed: number,
  faults: readonly string[],
  options: PracticeOptions = { level: "run" },
): Promise<(PracticeCase | Dropped)[]> {
  const run = await healthyRun(seed, options);
  if ("dropped" in run) return [run];
  const { healthy, error } = run;
  const { family, variant } = healthy;
  const rest = { seed, half: halfOf(seed), family, variant, healthyError: error };
  const cases: (PracticeCase | Dropped)[] = [
    { ...rest, id: `${seed} healthy`, truth: { kind: "healthy", cause: "none" }, ...keptOf(run) },
  ];
  for (const fault of faults.map(faultNamed)) {
    if (!fault.fits(healthy.recipe)) continue;
    const made = await faultyRun(fault, run, options);
    cases.push("dropped" in made ? made : { ...rest, ...withFault(seed, fault), ...keptOf(made) });
  }
  return cases;
}

function withFault(seed: number, { name, family, cause }: Fault): Pick<PracticeCase, "id" | "truth"> {
  return { id: `${seed} ${name}`, truth: { kind: "faulty", fault: name, faultFamily: family, cause } };
}

const keptOf = ({ error, evidence }: Pick<HealthyRun, "error" | "evidence">) => ({
  error,
  evidence: thinned(evidence),
});

const halfOf = (seed: number): PracticeCase["half"] => (seed % 2 === 1 ? "fitting" : "apart");

/** Another seed and another rate: what people try next. */
const secondRun = (recipe: Recipe): Recipe => ({
  ...recipe,
  seed: recipe.seed + 1_000_000,
  optimizer: { ...recipe.optimizer, learningRate: recipe.optimizer.learningRate / 3 },
});

function withSecondRun(first: Evidence, second: Evidence): Evidence {
  const joined = (first.curves ?? []).map((curve): Curve => {
    const other = second.curves?.find(({ name }) => name === curve.name);
    if (other === undefined) return curve;
    return { ...curve, at: [...curve.at, ...other.at], values: [...curve.values, ...other.values] };
  });
  return { ...first, curves: joined };
}

function heldOut({ pairs = [] }: Evidence): Pairs {
  return at(
    pairs.filter(({ split }) => split === "held-out"),
    0,
  );
}

/** What a practice run is judged by; Infinity where it is no number. */
export function errorOf({ family }: Pick<HealthyRecipe, "family">, pairs: Pairs): number {
  const error = family === "classifier" ? 1 - accuracy(pairs) : relativeError(pairs);
  return Number.isFinite(error) ? error : Infinity;
}

function notHealthy({ family, ceiling }: HealthyRecipe, evidence: Evidence): string | undefined {
  const pairs = heldOut(evidence);
  const isClasses = family === "classifier";
  const reached = isClasses ? accuracy(pairs) : explained(pairs);
  const wanted = ceiling * (isClasses ? HEALTHY_SHARE.classes : HEALTHY_SHARE.regression);
  return reached >= wanted
    ? undefined
    : `healthy only from ${wanted.toFixed(3)} on, reached ${reached.toFixed(3)}`;
}

/** R², mean over outputs. */
function explained({ targets, predictions }: Pairs): number {
  return mean(
    at(targets, 0).map((_, k) => {
      const wanted = targets.map((row) => at(row, k));
      const errors = wanted.map((value, i) => (value - (predictions[i]?.[k] ?? NaN)) ** 2);
      return 1 - mean(errors) / std(wanted) ** 2;
    }),
  );
}

interface Judged {
  readonly error: number;
  readonly healthyError: number;
  readonly trained: Evidence;
}

/** Why a run with a fault put in is not a case of it, if it is not. */
function notAFault(fault: Fault, { error, healthyError, trained }: Judged): string | undefined {
  if (fault.family === "book-keeping") return undefined; // the model is as good as ever: the log is wrong
  if (fault.family === "split leak") return worse(healthyError, error, LEAKED); // the error on its face is too good
  if (fault.name === "hidden-nan" && !hasNaN(trained)) return "the weights stayed numbers";
  return worse(error, healthyError);
}

function worse(error: number, than: number, { factor, difference } = CLEARLY_WORSE): string | undefined {
  if (error >= factor * than && error - than >= difference) return undefined;
  return `a fault only from ${Math.max(factor * than, than + difference).toFixed(3)} on, error ${error.toFixed(3)}`;
}

const hasNaN = ({ curves = [] }: Evidence): boolean =>
  curves.some(({ role, values }) => role === "train-loss" && values.includes("NaN"));

/** Numbers of predictions that are kept of one part. */
const KEPT = { "held-out": 800, train: 400 } as const;
const DIGITS = 4;
const MOST_ROWS = { "held-out": 100, train: 60 } as const;

/** The evidence with a few rows of its pairs, spread evenly. */
export function thinned(evidence: Evidence): Evidence {
  return { ...evidence, pairs: (evidence.pairs ?? []).map(thinnedPairs) };
}

function thinnedPairs({ targets, predictions, inputs, shapes, split }: Pairs): Pairs {
  const width = at(targets, 0).length;
  const rows = spreadRows(targets.length, Math.min(MOST_ROWS[split], Math.floor(KEPT[split] / width)));
  const pick = (table: readonly (readonly number[])[]) =>
    rows.map((row) => at(table, row).map((value) => Number(value.toPrecision(DIGITS))));
  return {
    ...{ targets: pick(targets), predictions: pick(predictions), split },
    ...(inputs === undefined ? {} : { inputs: pick(inputs) }),
    ...(shapes === undefined ? {} : { shapes }),
  };
}

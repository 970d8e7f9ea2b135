import { at } from "../../math/at";
import { mean, std } from "../../math/statistics";
import { spreadRows } from "../../training/spreadRows";
import { accuracy, relativeError } from "../evaluationError";
import { type Cause } from "../diagnosis";
import { type Curve, type Evidence, type Pairs } from "../evidence";
import { examine } from "../examine";
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
  /** At level run; a few rows of the pairs. */
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

/**
 * The healthy run of a seed, then the same with each fault; a fault that does not fit the recipe is left out. `trained`:
 * what is trained in place of each recipe, the recipe itself by default.
 */
export async function practiceCases(
  seed: number,
  faults: readonly string[],
  trained = (recipe: Recipe): Recipe => recipe,
): Promise<(PracticeCase | Dropped)[]> {
  const healthy = isRawSeed(seed) ? rawRecipe(seed) : healthyRecipe(seed);
  const evidence = await examine(trained(healthy.recipe), { level: "run" });
  const error = errorOf(healthy, evidence);
  const rest = {
    seed,
    half: halfOf(seed),
    family: healthy.family,
    variant: healthy.variant,
    healthyError: error,
  };
  const id = `${seed} healthy`;
  const why = notHealthy(healthy, evidence);
  if (why !== undefined) return [{ id, dropped: why }];
  const cases: (PracticeCase | Dropped)[] = [
    { id, ...rest, truth: { kind: "healthy", cause: "none" }, error, evidence: thinned(evidence) },
  ];
  for (const fault of faults.map(faultNamed)) {
    if (!fault.fits(healthy.recipe)) continue;
    const recipe = trained(fault.apply(healthy.recipe, drawOf(seed)));
    cases.push(await faultyCase(fault, { healthy, recipe, twin: rest }));
  }
  return cases;
}

const halfOf = (seed: number): PracticeCase["half"] => (seed % 2 === 1 ? "fitting" : "apart");

type Twin = Pick<PracticeCase, "seed" | "half" | "family" | "variant" | "healthyError">;

interface Faulty {
  readonly healthy: HealthyRecipe;
  readonly recipe: Recipe;
  readonly twin: Twin;
}

async function faultyCase(fault: Fault, { healthy, recipe, twin }: Faulty): Promise<PracticeCase | Dropped> {
  const { name, family, cause } = fault;
  const trained = await examine(recipe, { level: "run" });
  const error = errorOf(healthy, trained);
  const id = `${twin.seed} ${name}`;
  const why = notAFault(fault, { error, healthyError: twin.healthyError, trained });
  if (why !== undefined) return { id, dropped: why };
  const joined =
    fault.joins === true
      ? withSecondRun(trained, await examine(secondRun(recipe), { level: "run" }))
      : trained;
  const recorded = fault.record?.(joined, drawOf(twin.seed)) ?? joined;
  return {
    id,
    ...twin,
    truth: { kind: "faulty", fault: name, faultFamily: family, cause },
    error,
    evidence: thinned(recorded),
  };
}

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

function errorOf({ family }: HealthyRecipe, evidence: Evidence): number {
  const pairs = heldOut(evidence);
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
function thinned(evidence: Evidence): Evidence {
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

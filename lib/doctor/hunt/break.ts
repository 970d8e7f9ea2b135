import { splitRng } from "../../math/rng";
import { faultNamed } from "../faults/faults";
import { type Fault } from "../faults/fault";
import { healthyRecipe } from "../practice/healthy";
import { faultyRun, healthyRun, thinned, type FaultyRun } from "../practice/practiceCase";
import { blockOf } from "../fit/block";
import { type Recipe } from "../recipe";
import { editModel } from "../faults/editModel";
import { leavesOf, mapLeaves } from "../topology/leaves";
import { withConfig } from "../topology/layers";
import { deal, menuOf } from "./deal";
import { sealedRound, type Round } from "./round";
import { HUNT_LEVELS, NOTHING, type HuntLevel } from "./suspects";

/**
 * Seals a fault of the library in a small run: `break("easy", 7)`. Same level and seed, same round, for everyone; it
 * trains twice, with the fault and without, which must be clearly better. Needs a started backend. Errors: an unknown
 * level, a seed that is no whole number from 0 on.
 */
async function breakRun(level: HuntLevel, seed: number): Promise<Round> {
  requireLevel(level);
  requireSeed(seed);
  const dealt = deal(level, seed);
  const fault = dealt.truth.name === NOTHING ? undefined : faultNamed(dealt.truth.name);
  const { healthy, healthyError, run } = await fairCase(level, seed, fault);
  const menu = menuOf(level, seed, dealt, (name) => faultNamed(name).fits(healthy));
  const { recipe, evidence, error } = run;
  return sealedRound(
    { level, seed, menu, evidence: thinned(evidence), recipe },
    { truth: dealt.truth, error, healthyError },
  );
}

export { breakRun as break };

function requireLevel(level: string): void {
  if (HUNT_LEVELS.some((one) => one === level)) return;
  throw new Error(`break: expected one of ${HUNT_LEVELS.join(", ")}, got "${level}"; choose a level`);
}

function requireSeed(seed: number): void {
  if (Number.isSafeInteger(seed) && seed >= 0) return;
  throw new Error(
    `break: expected a whole number from 0 on as seed, got ${String(seed)}; agree on one, 7 say`,
  );
}

/** The recipe with layers called by kind and place: what a fault calls its layers says too much. */
export function withPlainNames(recipe: Recipe): Recipe {
  return editModel(recipe, (model) =>
    mapLeaves(model, (layer, i) => withConfig(layer, { name: `${layer.class_name.toLowerCase()}_${i + 1}` })),
  );
}

/** Recipes that a fault is put into: nothing about them is odd without it. */
const PLAIN: ReadonlySet<string> = new Set(["plain", "sgd", "cosine", "spot"]);
/** Sound recipes whose runs look ill: errors that noise makes, a loss that is larger in training. */
const ILL_LOOKING: ReadonlySet<string> = new Set(["noisy", "dropout", "penalty"]);

/** A round trains in about a second. */
const SMALL = { updates: 450, layers: 5 } as const;

function isSmall({ model, train, batchSize, epochs }: Recipe): boolean {
  const updates = epochs * Math.ceil((blockOf(train.targets, "train").shape[0] ?? 0) / batchSize);
  return updates <= SMALL.updates && typeof model !== "function" && leavesOf(model).length <= SMALL.layers;
}

/** On easy rounds a fault costs so much more of the targets' spread; one of the book-keeping costs nothing. */
const LOUD = 0.3;

function isLoud({ family }: Fault, error: number, healthyError: number): boolean {
  return family === "book-keeping" || error - healthyError >= LOUD;
}

/** Recipes drawn until a fault fits and shows. */
const TRIES = 400;
/** Seeds of practice runs from which thresholds were fitted lie below. */
const FIRST_SEED = 1_000_000;

/** A run that a round may be about. */
interface FairCase {
  /** The recipe that the fault was put into, by its own names. */
  readonly healthy: Recipe;
  /** Of the run without the fault. */
  readonly healthyError: number;
  readonly run: FaultyRun;
}

const TRAINED = { level: "run", trained: withPlainNames } as const;

/** The first recipe of a seed that is sound without the fault, and clearly worse with it. */
async function fairCase(level: HuntLevel, seed: number, fault: Fault | undefined): Promise<FairCase> {
  const rng = splitRng(seed, `hunt/${level}/recipe`);
  const variants = fault === undefined ? ILL_LOOKING : PLAIN;
  for (let i = 0; i < TRIES; i++) {
    const own = FIRST_SEED + rng.integer(2 ** 31);
    const { family, variant, recipe: healthy } = healthyRecipe(own);
    if (family === "classifier" || !variants.has(variant) || !isSmall(healthy)) continue;
    if (fault?.fits(healthy) === false) continue;
    const sound = await healthyRun(own, TRAINED);
    if ("dropped" in sound) continue;
    const healthyError = sound.error;
    if (fault === undefined) return { healthy, healthyError, run: sound };
    const run = await faultyRun(fault, sound, TRAINED);
    if ("dropped" in run) continue;
    if (level === "hard" || isLoud(fault, run.error, healthyError)) return { healthy, healthyError, run };
  }
  throw new Error(
    `break: expected a recipe that ${fault?.name ?? "nothing"} harms among ${TRIES}, got none for seed ${seed}; take another seed`,
  );
}

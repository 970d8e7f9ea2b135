import { at } from "../../math/at";
import { MARGIN } from "../../math/effects/effect";
import { type Change } from "../change";
import { startClock, type Clock } from "../clock";
import { duration } from "../cost";
import { rowSets } from "../fit/rowSets";
import { whereKernelsAre } from "../plainBackend";
import { type Recipe } from "../recipe";
import { heldOutPairs, targetRows } from "../recipeEvidence";
import { trainAgain } from "../trial/trainAgain";
import { baseArm, proposalArm, randomArm, type Arm, type Bench, type Refused } from "./arms";
import { differenceOf, levelOf, verdictOf, type Bar, type Runs } from "./judge";
import { isDead, metricOf, metricOfConstant, type Metric } from "../metric";
import { halves, LEAST_SEEDS, tooFewSeeds, type Proof, type ProofArm } from "./proof";

export interface ProveOptions {
  /** Trainings of every arm; default 10. Sets are ranked on the first half of them and judged on the second. */
  readonly seeds?: number;
  /** Random sets of as many changes as the first proposal; default 5. */
  readonly randomChanges?: number;
  /** Past it nothing new begins and the training under way is left out; what was trained stays. */
  readonly budgetSeconds?: number;
  /** First with nothing done and the cost in words, then after every training. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
  /** Aborted: the training under way ends at its next update and is left out; what was trained stays. */
  readonly signal?: AbortSignal;
}

type Kept = Pick<ProofArm, "errors" | "dead">;

/** All that is trained, and what came of it. */
interface Trial {
  readonly metric: Metric;
  readonly constant: number;
  readonly seeds: readonly number[];
  readonly kept: Map<Arm, { errors: number[]; dead: boolean[] }>;
  readonly clock: Clock;
}

/**
 * Trains the recipe as it is, with each set of changes, and with random sets of as many changes and updates, on the
 * same seeds. The sets are ranked on the first half of the seeds and judged in that order on the second, a rejected one
 * before the next; one that the recipe cannot take is reported. Needs a started backend; no tensor of its own stays.
 * Errors, before any training: no set at all, none that the recipe can take, a count that is none.
 */
export async function prove(
  recipe: Recipe,
  proposals: readonly (readonly Change[])[],
  options: ProveOptions = {},
): Promise<Proof> {
  checkCounts(options);
  if (proposals.length === 0)
    throw new Error("prove: expected at least one set of changes, got none; diagnose the recipe first");
  return whereKernelsAre(
    () => proveHere(recipe, proposals, options),
    (line) => options.onProgress?.(0, 1, line),
  );
}

function checkCounts({ seeds = 10, randomChanges = 5 }: ProveOptions): void {
  if (!Number.isInteger(seeds) || seeds < 1)
    throw new Error(`prove seeds: expected a whole number, at least 1, got ${seeds}; take 10`);
  if (!Number.isInteger(randomChanges) || randomChanges < 0)
    throw new Error(`prove randomChanges: expected a whole number, got ${randomChanges}; take 5`);
}

async function proveHere(
  recipe: Recipe,
  proposals: readonly (readonly Change[])[],
  { seeds: count = 10, randomChanges = 5, ...limits }: ProveOptions,
): Promise<Proof> {
  const isData = ({ kind }: Change): boolean => kind === "data";
  const trained = proposals.map((set) => set.filter((change) => !isData(change)));
  const bench: Bench = { recipe, sets: rowSets(recipe) };
  const seeds = Array.from({ length: count }, (_, i) => recipe.seed + i);
  const metric = metricOf(recipe);
  const empty = {
    ...{ metric: metric.name, higherIsBetter: metric.higherIsBetter, seeds, margin: MARGIN },
    skipped: proposals.flatMap((set) => set.filter(isData)),
  };
  const arms = await armsOf(bench, trained, randomChanges);
  if (arms === undefined) return { ...empty, arms: [] };
  const refused = arms.refused.map(refusedArm);
  const all = [arms.base, ...arms.proposals, ...arms.random];
  const trial: Trial = {
    ...{ metric, seeds, constant: constantOf(bench, metric) },
    kept: new Map(all.map((arm) => [arm, { errors: [], dead: [] }])),
    clock: startClock(limits, all.length * count),
  };
  trial.clock.tell(0, [costInWords(all, count), ...refused.map(({ name }) => name)].join("; "));
  const ranked = await trainAll(trial, arms);
  return { ...empty, arms: [...judged(trial, { ...arms, proposals: ranked }), ...refused] };
}

interface Arms {
  readonly base: Arm;
  readonly proposals: readonly Arm[];
  readonly random: readonly Arm[];
  readonly refused: readonly Refused[];
}

/** A set that the recipe cannot take, reported beside those that were trained. */
function refusedArm({ changes, error: { message } }: Refused): ProofArm {
  return {
    ...{ kind: "proposal", name: message, changes, errors: [], dead: [], updates: 0 },
    verdict: "not decided",
  };
}

/** Every arm, each tried for a step; undefined where all changes are about data. */
async function armsOf(
  bench: Bench,
  sets: readonly (readonly Change[])[],
  randomChanges: number,
): Promise<Arms | undefined> {
  const base = await baseArm(bench);
  const proposals: Arm[] = [];
  const refused: Refused[] = [];
  for (const [i, changes] of sets.entries()) {
    if (changes.length === 0) continue;
    const made = await proposalArm(bench, changes, i + 1);
    if ("error" in made) refused.push(made);
    else proposals.push(made);
  }
  const [first] = proposals;
  if (first === undefined && refused[0] !== undefined) throw refused[0].error;
  if (first === undefined) return undefined;
  const random: Arm[] = [];
  for (let i = 1; i <= randomChanges; i++) random.push(await randomArm(bench, first, i));
  return { base, proposals, random, refused };
}

function constantOf({ sets }: Bench, metric: Metric): number {
  const { targets } = sets.evaluation;
  // Class numbers as one-hot rows; any width above their largest number will do.
  const classes = metric.higherIsBetter ? Math.max(...targets.data) + 1 : 1;
  return metricOfConstant(metric, targetRows(targets, targets.shape[1] === 1 ? classes : 1));
}

/** "80 trainings, 32 000 updates, about 3 min 20 s"; of one seed that it proves nothing. */
function costInWords(arms: readonly Arm[], seeds: number): string {
  const over = (of: (arm: Arm) => number): number => seeds * arms.reduce((sum, arm) => sum + of(arm), 0);
  const cost = `${seeds * arms.length} trainings, ${over(({ updates }) => updates)} updates, about ${duration(over(({ seconds }) => seconds))}`;
  return seeds < LEAST_SEEDS ? `${cost}; ${tooFewSeeds(seeds)}` : cost;
}

/** In the order that is worth most when time runs out. Gives the proposals best first. */
async function trainAll(
  trial: Trial,
  { base, proposals, random }: Omit<Arms, "refused">,
): Promise<readonly Arm[]> {
  const half = halves(trial.seeds).ranking.length;
  await trainUpTo(trial, base, trial.seeds.length);
  for (const arm of proposals) await trainUpTo(trial, arm, half);
  const ranked = [...proposals].sort((a, b) => rankOf(trial, a) - rankOf(trial, b));
  const [best, ...rest] = ranked;
  if (best !== undefined) await trainUpTo(trial, best, trial.seeds.length);
  for (const arm of [...random, ...rest]) await trainUpTo(trial, arm, trial.seeds.length);
  return ranked;
}

/** Smaller is better; an arm that was not trained comes last. */
function rankOf(trial: Trial, arm: Arm): number {
  const runs = runsOf(trial, arm).slice(0, halves(trial.seeds).ranking.length);
  if (runs.length === 0) return Infinity;
  return trial.metric.higherIsBetter ? -levelOf(runs, trial) : levelOf(runs, trial);
}

async function trainUpTo(trial: Trial, arm: Arm, count: number): Promise<void> {
  const { metric, constant, seeds, clock } = trial;
  const { errors, dead } = keptOf(trial, arm);
  while (errors.length < count && !clock.isOver()) {
    const seed = at(seeds, errors.length);
    const value = await trainAgain({ ...arm.recipe, seed }, clock, (ready) => metric.of(heldOutPairs(ready)));
    if (value === undefined) return;
    errors.push(value);
    dead.push(isDead(metric, value, constant));
    const done = [...trial.kept.values()].reduce((sum, one) => sum + one.errors.length, 0);
    clock.after(done, `${arm.name}, seed ${seed}`);
  }
}

function keptOf({ kept }: Trial, arm: Arm): { errors: number[]; dead: boolean[] } {
  const found = kept.get(arm);
  if (found === undefined) throw new Error(`arm ${arm.name}: expected one of this proof, got another`);
  return found;
}

function runsOf(trial: Trial, arm: Arm): Runs {
  const { errors, dead }: Kept = keptOf(trial, arm);
  return errors.map((error, i) => ({ seed: at(trial.seeds, i), error, dead: at(dead, i) }));
}

/** Every arm with its verdict; random ones that were never trained are left out. */
function judged(trial: Trial, { base, proposals, random }: Omit<Arms, "refused">): ProofArm[] {
  const { metric, constant, seeds } = trial;
  const { ranking, judging } = halves(seeds);
  const judgedRuns = (arm: Arm): Runs => runsOf(trial, arm).slice(ranking.length);
  const isWhole = (runs: Runs): boolean => runs.length === judging.length;
  const bar: Bar = {
    ...{ metric, constant, base: judgedRuns(base) },
    random: random.map(judgedRuns).filter(isWhole),
  };
  const told = (arm: Arm): ProofArm => {
    const { kind, name, changes, updates } = arm;
    const runs = judgedRuns(arm);
    const common = { kind, name, changes, ...keptOf(trial, arm), updates };
    if (kind === "base") return { ...common, verdict: "base" };
    const difference = differenceOf(bar.base, runs);
    const verdict = isWhole(runs) && isWhole(bar.base) ? verdictOf(runs, bar) : "not decided";
    return { ...common, ...(difference === undefined ? {} : { difference }), verdict };
  };
  const tried = random.filter((arm) => keptOf(trial, arm).errors.length > 0);
  return [base, ...proposals, ...tried].map(told);
}

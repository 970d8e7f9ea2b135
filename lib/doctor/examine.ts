import { costOfTraining, duration } from "./cost";
import { type Evidence } from "./evidence";
import { fit, type AroundUpdate, type FittedEpoch } from "./fit/fit";
import { type Block } from "./fit/block";
import { makeReady, predict, type Ready } from "./fit/ready";
import { pilot } from "./pilot";
import { whereKernelsAre } from "./plainBackend";
import { fixedRows } from "./probe/fixedRows";
import { lossFacts } from "./probe/lossFacts";
import { modes } from "./probe/modes";
import { stages } from "./probe/stages";
import { watchLayers } from "./probe/watchLayers";
import { type Recipe } from "./recipe";
import { recipeEvidence } from "./recipeEvidence";
import { startClock, type Clock } from "./clock";
import { TRIALS, trialFacts } from "./trial/trials";
import { costOfTrials } from "./trial/costOfTrials";

/** How far an examination goes; each level includes the one before. */
export type ExamineLevel = "run" | "probe" | "trial";

export interface ExamineOptions {
  /** run trains and records, probe (the default) looks inside as well, trial adds short trainings. */
  readonly level?: ExamineLevel;
  /** Past it nothing new begins and a training ends with the epoch; what was measured stays. */
  readonly budgetSeconds?: number;
  /** First with nothing done and the cost in words, then after every epoch and every trial. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
  /** Aborted: the work ends at the next update; the epochs and trials done stay. */
  readonly signal?: AbortSignal;
}

/**
 * Evidence of a recipe, got by training it. Same seed, same numbers. Needs a started backend; no tensor of its own
 * stays. What the backend has no kernel for runs on plain tfjs. Errors: a recipe that cannot be trained, in one line,
 * before any work.
 */
export async function examine(recipe: Recipe, options: ExamineOptions = {}): Promise<Evidence> {
  return whereKernelsAre(
    () => examineHere(recipe, options),
    (line) => options.onProgress?.(0, recipe.epochs, line),
  );
}

async function examineHere(recipe: Recipe, options: ExamineOptions): Promise<Evidence> {
  const { level = "probe" } = options;
  const ready = await makeReady(recipe);
  try {
    const clock = startClock(options, totalOf(recipe, level));
    const cost = costOfTraining(ready, pilot(ready));
    const trials = level === "trial" ? costOfTrials(ready, cost) : 0;
    clock.tell(
      0,
      `${cost.updates} updates in ${recipe.epochs} epochs${trials === 0 ? "" : " and short trainings"}, about ${duration(cost.seconds + trials)}`,
    );
    const { evidence, epochs } = await (level === "run"
      ? trained(ready, clock)
      : probed(ready, clock, cost.updates));
    const isWhole = epochs.length === recipe.epochs;
    if (level !== "trial" || !isWhole) return evidence;
    const facts = await trialFacts({ ready, evidence, clock });
    return Object.keys(facts).length === 0 ? evidence : { ...evidence, level: "trial", trials: facts };
  } finally {
    ready.model.dispose();
  }
}

const totalOf = ({ epochs }: Recipe, level: ExamineLevel): number =>
  epochs + (level === "trial" ? TRIALS.length : 0);

interface Trained {
  readonly evidence: Evidence;
  readonly epochs: readonly FittedEpoch[];
}

/** The recipe trained as it says. */
async function trained(ready: Ready, clock: Clock, around?: AroundUpdate): Promise<Trained> {
  const start: Block = predict(ready, ready.scaled.train);
  const epochs = await fit(ready, {
    epoch: (done) => clock.after(done, `epoch ${done}`),
    ...(clock.signal === undefined ? {} : { signal: clock.signal }),
    ...(around === undefined ? {} : { around }),
  });
  return { evidence: recipeEvidence(ready, { start, epochs }), epochs };
}

/** The same, looked into before, meanwhile and after: looking changes no number. */
async function probed(ready: Ready, clock: Clock, updates: number): Promise<Trained> {
  const rows = fixedRows(ready);
  const before = stages(ready, rows, "start");
  const loss = lossFacts(ready);
  const watch = watchLayers(ready.model, updates);
  const { evidence, epochs } = await trained(ready, clock, watch.around);
  const after = epochs.length === 0 ? [] : stages(ready, rows, "end");
  return {
    epochs,
    evidence: {
      ...evidence,
      level: "probe",
      stages: [...before, ...after],
      layers: watch.facts(),
      ...(epochs.length === 0 ? {} : { modes: modes(ready) }),
      ...(loss === undefined ? {} : { lossFunction: loss }),
    },
  };
}

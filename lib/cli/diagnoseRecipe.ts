import { basename, resolve } from "node:path";
import { type Diagnosis } from "../doctor/diagnosis";
import { type ExamineLevel, type ExamineOptions } from "../doctor/examine";
import { type Proof } from "../doctor/prove/proof";
import { type ReadRun } from "../doctor/readers/logEvidence";
import { readRecipe } from "../doctor/readers/recipeFolder";
import { interruptAll, interruptible } from "../task/interrupt";
import { startProgress } from "../task/progress";

/** How far a recipe is examined, as typed. */
export function levelNamed(name: string): ExamineLevel {
  const found = LEVELS.find((level) => level === name);
  if (found !== undefined) return found;
  throw new Error(`--level: expected ${LEVELS.join(", ")}, got ${name}; leave it out for probe`);
}

const LEVELS = ["run", "probe", "trial"] as const satisfies readonly ExamineLevel[];

/** A run that was made here. */
export interface ExaminedRun extends ReadRun {
  /** Whether Ctrl-C ended it early: nobody waits for more. */
  readonly stopped: boolean;
}

/** Trains the recipe in a folder and looks inside; the cost is said on stderr first. Ctrl-C ends it and keeps what is done. */
export async function examineFolder(folder: string, level: ExamineLevel): Promise<ExaminedRun> {
  const recipe = readRecipe(folder);
  const name = nameOf(folder);
  await startEngine();
  const { examine } = await import("../doctor/examine.js");
  const { result: evidence, stopped } = await told(name, (limits) => examine(recipe, { level, ...limits }));
  const note = `recipe examined at level ${evidence.level ?? level}`;
  return {
    ...{ source: folder, name, evidence, stopped },
    roles: {},
    notes: [stopped ? `${note}, stopped before its end` : note],
  };
}

/**
 * Trains the recipe with each set of changes beside random ones, in the same way. Undefined where nothing is proposed, and
 * where the examination was stopped: Ctrl-C ends the whole command, not its first half.
 */
export async function proveFolder(
  folder: string,
  proposals: Diagnosis["proposals"],
  stopped: boolean,
): Promise<Proof | undefined> {
  if (stopped) {
    console.error(`${nameOf(folder)}: the examination was stopped, so nothing is proved`);
    return undefined;
  }
  if (proposals.length === 0) {
    console.error(`${nameOf(folder)}: no change is proposed, so there is nothing to prove`);
    return undefined;
  }
  await startEngine();
  const { prove } = await import("../doctor/prove/prove.js");
  const label = `${nameOf(folder)}, proof`;
  const { result } = await told(label, (limits) => prove(readRecipe(folder), proposals, limits));
  return result;
}

const nameOf = (folder: string): string => basename(resolve(folder));

async function startEngine(): Promise<void> {
  const { selectBackend } = await import("../backend/selectBackend.js");
  await selectBackend({ log: (line) => console.error(line) });
}

type Limits = Required<Pick<ExamineOptions, "onProgress" | "signal">>;

/** Long work with its cost on stderr first, a progress line and Ctrl-C. */
async function told<T>(
  label: string,
  work: (limits: Limits) => Promise<T>,
): Promise<{ readonly result: T; readonly stopped: boolean }> {
  let progress: ReturnType<typeof startProgress> | undefined;
  let reached = "";
  process.on("SIGINT", interruptAll);
  try {
    return await interruptible(async (signal) => {
      const onProgress: Limits["onProgress"] = (done, total, note) => {
        if (done === 0) console.error(`${label}: ${note}`);
        progress ??= startProgress(label, total);
        progress.update(done, note);
        reached = `${done}/${total}`;
      };
      const result = await work({ signal, onProgress });
      if (signal.aborted) progress?.end(`${label}: stopped at ${reached}`);
      return { result, stopped: signal.aborted };
    });
  } finally {
    process.off("SIGINT", interruptAll);
    progress?.end();
  }
}

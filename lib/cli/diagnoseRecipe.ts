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

/** Trains the recipe in a folder and looks inside; the cost is said on stderr first. Ctrl-C ends it and keeps what is done. */
export async function examineFolder(folder: string, level: ExamineLevel): Promise<ReadRun> {
  const recipe = readRecipe(folder);
  const name = nameOf(folder);
  await startEngine();
  const { examine } = await import("../doctor/examine.js");
  const evidence = await told(name, (limits) => examine(recipe, { level, ...limits }));
  return {
    ...{ source: folder, name, evidence },
    roles: {},
    notes: [`recipe examined at level ${evidence.level ?? level}`],
  };
}

/** Trains the recipe with each set of changes beside random ones, in the same way; undefined where nothing is proposed. */
export async function proveFolder(
  folder: string,
  proposals: Diagnosis["proposals"],
): Promise<Proof | undefined> {
  if (proposals.length === 0) {
    console.error(`${nameOf(folder)}: no change is proposed, so there is nothing to prove`);
    return undefined;
  }
  await startEngine();
  const { prove } = await import("../doctor/prove/prove.js");
  return told(`${nameOf(folder)}, proof`, (limits) => prove(readRecipe(folder), proposals, limits));
}

const nameOf = (folder: string): string => basename(resolve(folder));

async function startEngine(): Promise<void> {
  const { selectBackend } = await import("../backend/selectBackend.js");
  await selectBackend({ log: (line) => console.error(line) });
}

type Limits = Pick<ExamineOptions, "onProgress"> & Required<Pick<ExamineOptions, "signal">>;

/** Long work with its cost on stderr first, a progress line and Ctrl-C. */
async function told<T>(label: string, work: (limits: Limits) => Promise<T>): Promise<T> {
  let progress: ReturnType<typeof startProgress> | undefined;
  process.on("SIGINT", interruptAll);
  try {
    return await interruptible((signal) =>
      work({
        signal,
        onProgress: (done, total, note) => {
          if (done === 0) console.error(`${label}: ${note}`);
          progress ??= startProgress(label, total);
          progress.update(done, note);
        },
      }),
    );
  } finally {
    process.off("SIGINT", interruptAll);
    progress?.end();
  }
}

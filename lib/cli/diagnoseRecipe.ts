import { basename, resolve } from "node:path";
import { type ExamineLevel } from "../doctor/examine";
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
  const { selectBackend } = await import("../backend/selectBackend.js");
  await selectBackend({ log: (line) => console.error(line) });
  const { examine } = await import("../doctor/examine.js");
  const name = basename(resolve(folder));
  let progress: ReturnType<typeof startProgress> | undefined;
  process.on("SIGINT", interruptAll);
  try {
    const evidence = await interruptible((signal) =>
      examine(recipe, {
        ...{ level, signal },
        onProgress: (done, total, note) => {
          if (done === 0) console.error(`${name}: ${note}`);
          progress ??= startProgress(name, total);
          progress.update(done, note);
        },
      }),
    );
    return {
      source: folder,
      name,
      roles: {},
      evidence,
      notes: [`recipe examined at level ${evidence.level ?? level}`],
    };
  } finally {
    process.off("SIGINT", interruptAll);
    progress?.end();
  }
}

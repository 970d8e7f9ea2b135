import { runFromJson, type Run } from "../../training/run";
import { runKey } from "../runStore";
import { type RunOutcome, type RunTask } from "./runEngine";
import { unpackRun, type WireResult } from "./wire";

/**
 * What a result comes to when it is looked at: the run's own settings and data must be those of the task.
 * Throws one line when they are not.
 */
export function arrived(
  { id, config, data }: Pick<RunTask, "id" | "config" | "data">,
  result: Exclude<WireResult, { readonly kind: "lost" }>,
): RunOutcome {
  if (result.kind === "failed") {
    const { message, attempts, where } = result;
    return { kind: "failed", id, message: `${message} (on ${where})`, attempts };
  }
  const run = runFromJson(unpackRun(result.run));
  refuseOther(runKey(config, data.hash), run, result.where);
  return { kind: "made", id, run, where: result.where };
}

function refuseOther(key: string, run: Run, where: string): void {
  const found = runKey(run.config, run.data.hash);
  if (found === key && run.end !== "interrupted") return;
  throw new Error(
    `run from ${where}: expected the whole run ${key}, got ${run.end} ${found}; update and start that worker again`,
  );
}

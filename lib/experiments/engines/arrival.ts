import { runFromJson, type Run } from "../../training/run";
import { runKey } from "../runStore";
import { type RunOutcome, type RunTask } from "./runEngine";
import { unpackRun, type WireResult } from "./wire";

/**
 * What a result comes to when it is looked at: the run's own settings and data must be those of the task, and all of
 * it there that was asked for. Throws one line when that is not so.
 */
export function arrived(
  { id, config, data, stopAfter }: Pick<RunTask, "id" | "config" | "data" | "stopAfter">,
  result: Exclude<WireResult, { readonly kind: "lost" }>,
): RunOutcome {
  if (result.kind === "failed") {
    const { message, attempts, where } = result;
    return { kind: "failed", id, message: `${message} (on ${where})`, attempts };
  }
  const run = runFromJson(unpackRun(result.run));
  const isWhole = run.end !== "interrupted" || run.epochs.length === stopAfter;
  if (!isWhole || keyOf(run) !== runKey(config, data.hash))
    throw new Error(
      `run from ${result.where}: expected the whole run ${runKey(config, data.hash)}, got ${run.end} ${keyOf(run)}; update and start that worker again`,
    );
  return { kind: "made", id, run, where: result.where };
}

const keyOf = ({ config, data }: Run): string => runKey(config, data.hash);

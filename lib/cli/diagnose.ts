import { type Command } from "commander";
import { type ColumnRole } from "../doctor/readers/roles";

/** As typed. */
export interface DiagnoseFlags {
  readonly log?: string;
  readonly predictions?: string;
  readonly targets?: string;
  readonly trainPredictions?: string;
  readonly inputs?: string;
  readonly past?: string;
  readonly seconds?: string;
  readonly trainLoss?: string;
  readonly validationLoss?: string;
  readonly learningRate?: string;
  readonly gradientNorm?: string;
  readonly recipe?: string;
  readonly level?: string;
  readonly prove?: boolean;
  readonly json?: boolean;
  readonly html?: string;
}

/** `diagnose`: what is wrong with a training run, anybody's. Exit code 1 unless every verdict is `none`. */
export function registerDiagnose(program: Command): void {
  program
    .command("diagnose")
    .description(
      "find out why a training run collapsed, from its log, its predictions or an evidence.json (help agents, help evidence)",
    )
    .argument("[paths...]", "logs of any program, evidence.json, runs of train --json, or folders of them")
    .option("--log <file>", "a log (as a path)")
    .option(
      "--predictions <file>",
      "held-out pairs: a table with index,target,prediction or target_0…,prediction_0…, .npz or Parquet; or predictions alone beside --targets",
    )
    .option("--targets <file>", "what --predictions should have been, row by row")
    .option("--train-predictions <file>", "pairs of training rows")
    .option("--inputs <file>", "inputs of the held-out rows, for the noise ceiling")
    .option("--past <file>", "what was known before: .npy of [N, P, C] or past_0…, oldest first")
    .option("--seconds <s>", "outputs are x, y, x, y … of a trajectory at steps of so many seconds")
    .option("--train-loss <column>", "instead of the column taken for it")
    .option("--validation-loss <column>", "instead of the column taken for it")
    .option("--learning-rate <column>", "instead of the column taken for it")
    .option("--gradient-norm <column>", "instead of the column taken for it")
    .option(
      "--json",
      "print strict JSON: format, runs, and with one run its verdict and findings beside them",
    )
    .option("--html <file>", "write a report with figures, one file")
    .option("--recipe <folder>", "train the recipe in a folder again and look inside (help recipe)")
    .option("--level <level>", "how far to look: run, probe (default) or trial; the cost is said first")
    .option("--prove", "train the proposed changes beside random ones, 10 seeds each; the cost is said first")
    .action(async (paths: readonly string[], flags: DiagnoseFlags) => {
      const { diagnosePaths } = await import("./diagnosePaths.js");
      await diagnosePaths(paths, flags);
    });
}

/** What the columns of a log were taken for, in one line a role. */
export function rolesText(roles: Readonly<Record<string, ColumnRole>>): string {
  const byRole = new Map<ColumnRole, string[]>();
  for (const [column, role] of Object.entries(roles)) byRole.set(role, [...(byRole.get(role) ?? []), column]);
  const shown = ROLE_ORDER.flatMap((role) => {
    const columns = byRole.get(role) ?? [];
    const more = columns.length > SHOWN ? ` … (${columns.length})` : "";
    return columns.length === 0 ? [] : [`${role}: ${columns.slice(0, SHOWN).join(", ")}${more}`];
  });
  return shown.join("; ");
}

const SHOWN = 4;

const ROLE_ORDER = [
  ...(["train-loss", "validation-loss", "learning-rate", "gradient-norm", "train-metric"] as const),
  ...(["validation-metric", "x", "other", "ignored"] as const),
] satisfies readonly ColumnRole[];

import { type Command } from "commander";
import { atomicWrite } from "../files/atomicWrite";
import { audit, auditPath, type LabelScript } from "../dataset/audit/audit";
import { type CheckResult } from "../dataset/audit/check";
import { THRESHOLDS } from "../dataset/audit/thresholds";
import { compareTargets } from "./compareTargets";
import { auditReport } from "./auditReport";
import { progressBars } from "./progressBars";

interface CheckDataOptions {
  readonly labels: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly targets?: string;
}

/** `check-data`: the label and data audit. Exit code 1 with the reasons when something is wrong. */
export function registerCheckData(program: Command): void {
  program
    .command("check-data <path>")
    .description("audit labels and data: a data set folder, or a .npy or .csv of trajectories in metres")
    .option("--labels <script>", "whose future is labelled: ego, or first-car (the incident's script)", "ego")
    .option(
      "--targets <file>",
      "compare a file of targets (.npy, .csv, .json) with the folder's own, row by row",
    )
    .option("--json", "print the result as JSON")
    .option("--html <file>", "write a report with figures")
    .action((path: string, { labels, json = false, html, targets }: CheckDataOptions) => {
      if (targets !== undefined) {
        compareTargets(path, targets, { json, labels, html });
        return;
      }
      const onStage = progressBars({ quietSeconds: 2 });
      const input = auditPath(path, labelScript(labels), onStage);
      const results = audit(input, onStage);
      const wrong = results.filter(({ kind }) => kind === "finding").length;
      if (html !== undefined) atomicWrite(html, auditReport(input, results));
      const document = {
        path,
        labels,
        samples: input.samples.length,
        findings: wrong,
        results,
        thresholds: THRESHOLDS,
      };
      console.log(json ? JSON.stringify(document, null, 2) : auditText(results));
      if (wrong > 0) process.exitCode = 1;
    });
}

function labelScript(name: string): LabelScript {
  if (name === "ego" || name === "first-car") return name;
  throw new Error(`--labels: expected ego or first-car, got ${name}; choose one of them`);
}

const MARK = { finding: "✗ wrong", clear: "✓ clear", skipped: "– skipped" } as const;

/** The audit as a table of plain text, the reasons again at its end. */
export function auditText(results: readonly CheckResult[]): string {
  const wrong = results.filter((result) => result.kind === "finding");
  const verdict =
    wrong.length === 0
      ? "Nothing is wrong with these labels as far as the checks above could see."
      : `Wrong: ${wrong.map(({ check }) => check).join(", ")}.`;
  return [...results.flatMap(linesOf), "", verdict].join("\n");
}

function linesOf(result: CheckResult): string[] {
  const head = `${MARK[result.kind].padEnd(10)} ${result.check.padEnd(20)}`;
  const indent = " ".repeat(head.length + 1);
  switch (result.kind) {
    case "skipped":
      return [`${head} needs ${result.needs}`];
    case "clear":
      return [`${head} ${result.message}`];
    case "finding":
      return [
        `${head} ${result.message}`,
        ...(result.look.length > 0 ? [`${indent}look at ${result.look.join(", ")}`] : []),
        `${indent}${result.remedy}`,
      ];
    default:
      return result satisfies never;
  }
}

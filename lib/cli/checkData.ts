import { type Command } from "commander";
import { atomicWrite } from "../files/atomicWrite";
import { audit, type LabelScript } from "../dataset/audit/audit";
import { auditPath } from "../dataset/audit/auditPath";
import { resultLines, stepSecondsOf, type CheckResult } from "../dataset/audit/check";
import { THRESHOLDS } from "../dataset/audit/thresholds";
import { compareTargets } from "./compareTargets";
import { type CellOrder, type FileOptions } from "../dataset/plainFile/fileOptions";
import { auditReport } from "./auditReport";
import { progressBars } from "./progressBars";

interface CheckDataOptions extends FileFlags {
  readonly labels: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly targets?: string;
}

/** What a plain file cannot say of itself, as typed. */
interface FileFlags {
  readonly seconds?: string;
  readonly array?: string;
  readonly columns?: string;
  readonly order?: string;
}

/** `check-data`: the label and data audit. Exit code 1 with the reasons when something is wrong. */
export function registerCheckData(program: Command): void {
  program
    .command("check-data <path>")
    .description(
      "audit labels and data: a data set folder, or a file of trajectories in metres (.npy, .npz, .json, tables of text) or of poses (TUM, EuRoC, KITTI)",
    )
    .option("--labels <script>", "whose future is labelled: ego, or first-car (the incident's script)", "ego")
    .option("--seconds <s>", "a file: seconds between two rows of a trajectory (or two poses)")
    .option("--array <name>", "a file with several arrays: which one")
    .option("--columns <names>", "a table with one row a step: its columns for sample,time,x,y")
    .option("--order <order>", "a file of flat rows: xyxy (x1, y1, x2, …) or xxyy (x1 … xT, y1 … yT)")
    .option("--targets <file>", "compare a file of targets with the folder's own labels, row by row")
    .option("--json", "print the result as JSON")
    .option("--html <file>", "write a report with figures")
    .action((path: string, { labels, json = false, html, targets, ...flags }: CheckDataOptions) => {
      if (targets !== undefined) {
        compareTargets(path, targets, { json, labels, html, file: fileOptions(flags) });
        return;
      }
      const onStage = progressBars({ quietSeconds: 2 });
      const input = auditPath(path, labelScript(labels), onStage, fileOptions(flags));
      const results = audit(input, onStage);
      const wrong = results.filter(({ kind }) => kind === "finding").length;
      if (html !== undefined) atomicWrite(html, auditReport(input, results));
      const document = {
        path,
        labels,
        samples: input.samples.length,
        stepSeconds: stepSecondsOf(input),
        understood: input.understood,
        findings: wrong,
        results,
        thresholds: THRESHOLDS,
      };
      console.log(json ? JSON.stringify(document, null, 2) : auditText(results, input.understood));
      if (wrong > 0) process.exitCode = 1;
    });
}

function labelScript(name: string): LabelScript {
  if (name === "ego" || name === "first-car") return name;
  throw new Error(`--labels: expected ego or first-car, got ${name}; choose one of them`);
}

function fileOptions({ seconds, array, columns, order }: FileFlags): FileOptions {
  return {
    ...(seconds === undefined ? {} : { seconds: secondsOf(seconds) }),
    ...(array === undefined ? {} : { array }),
    ...(columns === undefined ? {} : { columns: columnsOf(columns) }),
    ...(order === undefined ? {} : { order: orderOf(order) }),
  };
}

function secondsOf(text: string): number {
  const value = Number(text);
  if (value >= 0.001 && value <= 10) return value;
  throw new Error(`--seconds: expected a number between 0.001 and 10, got ${text}; say 0.5 for rows at 2 Hz`);
}

function columnsOf(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.length === 4 && !names.includes("")) return names;
  throw new Error(
    `--columns: expected four names for sample,time,x,y, got ${text}; name them as the header does`,
  );
}

function orderOf(text: string): CellOrder {
  if (text === "xyxy" || text === "xxyy") return text;
  throw new Error(`--order: expected xyxy or xxyy, got ${text}; choose one of them`);
}

const MARK = { finding: "✗ wrong", clear: "✓ clear", skipped: "– skipped" } as const;

/** The audit as a table of plain text: how a file was understood before it, the reasons again at its end. */
export function auditText(results: readonly CheckResult[], understood?: string): string {
  const wrong = results.filter((result) => result.kind === "finding");
  const verdict =
    wrong.length === 0
      ? "Nothing is wrong with these labels as far as the checks above could see."
      : `Wrong: ${wrong.map(({ check }) => check).join(", ")}.`;
  const head = understood === undefined ? [] : [understood, ""];
  return [...head, ...results.flatMap(linesOf), "", verdict].join("\n");
}

function linesOf(result: CheckResult): string[] {
  const head = `${MARK[result.kind].padEnd(10)} ${result.check.padEnd(20)}`;
  return resultLines(result).map((line, i) => `${i === 0 ? head : " ".repeat(head.length)} ${line}`);
}

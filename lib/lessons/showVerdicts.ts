import { displayMarkdown } from "../display/displayMarkdown";
import { showTable } from "../display/showTable";
import { FIX_TITLES } from "../experiments/fixTitles";
import { comparisonsInWords, ruleInWords } from "../experiments/ruleInWords";
import { type JobResult } from "../experiments/runJobs";
import { type LabelSet } from "../training/config";
import { judgedTable, type Shown } from "./runFigures";

export interface ShowVerdictsOptions {
  /** What the table shows, above it. */
  readonly caption: string;
  /** Default both label sets. */
  readonly labels?: readonly LabelSet[];
}

/** The experiments judged against the first shown, as a table, with the number of comparisons and the rule below it. */
export function showVerdicts(
  results: readonly JobResult[],
  shown: Shown,
  { caption, labels = ["ego-pose", "first-car"] }: ShowVerdictsOptions,
): void {
  showTable(judgedTable(results, shown, labels), { caption });
  const [base, ...variants] = Object.keys(shown);
  const named = base === "beforeFrozen" ? variants.filter((name) => name in FIX_TITLES).length : 0;
  showRule(variants.length * labels.length, named * labels.length);
}

/** How many comparisons a page makes, how many of them were named beforehand, and the rule, folded. */
export function showRule(comparisons: number, named = 0): void {
  displayMarkdown(
    `${comparisonsInWords(comparisons, named)}\n\n<details><summary>The rule of these verdicts</summary>\n\n${ruleInWords()}\n\n</details>`,
  );
}

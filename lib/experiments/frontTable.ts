import { judge, lastEpochOnly, type Judgement, type Results } from "./results";
import { FIX_TITLES } from "./fixTitles";
import { changeInWords, deadInWords, errorInWords } from "./outcomeWords";
import { comparisonsInWords, ruleInWords } from "./ruleInWords";

const BASE = "beforeFrozen";

/** Rows of the front table, from top to bottom. */
const TITLES: Readonly<Record<string, string>> = {
  beforeFrozen: "nothing fixed, backbone frozen",
  onlyFusion: FIX_TITLES.onlyFusion,
  onlyInitialisation: FIX_TITLES.onlyInitialisation,
  onlyInitialisationLiteral: "2 the same, read literally",
  onlyPooling: FIX_TITLES.onlyPooling,
  onlyLoss: FIX_TITLES.onlyLoss,
  onlyLearningRate: FIX_TITLES.onlyLearningRate,
  onlyStrategy: FIX_TITLES.onlyStrategy,
  onlyDebugOutput: FIX_TITLES.onlyDebugOutput,
  after: "all seven",
};

const LABELS = { "ego-pose": "right", "first-car": "wrong" } as const;

/**
 * The seven fixes on both label sets as a Markdown table: error, dead runs, mean change with its interval, verdict.
 * The rule stands in `frontRule`.
 */
export function frontTable(judgements: readonly Judgement[]): string {
  const rows = Object.entries(TITLES).flatMap(([name, title]) =>
    judgements
      .filter((one) => one.name === name)
      .map((one) => {
        const against = name === BASE ? ["", "base"] : [changeInWords(one), one.verdict];
        const cells = [
          title,
          LABELS[one.labels],
          errorInWords(one.outcomes),
          deadInWords(one.outcomes),
          ...against,
        ];
        return `| ${cells.join(" | ")} |`;
      }),
  );
  const head = "| fix | labels | error (m) | dead | change (m), 95 % interval | verdict |";
  return [head, "|---|---|---|---|---|---|", ...rows].join("\n");
}

/** What the front table's verdicts mean, how many comparisons it makes, and what its errors are where they are older. */
export function frontRule(results: Pick<Results, "rows" | "data">): string {
  const made = judge(results).filter(({ name }) => name !== BASE && name in TITLES);
  const named = made.filter(({ name }) => name in FIX_TITLES).length;
  const older = lastEpochOnly(results)
    ? " Some of these runs were kept before that measure: their error is the last epoch's."
    : "";
  return `${ruleInWords()} ${comparisonsInWords(made.length, named)}${older}`;
}

import { at } from "../math/at";
import { effectOf } from "../math/effects/effect";
import { type MeanInterval } from "../math/effects/pairedInterval";
import { type Choice } from "../math/effects/sufficientSets";
import { mean, range } from "../math/statistics";
import { setName } from "./fixSets";
import { FIX_TITLES } from "./fixTitles";
import { changeInWords, deadInWords, errorInWords, signed } from "./outcomeWords";
import { comparisonsInWords, ruleInWords } from "./ruleInWords";
import { STUDIES, type Study } from "./studies";
import { outcomesOfArm, type StudyResults } from "./studyFile";
import { whichFix, type WhichFix } from "./whichFix";

/** What a study comes to, as Markdown tables. */
export function studyInWords(results: StudyResults): string {
  const { study } = results;
  return study === "sets" || study === "sets-wrong" ? setsInWords(whichFix(results)) : armsInWords(results);
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const interval = ({ mean: middle, low, high }: MeanInterval): string =>
  `${signed(middle)} (${signed(low)} … ${signed(high)})`;

const titleOf = (fix: number): string => at(Object.values(FIX_TITLES), fix - 1);

/** Shares of the fixes, the pairs that matter most, and the chosen sets. */
export function setsInWords({ fixes, pairs, choices, seeds, sets, labels }: WhichFix): string {
  const shares = table(
    ["fix", "alone, over all sets of the others (m)", "share of the error (m)", "share of the deaths"],
    fixes.map(({ fix, main, error, deaths }) => [
      titleOf(fix),
      interval(main),
      interval(error),
      interval(deaths),
    ]),
  );
  const largest = [...pairs].sort((a, b) => Math.abs(b.effect.mean) - Math.abs(a.effect.mean)).slice(0, 5);
  const together = table(
    ["two fixes", "beyond the sum of each (m)"],
    largest.map(({ fixes: both, effect }) => [both.join(" and "), interval(effect)]),
  );
  const chosen = table(
    ["set", "fixes", "error on the other seeds (m)", "within 5 % of the best", "all sets of its size (m)"],
    [chosenRow("best", choices.best), chosenRow("smallest sufficient", choices.smallest)],
  );
  const where = labels === "ego-pose" ? "right labels" : "wrong labels";
  const told = `${sets.length} sets, ${seeds} seeds, ${where}: mean and 95 % interval over seeds, dead runs with the error they end at; exploratory. Sets were chosen on the first half of the seeds and are reported on the other.`;
  return [told, shares, together, chosen].join("\n\n");
}

function chosenRow(what: string, { set, errors, near, seeds, random }: Choice): string[] {
  const [low, high] = range(random).map((error) => error.toFixed(2));
  return [
    ...[what, setName(set), mean(errors).toFixed(2), `${near} of ${seeds} seeds`],
    `${mean(random).toFixed(2)} (${low}–${high}, ${random.length} sets)`,
  ];
}

/** Each arm against its base in each town. */
function armsInWords(results: StudyResults): string {
  const { arms, towns }: Study = STUDIES[results.study];
  const rows = towns.flatMap((town) =>
    arms.map(({ name, labels }) => {
      const base =
        name === "afterFifth" || name === "beforeFrozenFifth" ? "beforeFrozenFifth" : "beforeFrozen";
      const outcomes = outcomesOfArm(results, { name, labels, town });
      const effect = effectOf(outcomesOfArm(results, { name: base, labels, town }), outcomes);
      const { p } = effect.deaths;
      const against =
        name === base
          ? ["", "", "base"]
          : [changeInWords(effect), p === undefined ? "" : p.toPrecision(2), effect.verdict];
      return [name, labels, String(town), errorInWords(outcomes), deadInWords(outcomes), ...against];
    }),
  );
  const made = rows.filter((row) => row.at(-1) !== "base").length;
  return [
    `${ruleInWords()} ${comparisonsInWords(made, 0)}`,
    table(
      ["run", "labels", "town", "error (m)", "dead", "change (m), 95 % interval", "p of deaths", "verdict"],
      rows,
    ),
  ].join("\n\n");
}

import { markdownTable } from "../display/markdownTable";
import { at } from "../math/at";
import { type MeanInterval } from "../math/effects/pairedInterval";
import { type Choice } from "../math/effects/sufficientSets";
import { mean, range } from "../math/statistics";
import { setName } from "./fixSets";
import { FIX_TITLES } from "./fixTitles";
import { signed } from "./outcomeWords";
import { STUDIES } from "./studies";
import { type WhichFix } from "./whichFix";

/** Pairs that a table shows, those with the largest effects first. */
const SHOWN_PAIRS = 5;

/** Shares of the fixes, the pairs that matter most, and the chosen sets. */
export function setsInWords(which: WhichFix): string {
  return [setsTold(which), sharesTable(which), pairsTable(which), choicesTable(which)].join("\n\n");
}

/** How many runs there are, how they count, and that too few seeds decide nothing. */
export function setsTold({ sets, seeds, labels, speed, choices }: WhichFix): string {
  const { study, where } =
    labels === "ego-pose"
      ? { study: STUDIES.sets, where: "right labels" }
      : { study: STUDIES["sets-wrong"], where: "wrong labels" };
  const half = seeds - choices.best.seeds;
  const few =
    seeds < study.seeds
      ? ` So few seeds decide nothing: an interval of ${seeds} is a guess; at laptop speed there are ${study.seeds}.`
      : "";
  return `${sets.length} sets, ${seeds} seeds, ${where}, made at ${speed} speed: mean and 95 % interval over seeds, dead runs with the error they end at; exploratory. Sets are chosen on the first ${half} of the seeds and reported on the other ${choices.best.seeds}.${few}`;
}

const interval = ({ mean: middle, low, high }: MeanInterval): string =>
  `${signed(middle)} (${signed(low)} … ${signed(high)})`;

/** What each fix adds, averaged over all sets of the others, and its shares of error and deaths. */
export function sharesTable({ fixes }: WhichFix): string {
  return markdownTable(
    ["fix", "over all sets of the others (m)", "share of the error (m)", "share of the deaths"],
    fixes.map(({ fix, main, error, deaths }) => [
      at(Object.values(FIX_TITLES), fix - 1),
      ...[main, error, deaths].map(interval),
    ]),
  );
}

/** The pairs that do most beyond the sum of each, averaged over all sets of the others. */
export function pairsTable({ pairs }: WhichFix): string {
  return markdownTable(
    ["two fixes", "beyond the sum of each, over all sets of the others (m)"],
    largestPairs(pairs)
      .slice(0, SHOWN_PAIRS)
      .map(({ fixes, effect }) => [fixes.join(" and "), interval(effect)]),
  );
}

/** Pairs by the size of their mean effect, largest first. */
export function largestPairs(pairs: WhichFix["pairs"]): WhichFix["pairs"] {
  return [...pairs].sort((a, b) => Math.abs(b.effect.mean) - Math.abs(a.effect.mean));
}

/** The best and the smallest sufficient set beside all sets of their sizes. */
export function choicesTable({ choices }: WhichFix): string {
  return markdownTable(
    ["set", "fixes", "error on the other seeds (m)", "within 5 % of their best", "all sets of its size (m)"],
    [chosenRow("best", choices.best), chosenRow("smallest sufficient", choices.smallest)],
  );
}

function chosenRow(what: string, { set, errors, near, seeds, random }: Choice): string[] {
  const [low, high] = range(random).map((error) => error.toFixed(2));
  return [
    ...[what, setName(set), mean(errors).toFixed(2), `${near} of ${seeds} seeds`],
    `${mean(random).toFixed(2)} (${low}–${high}, ${random.length} ${random.length === 1 ? "set" : "sets"})`,
  ];
}

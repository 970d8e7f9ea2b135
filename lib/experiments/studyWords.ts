import { markdownTable } from "../display/markdownTable";
import { effectOf } from "../math/effects/effect";
import { changeInWords, deadInWords, errorInWords } from "./outcomeWords";
import { comparisonsInWords, ruleInWords } from "./ruleInWords";
import { setsInWords } from "./setsWords";
import { STUDIES, type Study } from "./studies";
import { outcomesOfArm, type StudyResults } from "./studyFile";
import { whichFix } from "./whichFix";

/** What a study comes to, as Markdown tables. */
export function studyInWords(results: StudyResults): string {
  const { study } = results;
  return study === "sets" || study === "sets-wrong" ? setsInWords(whichFix(results)) : armsInWords(results);
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
    markdownTable(
      ["run", "labels", "town", "error (m)", "dead", "change (m), 95 % interval", "p of deaths", "verdict"],
      rows,
    ),
  ].join("\n\n");
}

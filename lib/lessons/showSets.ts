import { displayMarkdown } from "../display/displayMarkdown";
import { choicesTable, pairsTable, setsTold, sharesTable } from "../experiments/setsWords";
import { type WhichFix } from "../experiments/whichFix";

const TABLES = { shares: sharesTable, pairs: pairsTable, choices: choicesTable } as const;

/** What a study of all sets holds and how its runs count; or, asked for by name, one of its tables. */
export function showSets(which: WhichFix, table?: keyof typeof TABLES): void {
  displayMarkdown(table === undefined ? setsTold(which) : TABLES[table](which));
}

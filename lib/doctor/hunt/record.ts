import { displayMarkdown } from "../../display/displayMarkdown";
import { markdownTable } from "../../display/markdownTable";
import { type Round } from "./round";

/** Shows how a game of several rounds stands: what was found, with how many wrong accusations. */
export function record(rounds: readonly Round[]): void {
  displayMarkdown(recordText(rounds));
}

/** What `record` shows: a row a round, and the score. */
export function recordText(rounds: readonly Round[]): string {
  const standings = rounds.map((round) => ({ round, ...round.standing() }));
  const rows = standings.map(({ round, truth, closed, found, wrong }) => [
    `${round.level} ${round.seed}`,
    truth?.name ?? "sealed",
    found ? "found" : closed ? "given up" : "open",
    wrong.length,
  ]);
  const found = standings.filter((one) => one.found).length;
  const wrong = standings.reduce((sum, one) => sum + one.wrong.length, 0);
  return [
    markdownTable(["round", "what it was", "how it went", "wrong accusations"], rows),
    "",
    `**Found ${found} of ${rounds.length}, wrong accusations: ${wrong}.**`,
  ].join("\n");
}

import { type Effect, type Outcome } from "../math/effects/effect";
import { mean, range } from "../math/statistics";

/** Metres with their sign. */
export const signed = (metres: number): string => `${metres < 0 ? "−" : "+"}${Math.abs(metres).toFixed(2)}`;

/** Mean and range of the errors of living runs: "2.81 (2.48–3.08)"; with dead ones, how many live; "all dead". */
export function errorInWords(outcomes: readonly Outcome[]): string {
  const alive = outcomes.filter(({ dead }) => !dead).map(({ error }) => error);
  if (alive.length === 0) return "all dead";
  const [low, high] = range(alive).map((end) => end.toFixed(2));
  if (alive.length === outcomes.length) return `${mean(alive).toFixed(2)} (${low}–${high})`;
  return alive.length === 1 ? `${low}, the one alive` : `${low}–${high}, the ${alive.length} alive`;
}

/** The mean change with its 95 % interval: "+0.19 (−0.43 … +0.81)"; "" where a mean says nothing. */
export function changeInWords({ kind, change, interval }: Effect): string {
  return kind === "means" ? `${signed(change)} (${interval.map(signed).join(" … ")})` : "";
}

/** Dead runs of how many: "0 of 10". */
export function deadInWords(outcomes: readonly Outcome[]): string {
  return `${outcomes.filter(({ dead }) => dead).length} of ${outcomes.length}`;
}

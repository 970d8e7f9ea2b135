import { markdownTable } from "../display/markdownTable";
import { type CureRow, type ReportRow } from "./cureTables";
import { range } from "../math/statistics";
import { changeInWords } from "./outcomeWords";

const metres = (value: number): string => value.toFixed(2);
const span = ([low, high]: readonly [number, number]): string => `${metres(low)}–${metres(high)}`;
const percent = (share: number): string => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(0)} %`;

/** Rows as a Markdown table. */
export function cureTable(rows: readonly CureRow[]): string {
  const head = [
    "step",
    "seeds",
    "error (m)",
    "straight",
    "turning",
    "r y turning",
    "against CV",
    "change (m)",
  ];
  return markdownTable(
    [...head, "verdict", "s"],
    rows.map(
      ({ title, seeds, ade, adeRange, straight, turning, turnR, againstVelocity, effect, seconds }) => [
        ...[title, seeds, `${metres(ade)} (${span(adeRange)})`, metres(straight), metres(turning)],
        ...[metres(turnR), againstVelocity.map(percent).join(" … ")],
        ...(effect === undefined ? ["", "base"] : [changeInWords(effect), effect.verdict]),
        seconds.toFixed(1),
      ],
    ),
  );
}

/** Rows as a Markdown table; `floor` and `ceiling` are told where they are known, by set. */
export function reportTable(
  rows: readonly ReportRow[],
  known: Readonly<Record<string, KnownLimits>> = {},
): string {
  const head = ["set", "samples", "error (m)", "straight", "turning", "r y turning", "its ceiling"];
  return markdownTable(
    [...head, "CV", "CTRV", "mean trajectory", "noise floor", "worst seed ahead of CV"],
    rows.map((row) => [
      ...[row.set, row.samples, `${metres(row.ade)} (${span(row.adeRange)})`],
      ...[row.straight, row.turning, row.turnR].map(metres),
      metres(known[row.set]?.turnCeiling ?? NaN),
      ...[row.constantVelocity, row.constantTurn, row.meanTrajectory].map(metres),
      metres(known[row.set]?.floor ?? NaN),
      percent(range(row.ahead)[0]),
    ]),
  );
}

/** What the generator measured on a set's town. */
export interface KnownLimits {
  /** The best error any model could reach, metres. */
  readonly floor: number;
  /** The highest r in y on turning samples. */
  readonly turnCeiling: number;
}

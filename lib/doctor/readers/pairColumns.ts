import { DatasetError } from "../../dataset/datasetError";
import { type NumberColumn, type NumberColumns, WANTED, wholeColumn } from "./numberColumns";
import { listed } from "./roles";

const WORDS = {
  prediction: "predictions?|preds?|predicted|y_?pred|y_?hat|outputs?|estimated?|estimates?|forecasts?|fitted",
  target: "targets?|y_?true|true|truth|ground_?truth|gt|actuals?|labels?|observed|expected|reference|y",
  past: "past",
} as const;

/** Which side of a pair a column, or an array, holds. */
export type PairSide = keyof typeof WORDS;

const PATTERNS = (Object.keys(WORDS) as PairSide[]).map((side) => ({
  side,
  pattern: new RegExp(
    `^(?:${WORDS[side]})(?:_(?<after>.+)|(?<number>\\d+))?$|^(?<before>.+)_(?:${WORDS[side]})$`,
  ),
}));

/** The side that a name speaks of and the output it names (empty for the only one); undefined for other names. */
export function sideOf(name: string): { readonly side: PairSide; readonly output: string } | undefined {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");
  for (const { side, pattern } of PATTERNS) {
    const found = pattern.exec(plain);
    if (found === null) continue;
    const { after, number, before } = found.groups ?? {};
    return { side, output: after ?? number ?? before ?? "" };
  }
  return undefined;
}

/** The columns of one side by output, in the order of the file. */
export type SideColumns = ReadonlyMap<string, NumberColumn>;

/** The columns of a table by side. */
export function sidesOf({ columns }: NumberColumns): Readonly<Record<PairSide, SideColumns>> {
  const sides = {
    target: new Map<string, NumberColumn>(),
    prediction: new Map<string, NumberColumn>(),
    past: new Map<string, NumberColumn>(),
  };
  for (const column of columns) {
    const known = sideOf(column.name);
    if (known !== undefined) sides[known.side].set(known.output, column);
  }
  return sides;
}

/** Targets and predictions that stand in one table. */
export interface PairMatrices {
  readonly targets: number[][];
  readonly predictions: number[][];
  /** Where outputs have names rather than numbers. */
  readonly names?: readonly string[];
}

/** Both sides of a table, the outputs in the targets' order. Errors: a DatasetError when a side lacks one. */
export function pairMatrices(file: string, table: NumberColumns): PairMatrices {
  const { target, prediction } = sidesOf(table);
  const outputs = [...target.keys()];
  const lacking = [...prediction.keys(), ...outputs].find(
    (output) => !target.has(output) || !prediction.has(output),
  );
  if (outputs.length === 0 || lacking !== undefined) {
    const got = listed(table.columns.map(({ name }) => name));
    const why = lacking === undefined ? "" : ` (${lacking === "" ? "one side" : lacking} stands alone)`;
    throw new DatasetError(
      file,
      "columns",
      `expected a target and a prediction of each output, got ${got}${why}; ${WANTED}`,
    );
  }
  const named = outputs.some((output) => !/^\d*$/.test(output));
  return {
    targets: rowsOf(
      file,
      outputs.map((output) => target.get(output)),
      table.rows,
    ),
    predictions: rowsOf(
      file,
      outputs.map((output) => prediction.get(output)),
      table.rows,
    ),
    ...(named ? { names: outputs } : {}),
  };
}

/** Columns as [rows][columns]. */
export function rowsOf(
  file: string,
  columns: readonly (NumberColumn | undefined)[],
  rows: number,
): number[][] {
  const values = columns.flatMap((column) => (column === undefined ? [] : [wholeColumn(file, column)]));
  return Array.from({ length: rows }, (_, row) => values.map((column) => column[row] ?? NaN));
}

import { fitColumns, scaleColumns } from "../dataset/columnScaling";
import { PROMPT_NUMBERS } from "../model/teacher";
import { type TrainingConfig } from "./config";
import { motionsOf, type TownPart } from "./dataParts";
import { motionRows } from "./plainData";

/** Gives a set's prompt numbers, [N, 2], standardised by the training set's; undefined where none are wanted. */
export function fitPromptNumbers(
  { promptNumbers = false }: Partial<Pick<TrainingConfig, "promptNumbers">>,
  train: readonly TownPart[],
): (parts: readonly TownPart[]) => Float32Array | undefined {
  if (!promptNumbers) return () => undefined;
  const table = (parts: readonly TownPart[]): Float32Array => motionRows(parts.flatMap(motionsOf));
  const scaling = fitColumns("standardise", { values: table(train), width: PROMPT_NUMBERS });
  return (parts) => scaleColumns(scaling, table(parts));
}

/** [N, width] → [N, width + 2]: each row's numbers behind it; the same table where there are none. */
export function withPromptNumbers(
  table: Float32Array,
  width: number,
  numbers: Float32Array | undefined,
): Float32Array {
  if (numbers === undefined) return table;
  const wide = width + PROMPT_NUMBERS;
  const rows = table.length / width;
  const both = new Float32Array(rows * wide);
  for (let row = 0; row < rows; row++) {
    both.set(table.subarray(row * width, (row + 1) * width), row * wide);
    both.set(numbers.subarray(row * PROMPT_NUMBERS, (row + 1) * PROMPT_NUMBERS), row * wide + width);
  }
  return both;
}

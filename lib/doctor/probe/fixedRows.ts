import { spreadRows } from "../../training/spreadRows";
import { pickSet, rowsIn, type RowSet } from "../fit/rowSets";
import { type Ready } from "../fit/ready";

/** Rows of each part that are looked at, before and after training. */
const FIXED_ROWS = 128;

/** The same rows all along, as the model sees them; held-out ones are never trained on. */
export interface FixedRows {
  readonly train: RowSet;
  readonly heldOut: RowSet;
}

/** Spread evenly over both parts. */
export function fixedRows({ scaled }: Pick<Ready, "scaled">): FixedRows {
  const some = (set: RowSet): RowSet => pickSet(set, spreadRows(rowsIn(set), FIXED_ROWS));
  return { train: some(scaled.train), heldOut: some(scaled.validation) };
}

import { spreadRows } from "../../training/spreadRows";
import { at } from "../../math/at";
import { type Pairs } from "../evidence";
import { tableOf, widthOf } from "../fit/block";
import { pickSet, rowsIn, type RowSet } from "../fit/rowSets";
import { noiseCeilingOf } from "../measures/noiseCeiling";
import { targetRows } from "../recipeEvidence";
import { type TrialInput } from "./trials";

/** Rows of each part, and numbers of an input, that neighbours are looked for in. */
const ROWS = 400;
const NUMBERS = 1024;

/** How much of the targets any model could explain from the inputs: the better of neighbours and a linear readout. */
export function noiseCeiling({ ready }: TrialInput): Promise<number | undefined> {
  const classes = at(ready.model.outputs, 0).shape.at(-1) ?? 1;
  const { train, evaluation } = ready.sets;
  const pairs = [train, evaluation].map((set) =>
    pairsOf(pickSet(set, spreadRows(rowsIn(set), ROWS)), classes),
  );
  return Promise.resolve(noiseCeilingOf({ format: 1, pairs }));
}

function pairsOf({ inputs, targets }: RowSet, classes: number): Pairs {
  const parts = Object.values(inputs).map((block) => {
    const every = Math.ceil(widthOf(block) / NUMBERS);
    return tableOf(block).map((row) => row.filter((_, k) => k % every === 0));
  });
  const rows = targetRows(targets, classes);
  return {
    ...{ targets: rows, predictions: rows, split: "train" },
    inputs: rows.map((_, i) => parts.flatMap((part) => at(part, i))),
  };
}

import { at } from "../../math/at";
import { skipped, verdict, type Check } from "./check";
import { growth, targetForm } from "./targetForm";
import { THRESHOLDS } from "./thresholds";

/** Rows are positions, whose distance from the start grows with time, and not the steps between them. */
export const increments: Check = (input) => {
  const targets = input.samples.map(({ target }) => target);
  const rows = at(targets, 0).length;
  const exponent = growth(targets);
  if (!Number.isFinite(exponent)) return skipped("increments", "targets that move");
  const wrong = targetForm(input) === "increments";
  return verdict({
    check: "increments",
    wrong,
    message: wrong
      ? `the distance of row ${rows} is about that of row 1 (it grows as T^${exponent.toFixed(2)}, positions as T^1): the targets look like steps, not positions`
      : `distances grow from row 1 to row ${rows} as T^${exponent.toFixed(2)}`,
    evidence: { exponent, limit: THRESHOLDS.growth.value },
    remedy: "Sum the steps along time (np.cumsum(targets, axis=1)), or train on increments knowingly.",
  });
};

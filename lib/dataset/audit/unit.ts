import { numberText } from "../../math/numberText";
import { paceOf } from "../pace";
import { skipped, stepSecondsOf, verdict, type Check } from "./check";
import { fastestMean, targetForm } from "./targetForm";
import { THRESHOLDS } from "./thresholds";

/** Rows are metres: some car of the set drives, and the usual step is one a car can make. */
export const unit: Check = (input) => {
  const form = targetForm(input);
  if (form === "same" || form === "increments") return skipped("unit", "positions that differ");
  const { id, speed } = fastestMean(input);
  const usual = paceOf(input.samples.map(({ target }) => target)).metersPerStep / stepSecondsOf(input);
  const measured = `the fastest sample averages ${numberText(speed, 2)} m/s, the usual step is ${numberText(usual, 2)} m/s`;
  return verdict({
    check: "unit",
    wrong: form !== "positions",
    message:
      form === "positions"
        ? measured
        : `${measured}: ${form === "short" ? "short of" : "beyond"} anything a car does`,
    evidence: {
      fastestMean: speed,
      usualStep: usual,
      slowest: THRESHOLDS.slowestSet.value,
      top: THRESHOLDS.topSpeed.value,
    },
    look: [id],
    remedy:
      form === "short"
        ? "Check the unit: km, or targets that were normalised; undo it, or record a car that drives."
        : "Check the unit (cm, mm, feet?) and the seconds between two rows.",
  });
};
